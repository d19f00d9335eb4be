#include "usecases/letter_text.h"

#include <string_view>
#include <utility>

namespace souk::usecases {
namespace {

using ports::LetterKind;

struct Text {
  std::string subject;
  std::string body;
};

/// In the fragment, which browsers send nowhere: no log and no Referer ever has it.
std::string link(const ports::Letter& letter, const std::string& origin, std::string_view page, const std::string& token) {
  const std::string_view part = letter.pool == AccountPool::customers ? "/account/" : "/admin/";
  return origin + std::string(part) + std::string(page) + "#token=" + token;
}

std::string when(const ports::Letter& letter) {
  // "2026-03-14T09:00:00.000Z" -> "2026-03-14 09:00 UTC"
  const std::string text = to_rfc3339(letter.written_at);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

Text text_of(const ports::Letter& letter, const std::string& shop, const std::string& origin, const std::string& token) {
  switch (letter.kind) {  // no default: a new kind does not compile until it has its words
    case LetterKind::verify:
      return {"Confirm your e-mail address for " + shop,
              "somebody, most likely you, asked for an account at " + shop + " with this e-mail address.\n\n"
              "Open this link within 24 hours, and enter the password that you chose:\n\n  " +
                  link(letter, origin, "verify", token) +
                  "\n\nIf it was not you, do nothing: without the password the link opens nothing, and there will be no account."};
    case LetterKind::reset:
      return {"Choose a new password for " + shop,
              "somebody, most likely you, asked to choose a new password for your account at " + shop +
                  ".\n\nOpen this link within an hour:\n\n  " + link(letter, origin, "reset", token) +
                  "\n\nThe link works once. If it was not you, do nothing: your password stays as it is."};
    case LetterKind::change_email:
      return {"Confirm your new e-mail address for " + shop,
              "an account at " + shop + " is to have this e-mail address from now on.\n\n"
              "Open this link within 24 hours to confirm that it is yours:\n\n  " +
                  link(letter, origin, "email", token) + "\n\nIf it was not you who asked for it, do nothing: nothing changes."};
    case LetterKind::invitation:
      return {"Your account at " + shop,
              "you are invited to work at " + shop + ".\n\nOpen this link within 72 hours and choose a password:\n\n  " +
                  link(letter, origin, "invitation", token) + "\n\nThe link works once. It is meant for you alone."};
    case LetterKind::already_registered:
      return {"You already have an account at " + shop,
              "somebody, perhaps you, tried to use this e-mail address for an account at " + shop +
                  ".\n\nThere is one already. Log in with it, or choose a new password if you forgot yours:\n\n  " + origin +
                  "/account/forgot\n\nIf it was not you, there is nothing to do: whoever it was learned nothing."};
    case LetterKind::email_changed:
      return {"The e-mail address of your account at " + shop + " has changed",
              "on " + when(letter) + " the e-mail address of your account at " + shop + " was changed to\n\n  " + letter.about +
                  "\n\nFrom now on we write there. If it was not you who changed it, answer this mail at once."};
    case LetterKind::password_changed:
      return {"The password of your account at " + shop + " has changed",
              "on " + when(letter) + " the password of your account at " + shop +
                  " was changed. Every other device has been logged out.\n\nIf it was not you, choose a new password now:\n\n  " +
                  origin + "/account/forgot"};
    case LetterKind::new_device:
      return {"New login to your account at " + shop,
              "on " + when(letter) + " somebody logged in to your account at " + shop + " from a device we had not seen before:\n\n  " +
                  letter.about + "\n\nIf it was you, all is well. If not, choose a new password; that logs out every device:\n\n  " +
                  origin + "/account/forgot"};
    case LetterKind::session_stolen:
      return {"We ended a login to your account at " + shop,
              "on " + when(letter) + " a login to your account at " + shop + " was used in two places at once:\n\n  " +
                  letter.about + "\n\nThat happens when somebody copies it, so we ended it. Log in again where you need it. If "
                                 "anything looks strange to you, choose a new password:\n\n  " +
                  origin + "/account/forgot"};
    case LetterKind::account_erased:
      return {"Your account at " + shop + " has been deleted",
              "on " + when(letter) + " your account at " + shop +
                  " was deleted, as you asked. What the law makes us keep of your orders stays without your name and address."};
  }
  std::unreachable();
}

}  // namespace

ports::Mail mail_of(const ports::Letter& letter, const ShopSettings& settings, const std::string& origin,
                    const std::string& token) {
  Text text = text_of(letter, settings.name, origin, token);
  return {.id = letter.id.text(),
          .to = letter.to,
          .subject = std::move(text.subject),
          .text = "Hello,\n\n" + text.body + "\n\n" + settings.name + "\n" + origin + "\n"};
}

}  // namespace souk::usecases
