#include "http/repeat.h"

#include <openssl/sha.h>

namespace souk::http {
namespace {

/// Of what the request means: its place and its body, however that was spelled.
std::string parsed_request(const Call& call) {
  std::string text;
  for (std::size_t i = 0; i < call.path.count; ++i) text.append(call.path[i]).append("\n");
  if (call.document) text += call.document->canonical();
  return text;
}

}  // namespace

ports::IdempotencyKey scoped_key(const Call& call, std::string_view guest) {
  ports::IdempotencyKey key;
  key.principal = call.principal.is_guest() ? std::string(guest) : call.principal.name();
  key.method = call.row.method;
  key.route = call.row.path;
  key.key = *call.idempotency_key;
  const std::string text = parsed_request(call);
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), key.request_hash.data());
  return key;
}

Response stored_response(ports::Answer answer, bool first) {
  Response response = private_response(std::move(answer));
  if (!first) response.headers.emplace_back("Idempotent-Replayed", "true");
  return response;
}

Result<std::optional<ports::Answer>> stored_answer(const ports::Answers& answers, const ports::IdempotencyKey& key) {
  TRY(ports::Answers::Found found, answers.find(key));
  if (auto* const stored = std::get_if<ports::StoredAnswer>(&found)) return std::optional{std::move(stored->answer)};
  return std::optional<ports::Answer>{};
}

}  // namespace souk::http
