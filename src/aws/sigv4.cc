#include "aws/sigv4.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "aws/percent_encoding.h"

namespace souk::aws {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kUnsigned = "UNSIGNED-PAYLOAD";

// Proxies change these on the way, or the client adds them after signing.
constexpr auto kNeverSigned = std::to_array<std::string_view>(
    {"authorization", "baggage", "connection", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "te",
     "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade", "user-agent", "x-amzn-trace-id"});

std::string lower_cased(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// "20261122T181715Z"
std::string timestamp_of(Instant instant) {
  const auto day = std::chrono::floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), time.hours().count(), time.minutes().count(), time.seconds().count());
}

std::string day_of(const std::string& timestamp) { return timestamp.substr(0, 8); }

/// Without white space on either side, each run of it within as one space.
std::string folded(std::string_view value) {
  std::string out;
  bool gap = false;
  for (const char c : value) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += ' ';
    gap = false;
    out += c;
  }
  return out;
}

/// What is signed of the headers: names in order, values of one name joined.
class SignedHeaders {
 public:
  void add(std::string_view name, std::string_view value) {
    const std::string lower = lower_cased(name);
    if (std::ranges::find(kNeverSigned, lower) != kNeverSigned.end()) return;
    const auto [place, fresh] = values_.try_emplace(lower, folded(value));
    if (!fresh) place->second += ',' + folded(value);
  }
  void add(const net::HeaderList& headers) {
    for (const auto& [name, value] : headers) add(name, value);
  }
  bool has(std::string_view lower_case_name) const { return values_.contains(lower_case_name); }

  std::string names() const {
    std::string out;
    for (const auto& [name, value] : values_) {
      if (!out.empty()) out += ';';
      out += name;
    }
    return out;
  }
  std::string lines() const {
    std::string out;
    for (const auto& [name, value] : values_) out.append(name).append(":").append(value).append("\n");
    return out;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

struct Target {
  std::string_view path;
  std::string_view query;
};

Target split(std::string_view target) {
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) return {target, {}};
  return {target.substr(0, mark), target.substr(mark + 1)};
}

/// Pairs by name, then by value, each with its "=".
std::string canonical_query(std::string_view query) {
  std::vector<std::pair<std::string_view, std::string_view>> pairs;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    const auto equals = pair.find('=');
    pairs.emplace_back(pair.substr(0, equals), equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1));
  }
  std::ranges::sort(pairs);
  std::string out;
  for (const auto& [name, value] : pairs) {
    if (!out.empty()) out += '&';
    out.append(name).append("=").append(value);
  }
  return out;
}

/// RFC 3986, 5.2.4, and runs of slashes are one: what services other than S3 make of a path before they check it.
std::string without_dot_segments(std::string_view path) {
  std::vector<std::string_view> kept;
  for (std::string_view rest = path; !rest.empty();) {
    const std::string_view segment = rest.substr(0, rest.find('/'));
    rest.remove_prefix(std::min(segment.size() + 1, rest.size()));
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      kept.push_back(segment);
    } else if (!kept.empty()) {
      kept.pop_back();
    }
  }
  std::string out;
  for (const auto segment : kept) out.append("/").append(segment);
  if (out.empty() || path.ends_with('/')) out += '/';
  return out;
}

std::string canonical_request(std::string_view method, const std::string& path, std::string_view query,
                              const SignedHeaders& headers, std::string_view payload_hash) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}", method, path, canonical_query(query), headers.lines(), headers.names(),
                     payload_hash);
}

std::string_view text_of(const Sha256& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

}  // namespace

Sigv4Signer::Sigv4Signer(Credentials credentials, std::string region, std::string service)
    : credentials_(std::move(credentials)), region_(std::move(region)), service_(std::move(service)) {}

net::HeaderList Sigv4Signer::sign(const net::HttpRequest& request, std::string_view host, Payload payload, Instant now) const {
  const std::string timestamp = timestamp_of(now);
  const std::string payload_hash = payload == Payload::hashed ? hex(sha256(request.body)) : std::string(kUnsigned);
  net::HeaderList added{{"X-Amz-Date", timestamp}};
  if (!credentials_.session_token.empty()) added.emplace_back("X-Amz-Security-Token", credentials_.session_token);
  if (is_s3() || payload == Payload::not_covered) added.emplace_back("X-Amz-Content-SHA256", payload_hash);

  SignedHeaders headers;
  headers.add(request.headers);
  headers.add(added);
  if (!headers.has("host")) headers.add("host", host);
  const auto [path, query] = split(request.target);
  const std::string canonical = canonical_request(request.method, canonical_path(path), query, headers, payload_hash);
  added.emplace_back("Authorization",
                     fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm, credentials_.access_key_id,
                                 scope(day_of(timestamp)), headers.names(), signature(canonical, timestamp)));
  return added;
}

std::string Sigv4Signer::presign(const net::HttpRequest& request, std::string_view host, std::chrono::seconds lifetime,
                                 Instant now) const {
  const std::string timestamp = timestamp_of(now);
  SignedHeaders headers;
  headers.add(request.headers);
  if (!headers.has("host")) headers.add("host", host);
  const auto [path, own_query] = split(request.target);

  const std::string credential = credentials_.access_key_id + '/' + scope(day_of(timestamp));
  std::string query = std::string(own_query) + (own_query.empty() ? "" : "&");
  query += fmt::format("X-Amz-Algorithm={}&X-Amz-Credential={}&X-Amz-Date={}&X-Amz-Expires={}&X-Amz-SignedHeaders={}",
                       kAlgorithm, percent_encoded(credential), timestamp, lifetime.count(), percent_encoded(headers.names()));
  if (!credentials_.session_token.empty()) query += "&X-Amz-Security-Token=" + percent_encoded(credentials_.session_token);

  const std::string payload_hash = is_s3() ? std::string(kUnsigned) : hex(sha256(""));
  const std::string canonical = canonical_request(request.method, canonical_path(path), query, headers, payload_hash);
  return fmt::format("{}?{}&X-Amz-Signature={}", path, query, signature(canonical, timestamp));
}

/// S3 takes the path as it came; every other service encodes what it reads a second time.
std::string Sigv4Signer::canonical_path(std::string_view path) const {
  if (is_s3()) return std::string(path);
  return percent_encoded_path(without_dot_segments(path));
}

std::string Sigv4Signer::scope(std::string_view day) const {
  return fmt::format("{}/{}/{}/aws4_request", day, region_, service_);
}

Sha256 Sigv4Signer::day_key(const std::string& day) const {
  const std::scoped_lock lock(mutex_);
  if (day_ != day) {
    const Sha256 date_key = hmac_sha256("AWS4" + credentials_.secret_access_key, day);
    const Sha256 region_key = hmac_sha256(text_of(date_key), region_);
    const Sha256 service_key = hmac_sha256(text_of(region_key), service_);
    day_key_ = hmac_sha256(text_of(service_key), "aws4_request");
    day_ = day;
  }
  return day_key_;
}

std::string Sigv4Signer::signature(const std::string& canonical_request, const std::string& timestamp) const {
  const std::string day = day_of(timestamp);
  const std::string to_sign = fmt::format("{}\n{}\n{}\n{}", kAlgorithm, timestamp, scope(day), hex(sha256(canonical_request)));
  const Sha256 key = day_key(day);
  return hex(hmac_sha256(text_of(key), to_sign));
}

}  // namespace souk::aws
