#include "http/public_answers.h"

#include <array>
#include <span>
#include <utility>

#include <openssl/sha.h>

#include "commerce/text/base64url.h"

namespace souk::http {
namespace {

// The index says when the catalog changed, but not when the hour came at which a product becomes visible.
constexpr std::chrono::seconds kLongestWithIndex{5};
// Below this a coding saves less than a packet.
constexpr std::size_t kLeastCodedBytes = 1024;
// Of SHA-256: far beyond any collision that chance could make.
constexpr std::size_t kTagBytes = 16;

std::string entity_tag(std::string_view body) {
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash;
  SHA256(reinterpret_cast<const unsigned char*>(body.data()), body.size(), hash.data());
  return '"' + base64url(std::span{hash}.first(kTagBytes)) + '"';
}

/// Equal contents in different codings are different bytes: each has its own strong tag.
std::string coded_tag(std::string_view tag, Coding coding) {
  std::string coded(tag.substr(0, tag.size() - 1));
  return coded.append("-").append(coding_name(coding)).append("\"");
}

bool is_compressible(const FinishedAnswer& answer) {
  const std::string_view type = answer.content_type;
  return answer.body.size() >= kLeastCodedBytes &&
         (type.starts_with("text/") || type.starts_with("application/") || type == "image/svg+xml");
}

/// RFC 9110 section 13.1.2: a list of tags, compared weakly, or `*`.
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  if (if_none_match == "*") return true;
  for (auto at = if_none_match.find(tag); at != std::string_view::npos; at = if_none_match.find(tag, at + 1)) {
    const std::string_view after = if_none_match.substr(at + tag.size());
    if (after.empty() || after.front() == ',' || after.front() == ' ') return true;
  }
  return false;
}

Response moved(const PublicAnswer& answer) {
  Response response{.status = 308};
  response.headers = {{"Location", answer.moved_to}, {"Cache-Control", answer.cache_control}};
  return response;
}

Response response_of(const SharedAnswer& answer, const Request& request) {
  Response response;
  response.headers.reserve(6);
  response.headers.emplace_back("ETag", answer->etag);
  response.headers.emplace_back("Cache-Control", answer->cache_control);
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (const auto known = request.header("if-none-match"); known && names_tag(*known, answer->etag)) {
    response.status = 304;
    return response;
  }
  response.headers.emplace_back("Content-Type", answer->content_type);
  if (answer->coding != Coding::identity) response.headers.emplace_back("Content-Encoding", coding_name(answer->coding));
  if (!answer->security_policy.empty()) response.headers.emplace_back("Content-Security-Policy", answer->security_policy);
  response.shared_body = std::shared_ptr<const std::string>(answer, &answer->body);
  return response;
}

}  // namespace

PublicAnswers::PublicAnswers(const ports::CatalogStore& catalog, const ports::CatalogIndex& index,
                             const ports::SettingsStore& settings, const ports::Clock& clock, std::size_t cache_bytes)
    : catalog_(catalog), index_(index), settings_(settings), clock_(clock), cache_(cache_bytes) {}

bool PublicAnswers::has(const PublicRead& read) const {
  const auto version = version_of(read.sources);
  return version && cache_.holds(read.target, *version, clock_.steady());
}

Result<Response> PublicAnswers::answer(const PublicRead& read, const Request& request) const {
  // Before anything is read: what is made from now on is at least this new.
  TRY(const std::int64_t version, version_of(read.sources));
  const Coding coding = negotiated_coding(request.header("accept-encoding").value_or(""));
  const auto now = clock_.steady();
  if (SharedAnswer kept = cache_.find(read.target, coding, version, now)) return response_of(kept, request);

  SharedAnswer plain = coding == Coding::identity ? nullptr : cache_.find(read.target, Coding::identity, version, now);
  if (!plain) {
    TRY(PublicAnswer computed, read.compute());
    if (!computed.moved_to.empty()) return moved(computed);
    plain = finish(read, std::move(computed), version);
  }
  if (coding == Coding::identity || !is_compressible(*plain)) return response_of(plain, request);
  return response_of(recoded(read, *plain, coding, version), request);
}

Result<std::int64_t> PublicAnswers::version_of(const Sources& sources) const {
  // None of them shrinks while a shop runs, so their sum is the same only if all of them are.
  std::int64_t version = 0;
  if (sources.catalog) version += catalog_.version();
  if (sources.index) {
    TRY(const std::int64_t sequence, index_.sequence());
    version += sequence;
  }
  if (sources.settings) {
    TRY(const ShopSettings settings, settings_.load());
    version += settings.version;
  }
  return version;
}

SharedAnswer PublicAnswers::finish(const PublicRead& read, PublicAnswer answer, std::int64_t version) const {
  auto finished = std::make_shared<FinishedAnswer>();
  finished->etag = entity_tag(answer.body);
  finished->content_type = std::move(answer.content_type);
  finished->cache_control = std::move(answer.cache_control);
  finished->security_policy = std::move(answer.security_policy);
  finished->body = std::move(answer.body);
  keep(read, finished, version);
  return finished;
}

SharedAnswer PublicAnswers::recoded(const PublicRead& read, const FinishedAnswer& plain, Coding coding,
                                    std::int64_t version) const {
  auto finished = std::make_shared<FinishedAnswer>();
  finished->etag = coded_tag(plain.etag, coding);
  finished->content_type = plain.content_type;
  finished->cache_control = plain.cache_control;
  finished->security_policy = plain.security_policy;
  finished->coding = coding;
  finished->body = encoded(plain.body, coding);
  keep(read, finished, version);
  return finished;
}

void PublicAnswers::keep(const PublicRead& read, const SharedAnswer& answer, std::int64_t version) const {
  const auto until = read.sources.index ? clock_.steady() + kLongestWithIndex : ResponseCache::Time::max();
  cache_.put(read.target, answer, version, until);
}

}  // namespace souk::http
