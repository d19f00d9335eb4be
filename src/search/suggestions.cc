#include "search/suggestions.h"

#include <algorithm>
#include <string>

#include "search/characters.h"
#include "search/page.h"
#include "search/text_match.h"

namespace souk::search {

namespace {

// Beyond these the most used words are tried; each costs a look into the index.
constexpr std::size_t kMaxCompletionsTried = 24;
constexpr std::size_t kLongestTitlePrefix = 64;

struct Completion {
  std::string text;
  std::int64_t products;
};

bool ends_within_a_word(std::string_view text, const std::vector<QueryWord>& words) {
  return !words.empty() && words.back().end == text.size() && !words.back().ideographs;
}

/// What was typed with its last word completed, for completions that some visible product has along with the other words.
Result<std::vector<Completion>> completions_of(TermReader& reader, std::string_view text, std::vector<QueryWord> words) {
  const Snapshot& snapshot = reader.snapshot();
  const QueryWord last = words.back();
  words.pop_back();
  DocumentBits with_others = snapshot.visible;
  if (!words.empty()) {
    TRY(const auto others, match_all(reader, words, false));
    DocumentBits bits(snapshot.documents.size());
    for (const DocumentNumber document : others.scores.documents) bits.add(document);
    with_others.keep_only(bits);
  }
  std::vector<Completion> found;
  auto tried = snapshot.vocabulary->heading_completions(last.folded, kMaxCompletionsTried);
  if (snapshot.vocabulary->contains(last.folded)) tried.push_back(last.folded);
  for (const auto& word : tried) {
    TRY(const auto postings, reader.find(word));
    const auto products = std::ranges::count_if(postings->documents, [&](DocumentNumber d) { return with_others.contains(d); });
    if (products == 0) continue;
    std::string completed(text.substr(0, last.begin));
    completed += snapshot.vocabulary->spelling(word);
    found.push_back({std::move(completed), products});
  }
  std::ranges::stable_sort(found, [](const Completion& a, const Completion& b) { return a.products > b.products; });
  return found;
}

/// Visible products whose folded title begins with `prefix`, by title.
DocumentBits titled(const Snapshot& snapshot, const std::string& prefix) {
  DocumentBits bits(snapshot.documents.size());
  const auto title = [&](DocumentNumber document) -> std::string_view { return snapshot.documents[document].title_key; };
  const auto& order = snapshot.order(ports::ProductSort::title);
  auto at = std::ranges::lower_bound(order, std::string_view(prefix), {}, title);
  for (; at != order.end() && title(*at).starts_with(prefix); ++at) {
    if (snapshot.visible.contains(*at)) bits.add(*at);
  }
  return bits;
}

void add_products(std::vector<ports::Suggestion>& suggestions, const Items& items) {
  for (const auto& product : items.products) {
    const bool known = std::ranges::any_of(suggestions, [&](const auto& s) { return s.product_slug == product.slug; });
    if (!known) suggestions.push_back({.text = product.title, .product_slug = product.slug});
  }
}

Result<std::vector<ports::Suggestion>> products_for(TermReader& reader, std::string_view text,
                                                    const std::vector<QueryWord>& words, std::int64_t limit) {
  const Snapshot& snapshot = reader.snapshot();
  std::vector<ports::Suggestion> products;
  const std::string prefix = folded(text).substr(0, kLongestTitlePrefix);
  TRY(const auto by_title, page_in_order(snapshot, titled(snapshot, prefix), ports::ProductSort::title, std::nullopt, limit));
  add_products(products, by_title);
  if (products.size() >= static_cast<std::size_t>(limit)) return products;
  TRY(const auto matches, match_text(reader, text, words));
  TRY(const auto best, page_by_relevance(snapshot, snapshot.visible, matches.scores, std::nullopt, limit));
  add_products(products, best);
  return products;
}

}  // namespace

Result<std::vector<ports::Suggestion>> suggest(TermReader& reader, std::string_view text, std::int64_t limit) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t"), text.size()));
  const auto words = query_words(reader.analyzer(), text);
  if (words.empty() || limit <= 0) return std::vector<ports::Suggestion>{};
  std::vector<Completion> completions;
  if (ends_within_a_word(text, words)) {
    TRY(completions, completions_of(reader, text, words));
  }
  TRY(auto products, products_for(reader, text, words, limit));

  // At least half of the places are for products, as far as there are any.
  const auto places = static_cast<std::size_t>(limit);
  const std::size_t for_words = std::min(completions.size(), places - std::min(products.size(), places / 2 + places % 2));
  std::vector<ports::Suggestion> suggestions;
  suggestions.reserve(places);
  for (std::size_t i = 0; i < for_words; ++i)
    suggestions.push_back({.text = completions[i].text, .product_slug = std::nullopt});
  for (std::size_t i = 0; i < products.size() && suggestions.size() < places; ++i)
    suggestions.push_back(std::move(products[i]));
  return suggestions;
}

}  // namespace souk::search
