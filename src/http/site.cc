#include "http/site.h"

#include <algorithm>
#include <array>
#include <utility>

#include "api/operations.h"
#include "assets/pages.h"
#include "assets/problems.h"
#include "http/catalog_json.h"
#include "http/json_writer.h"
#include "http/problem.h"
#include "http/query.h"
#include "http/shop_page.h"

namespace souk::http {
namespace {

constexpr std::string_view kMethods = "GET, HEAD, OPTIONS";
constexpr std::string_view kForAnHour = "public, max-age=3600";
constexpr std::string_view kForEver = "public, max-age=31536000, immutable";  // a media key is the hash of its bytes
// Pictures are shown, never run: an SVG opened by itself is a document without rights.
constexpr std::string_view kMediaPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

constexpr std::string_view kKeySet = "/.well-known/jwks.json";

struct PageRow {
  SitePage page;
  std::string_view route;
  std::string_view prefix;  // of a route that ends with a name; else the whole path
  bool named;
};
constexpr std::array<PageRow, 10> kPages{{
    {SitePage::shop, "/", "/", false},
    {SitePage::docs, "/docs", "/docs", false},
    {SitePage::health, "/healthz", "/healthz", false},
    {SitePage::readiness, "/readyz", "/readyz", false},
    {SitePage::discovery, "/.well-known/openid-configuration", "/.well-known/openid-configuration", false},
    {SitePage::key_set, kKeySet, kKeySet, false},
    {SitePage::product, "/products/{slug}", "/products/", true},
    {SitePage::media, "/media/{key}", "/media/", true},
    {SitePage::asset, "/assets/{name}", "/assets/", true},
    {SitePage::problem, "/docs/problems/{code}", "/docs/problems/", true},
}};

/// Only the parameters that a page knows: addresses come back with all sorts of tails from mails and advertisements.
std::string known_parameters(std::string_view query) {
  static constexpr std::array<std::string_view, 12> kKnown{"q",        "category", "tag",  "vendor", "price_min", "price_max",
                                                           "in_stock", "option",   "sort", "limit",  "cursor",    "facets"};
  std::string kept;
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(pair.size() + 1, query.size()));
    if (std::ranges::find(kKnown, pair.substr(0, pair.find('='))) == kKnown.end()) continue;
    if (!kept.empty()) kept += '&';
    kept += pair;
  }
  return kept;
}

std::unexpected<Error> nothing_here() { return fail(ErrorCode::not_found, "There is nothing here"); }

std::string_view content_type_of(std::string_view name) {
  if (name.ends_with(".css")) return "text/css; charset=utf-8";
  if (name.ends_with(".svg")) return "image/svg+xml";
  return "text/plain; charset=utf-8";  // also Markdown, which browsers would otherwise save
}

/// One of the program's own files.
Result<PublicRead> embedded(std::span<const assets::EmbeddedFile> files, std::string_view name, std::string_view route) {
  const auto file = std::ranges::find(files, name, &assets::EmbeddedFile::name);
  if (file == files.end()) return nothing_here();
  PublicRead read{.target = std::string(route).append(name)};
  read.compute = [bytes = file->bytes, name = file->name]() -> Result<PublicAnswer> {
    return PublicAnswer{.body = std::string(bytes),
                        .content_type = std::string(content_type_of(name)),
                        .cache_control = std::string(kForAnHour)};
  };
  return read;
}

PublicAnswer html(std::string body) {
  PublicAnswer answer{.body = std::move(body), .content_type = "text/html; charset=utf-8"};
  answer.security_policy = kPagePolicy;
  return answer;
}

Response refusal(const Error& error) {
  const int status = http_status(error.code);
  Response response{.status = status, .body = refusal_page(status == 404 ? "Not found" : "That did not work", error.detail)};
  response.headers = {{"Content-Type", "text/html; charset=utf-8"},
                      {"Cache-Control", "private, no-store"},
                      {"Content-Security-Policy", std::string(kPagePolicy)}};
  return response;
}

/// Changes with a rotation of keys, which publishes each one long before it signs.
Response metadata(std::string body) {
  Response response{.status = 200, .body = std::move(body)};
  response.headers = {{"Content-Type", "application/json"}, {"Cache-Control", "public, max-age=300"}};
  return response;
}

Response plain(int status, std::string body) {
  Response response{.status = status, .body = std::move(body)};
  response.headers = {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "private, no-store"}};
  return response;
}

}  // namespace

SitePlace site_place(std::string_view path) {
  for (const PageRow& row : kPages) {
    if (!row.named && path == row.prefix) return {row.page, row.route};
    if (!row.named || !path.starts_with(row.prefix)) continue;
    const std::string_view name = path.substr(row.prefix.size());
    if (!name.empty() && name.find('/') == std::string_view::npos) return {row.page, row.route, name};
  }
  return {};
}

Lane Site::lane(const SitePlace& place, std::string_view query) const {
  if (place.page != SitePage::shop && place.page != SitePage::media) return Lane::inline_io;
  const auto wanted = read(place, query);
  return wanted && !answers_.has(*wanted) ? Lane::reads : Lane::inline_io;
}

Response Site::answer(const SitePlace& place, const Request& request) const {
  if (request.method == "OPTIONS") return {.status = 204, .headers = {{"Allow", std::string(kMethods)}}};
  if (request.method != "GET" && request.method != "HEAD") {
    Response response = problem({ErrorCode::method_not_allowed, "This page can only be read"});
    response.headers.emplace_back("Allow", kMethods);
    return response;
  }
  if (!request.body.empty()) return problem({ErrorCode::bad_framing, "This method takes no body"});
  if (place.page == SitePage::health) return plain(200, "ok\n");
  if (place.page == SitePage::readiness) return readiness();
  if (place.page == SitePage::discovery) return discovery();
  if (place.page == SitePage::key_set) return key_set();
  const bool for_people = place.page == SitePage::shop || place.page == SitePage::product;
  auto response = read_answer(place, request);
  if (!response) return for_people ? refusal(response.error()) : problem(response.error());
  return *std::move(response);
}

Result<Response> Site::read_answer(const SitePlace& place, const Request& request) const {
  TRY(const PublicRead wanted, read(place, request.query()));
  return answers_.answer(wanted, request);
}

Result<PublicRead> Site::read(const SitePlace& place, std::string_view query) const {
  switch (place.page) {
    case SitePage::shop: return shop(query);
    case SitePage::product: return product(place.name);
    case SitePage::media: return media(place.name);
    case SitePage::asset: return embedded(assets::pages(), place.name, "/assets/");
    case SitePage::problem: return embedded(assets::problems(), std::string(place.name) + ".md", "/docs/problems/");
    case SitePage::docs: {
      PublicRead read{.target = "/docs"};
      read.compute = []() -> Result<PublicAnswer> {
        PublicAnswer answer = html(std::string(docs_page()));
        answer.security_policy = docs_page_policy();
        return answer;
      };
      return read;
    }
    case SitePage::none:
    case SitePage::discovery:
    case SitePage::key_set:
    case SitePage::health:
    case SitePage::readiness: return nothing_here();
  }
  std::unreachable();
}

Result<PublicRead> Site::shop(std::string_view query) const {
  TRY(ListedProducts asked, read_product_query("/", known_parameters(query), cursors_));
  PublicRead read{.target = asked.target, .sources = {.catalog = true, .index = true, .settings = true}, .heavy = true};
  read.compute = [this, asked = std::move(asked)]() -> Result<PublicAnswer> {
    ShopPage page{.settings = {}, .categories = {}, .asked = asked, .found = {}, .next_cursor = {}};
    TRY(page.settings, parts_.settings.load());
    TRY(page.categories, parts_.catalog.categories());
    TRY(page.found, parts_.index.search(asked.query));
    if (page.found.next) page.next_cursor = cursors_.encode(*page.found.next, asked.list, kPublic);
    return html(shop_page(page));
  };
  return read;
}

Result<PublicRead> Site::product(std::string_view slug) const {
  TRY(std::string id_or_slug, decoded_segment(slug));
  PublicRead read{.target = "/products/" + percent_encoded(id_or_slug), .sources = {.catalog = true, .settings = true}};
  read.compute = [this, id_or_slug = std::move(id_or_slug)]() -> Result<PublicAnswer> {
    TRY(ports::FoundProduct found, reads_.visible_product(id_or_slug));
    if (found.product.slug != id_or_slug) return moved_permanently("/products/" + percent_encoded(found.product.slug));
    ProductPageContent page{.settings = {}, .categories = {}, .product = std::move(found.product), .available = {}};
    TRY(page.settings, parts_.settings.load());
    TRY(page.categories, parts_.catalog.categories());
    TRY(page.available, reads_.availability(page.product, 0, std::min(page.product.variants.size(), kShownVariants)));
    return html(product_page(page));
  };
  return read;
}

Result<PublicRead> Site::media(std::string_view key) const {
  PublicRead read{.target = std::string("/media/").append(key), .heavy = true};
  read.compute = [this, key = std::string(key)]() -> Result<PublicAnswer> {
    TRY(ports::Media media, parts_.media.find(key));
    PublicAnswer answer{
        .body = std::move(media.bytes), .content_type = std::move(media.content_type), .cache_control = std::string(kForEver)};
    answer.security_policy = kMediaPolicy;
    return answer;
  };
  return read;
}

Response Site::key_set() const { return metadata(parts_.tokens.key_set()); }

/// What a verifier needs to know; there is no authorization endpoint to be told of: the shop logs in its own customers alone.
Response Site::discovery() const {
  const std::string issuer = parts_.tokens.issuer();
  std::string body;
  JsonWriter json(body);
  json.begin_object();
  json.key("issuer").text(issuer);
  json.key("jwks_uri").text(issuer + std::string(kKeySet));
  json.key("token_endpoint").text(issuer + "/v1/auth/login");
  json.key("response_types_supported").begin_array().end_array();
  json.key("subject_types_supported").begin_array().text("public").end_array();
  json.key("id_token_signing_alg_values_supported").begin_array().text("ES256").end_array();
  json.end_object();
  return metadata(std::move(body));
}

Response Site::readiness() const {
  if (parts_.config.is_ready()) return plain(200, "ready\n");
  return plain(503, "not ready\n");
}

}  // namespace souk::http
