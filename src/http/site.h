#pragma once

#include <cstdint>
#include <string_view>

#include "http/catalog_reads.h"
#include "http/cursor.h"
#include "http/public_answers.h"
#include "http/service_parts.h"

namespace souk::http {

/// What stands outside /v1: the shop's plain pages, the API's documentation, media, what a verifier of access tokens reads, and
/// what a load balancer asks.
enum class SitePage : std::uint8_t { none, shop, product, asset, docs, problem, media, discovery, key_set, health, readiness };

struct SitePlace {
  SitePage page = SitePage::none;
  std::string_view route = "unmatched";  // template
  std::string_view name{};               // the part of the path that varies, as sent
};
/// `path` names no page: SitePage::none.
SitePlace site_place(std::string_view path);

/// Thread-safe.
class Site {
 public:
  Site(const ServiceParts& parts, const CatalogReads& reads, const PublicAnswers& answers, const Cursors& cursors)
      : parts_(parts), reads_(reads), answers_(answers), cursors_(cursors) {}

  Lane lane(const SitePlace& place, std::string_view query) const;
  /// To GET and HEAD; OPTIONS is told so, anything else is 405.
  Response answer(const SitePlace& place, const Request& request) const;

 private:
  /// Of pages that can be cached. Errors: not_found, invalid_parameter.
  Result<PublicRead> read(const SitePlace& place, std::string_view query) const;
  Result<Response> read_answer(const SitePlace& place, const Request& request) const;
  Result<PublicRead> shop(std::string_view query) const;
  Result<PublicRead> product(std::string_view slug) const;
  Result<PublicRead> media(std::string_view key) const;
  Response readiness() const;
  Response discovery() const;
  Response key_set() const;

  const ServiceParts& parts_;
  const CatalogReads& reads_;
  const PublicAnswers& answers_;
  const Cursors& cursors_;
};

}  // namespace souk::http
