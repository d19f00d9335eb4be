#include "http/admin_mailbox_routes.h"

#include "http/answer.h"
#include "http/paging.h"
#include "http/query.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

constexpr std::size_t kMaxAddress = 254;  // characters

void write_mail(JsonWriter& json, const ports::KeptMail& kept) {
  json.begin_object();
  json.key("id").text(kept.id.text());
  json.key("to").text(kept.mail.to);
  json.key("subject").text(kept.mail.subject);
  json.key("text").text(kept.mail.text);
  json.key("at");
  write(json, kept.at);
  json.end_object();
}

}  // namespace

Result<Response> list_mailbox(const ServiceParts& parts, const Cursors& cursors, const Call& call) {
  if (parts.mailbox == nullptr) return fail(ErrorCode::not_found, "There is nothing here");
  TRY(const Query query, Query::parse(call.request.query(), {{"to"}, {"limit"}, {"cursor"}}));
  TRY(const auto to, query.text("to", 1, kMaxAddress));
  CanonicalTarget list{std::string(call.row.path)};
  if (to) list.add("to", *to);
  const std::string principal = call.principal.name();
  TRY(const Paging paging, read_paging(query, std::move(list), cursors, principal));
  TRY(std::vector<ports::KeptMail> mails,
      parts.mailbox->newest(to ? std::optional{std::string(*to)} : std::nullopt, MessageId::parse(paging.position),
                            paging.limit + 1));
  const auto next = cut(mails, paging, cursors, principal, [](const ports::KeptMail& kept) { return kept.id.text(); });
  return private_response(json_answer(200, list_json(mails, next, &write_mail)));
}

}  // namespace souk::http
