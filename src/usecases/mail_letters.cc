#include "usecases/mail_letters.h"

#include "identity/link_token.h"
#include "records/event_message.h"
#include "usecases/letter_text.h"

namespace souk::usecases {
namespace {

constexpr std::int64_t kBatch = 10;
constexpr std::chrono::seconds kPause{30};  // a carrier that is away

}  // namespace

Result<std::int64_t> MailLetters::operator()() const {
  TRY(const auto messages, queue_.receive(kLettersQueue, kBatch, kLettersVisibility));
  for (const ports::Message& message : messages) {
    if (mail(message)) {
      TRY(queue_.remove(kLettersQueue, message));
    } else {
      TRY(queue_.release(kLettersQueue, message, kPause * message.receive_count));
    }
  }
  return static_cast<std::int64_t>(messages.size());
}

Result<void> MailLetters::mail(const ports::Message& message) const {
  TRY(const records::EventMessage event, records::read_event_message(message.body));
  const auto id = LetterId::parse(event.aggregate);
  if (!id) return fail(ErrorCode::corrupt, "The event is about no letter", event.aggregate);
  const auto letter = letters_.find(*id);
  if (!letter && letter.error().code == ErrorCode::not_found) return {};  // overtaken: nobody needs it any more
  if (!letter) return std::unexpected(letter.error());
  TRY(const ShopSettings settings, settings_.load());
  const std::string token = ports::has_link(letter->kind) ? identity::link_token(signer_, *id) : std::string{};
  return mailer_.send(mail_of(*letter, settings, origin_, token));
}

}  // namespace souk::usecases
