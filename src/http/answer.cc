#include "http/answer.h"

#include <utility>

namespace souk::http {

std::string version_tag(std::int64_t version) { return '"' + std::to_string(version) + '"'; }

ports::Answer json_answer(int status, std::string body) { return {.status = status, .body = std::move(body)}; }

ports::Answer versioned_answer(int status, std::string body, std::int64_t version) {
  ports::Answer answer = json_answer(status, std::move(body));
  answer.etag = version_tag(version);
  return answer;
}

Response private_response(ports::Answer answer) {
  Response response{.status = answer.status};
  const bool refused = answer.status >= 400;  // a stored refusal is a problem document
  response.headers = {{"Content-Type", refused ? "application/problem+json" : "application/json"},
                      {"Cache-Control", "private, no-store"}};
  if (!answer.location.empty()) response.headers.emplace_back("Location", std::move(answer.location));
  if (!answer.etag.empty()) response.headers.emplace_back("ETag", std::move(answer.etag));
  response.body = std::move(answer.body);
  return response;
}

Response no_content(std::string etag) {
  Response response{.status = 204};
  response.headers = {{"Cache-Control", "private, no-store"}};
  if (!etag.empty()) response.headers.emplace_back("ETag", std::move(etag));
  return response;
}

}  // namespace souk::http
