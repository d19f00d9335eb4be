#include "http/shop_page.h"

#include <algorithm>

#include <fmt/format.h>

#include "http/html.h"
#include "http/query.h"
#include "http/value_json.h"

namespace souk::http {
namespace {

// The first so many pictures of a page are seen at once; the others load when they are scrolled to.
constexpr std::size_t kSeenAtOnce = 4;

struct Frame {
  std::string title;                  // of the window
  std::string shop;                   // the shop's name
  std::string search;                 // what stands in the search box
  std::optional<std::string> chosen;  // slug of the category one is in; empty: the whole shop; none: somewhere else
  std::string content;                // HTML
};

std::string link_to(const Category& category, bool current) {
  return fmt::format(R"(<a href="/?category={}"{}>{}</a>)", percent_encoded(category.slug),
                     current ? R"( aria-current="page")" : "", html_text(category.title));
}

/// The top of the tree. A category further down marks none of them: it stands in the heading.
std::string navigation(const std::vector<Category>& categories, const std::optional<std::string>& chosen) {
  std::string links = fmt::format(R"(<a href="/"{}>Everything</a>)", chosen == "" ? R"( aria-current="page")" : "");
  for (const Category& category : categories)
    if (!category.parent) links += link_to(category, category.slug == chosen);
  return links;
}

std::string framed(const Frame& frame, const std::vector<Category>& categories) {
  return fmt::format(R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="/assets/icon.svg">
<link rel="stylesheet" href="/assets/shop.css">
</head>
<body>
<a class="skip" href="#content">Skip to the goods</a>
<header>
<a class="brand" href="/">{shop}</a>
<form role="search" action="/" method="get">
<input type="search" name="q" value="{search}" maxlength="200" placeholder="Search" aria-label="Search the shop">
<button>Search</button>
</form>
<nav aria-label="Categories">{navigation}</nav>
</header>
<main id="content">
{content}
</main>
<footer>
<p>This plain page shows the shop until a storefront stands here. Everything on it comes from the API:
<a href="/docs">read its documentation</a>, look at <a href="/v1/products">/v1/products</a>.</p>
</footer>
</body>
</html>
)",
                     fmt::arg("title", html_text(frame.title)), fmt::arg("shop", html_text(frame.shop)),
                     fmt::arg("search", html_text(frame.search)), fmt::arg("navigation", navigation(categories, frame.chosen)),
                     fmt::arg("content", frame.content));
}

std::string picture(const std::optional<Image>& image, bool seen_at_once) {
  const std::string url = image ? image_url(*image) : std::string{};
  if (url.empty()) return R"(<span class="picture"></span>)";
  return fmt::format(R"(<span class="picture"><img src="{}" alt="{}" width="600" height="600"{}></span>)", html_text(url),
                     html_text(image->alt), seen_at_once ? "" : R"( loading="lazy")");
}

std::string price_of(const ports::ProductSummary& summary) {
  const bool reduced = summary.compare_at_price && summary.compare_at_price->minor > summary.price_min.minor;
  return fmt::format("{}{}{}", summary.price_min == summary.price_max ? "" : "from ", html_price(summary.price_min),
                     reduced ? " <s>" + html_price(*summary.compare_at_price) + "</s>" : "");
}

std::string card(const ports::ProductSummary& summary, bool seen_at_once) {
  return fmt::format(R"(<li><a href="/products/{slug}">{picture}<span class="vendor">{vendor}</span>
<strong>{title}</strong><span class="price">{price}</span>{badge}</a></li>
)",
                     fmt::arg("slug", percent_encoded(summary.slug)), fmt::arg("picture", picture(summary.image, seen_at_once)),
                     fmt::arg("vendor", html_text(summary.vendor)), fmt::arg("title", html_text(summary.title)),
                     fmt::arg("price", price_of(summary)),
                     fmt::arg("badge", summary.available ? "" : R"(<span class="badge">Sold out</span>)"));
}

std::string heading(const ShopPage& page) {
  const ports::ProductQuery& query = page.asked.query;
  if (!query.text.empty()) return fmt::format("“{}”", html_text(page.found.corrected_text.value_or(query.text)));
  if (query.category_slug) {
    const auto category = std::ranges::find(page.categories, *query.category_slug, &Category::slug);
    if (category != page.categories.end()) return html_text(category->title);
  }
  return "Everything";
}

/// Links to the categories right below the one that is shown.
std::string narrower(const ShopPage& page) {
  const auto shown = std::ranges::find(page.categories, page.asked.query.category_slug.value_or(""), &Category::slug);
  std::string links;
  for (const Category& category : page.categories)
    if (shown != page.categories.end() && category.parent == shown->id) links += "<li>" + link_to(category, false) + "</li>";
  return links.empty() ? links : R"(<ul class="below">)" + links + "</ul>";
}

std::string cards(const ShopPage& page) {
  if (page.found.items.empty()) return R"(<p class="empty">Nothing here. <a href="/">See everything</a>.</p>)";
  std::string list = R"(<ul class="goods">)";
  for (std::size_t i = 0; i < page.found.items.size(); ++i) list += card(page.found.items[i], i < kSeenAtOnce);
  list += "</ul>";
  if (page.next_cursor)
    list += fmt::format(R"(<p class="more"><a rel="next" href="{}&amp;cursor={}">More</a></p>)", html_text(page.asked.list),
                        *page.next_cursor);
  return list;
}

std::string variant_row(const Variant& variant, bool available) {
  const std::string title = variant.title();
  return fmt::format(
      R"(<tr><th scope="row">{}</th><td class="price">{}{}</td><td class="now">{}</td><td><code>{}</code></td></tr>
)",
      title.empty() ? "One size" : html_text(title), html_price(variant.price),
      variant.compare_at_price ? " <s>" + html_price(*variant.compare_at_price) + "</s>" : "",
      available ? "in stock" : "sold out", variant.id.text());
}

std::string gallery(const std::vector<Image>& images) {
  std::string html;
  for (const Image& image : images) html += picture(image, html.empty());
  return html.empty() ? picture(std::nullopt, true) : html;
}

}  // namespace

std::string shop_page(const ShopPage& page) {
  Frame frame{.title = page.settings.name,
              .shop = page.settings.name,
              .search = page.asked.query.text,
              .chosen = page.asked.query.category_slug.value_or(""),
              .content = {}};
  frame.content = fmt::format("<h1>{}</h1>\n{}{}", heading(page), narrower(page), cards(page));
  return framed(frame, page.categories);
}

std::string product_page(const ProductPageContent& page) {
  const Product& product = page.product;
  Frame frame{.title = product.title + " · " + page.settings.name,
              .shop = page.settings.name,
              .search = {},
              .chosen = {},
              .content = {}};
  std::string rows;
  for (std::size_t i = 0; i < page.available.size(); ++i) rows += variant_row(product.variants[i], page.available[i]);
  // The description was sanitized when it was stored: the only HTML here that is not ours.
  frame.content = fmt::format(R"(<article class="product">
<div class="gallery">{gallery}</div>
<div>
<p class="vendor">{vendor}</p>
<h1>{title}</h1>
<div class="description">{description}</div>
<table><thead><tr><th scope="col">Variant</th><th scope="col">Price</th><th scope="col">Now</th><th scope="col">Id for the API</th></tr></thead>
<tbody>
{rows}</tbody></table>
</div>
</article>)",
                              fmt::arg("gallery", gallery(product.images)), fmt::arg("vendor", html_text(product.vendor)),
                              fmt::arg("title", html_text(product.title)), fmt::arg("description", product.description_html),
                              fmt::arg("rows", rows));
  return framed(frame, page.categories);
}

std::string refusal_page(std::string_view title, std::string_view message) {
  Frame frame{.title = std::string(title), .shop = "Shop", .search = {}, .chosen = {}, .content = {}};
  frame.content = fmt::format(R"(<h1>{}</h1><p class="empty">{}. <a href="/">See everything</a>.</p>)", html_text(title),
                              html_text(message));
  return framed(frame, {});
}

}  // namespace souk::http
