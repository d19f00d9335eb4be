#include "search/product_texts.h"

#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "search/plain_text.h"

namespace souk::search {

namespace {

void add_line(std::string& lines, std::string_view line) {
  if (line.empty()) return;
  if (!lines.empty()) lines.push_back('\n');
  lines += line;
}

bool is_heading(std::size_t field) {
  return field != static_cast<std::size_t>(TextField::sku) && field != static_cast<std::size_t>(TextField::description);
}

}  // namespace

ProductTexts texts_of(const Product& product) {
  std::string tags;
  for (const auto& tag : product.tags) add_line(tags, tag);
  std::set<std::string_view> option_values;
  std::set<std::string_view> skus;
  for (const auto& variant : product.variants) {
    option_values.insert(variant.option_values.begin(), variant.option_values.end());
    skus.insert(variant.sku);
  }
  std::string options;
  for (const auto value : option_values) add_line(options, value);
  std::string sku;
  for (const auto one : skus) add_line(sku, one);
  return {product.title, product.vendor, product.type, tags, options, sku, plain_text(product.description_html)};
}

TextLengths count_words(const ProductTexts& texts, const Analyzer& analyzer, std::int64_t sign, WordChanges& changes) {
  TextLengths lengths;
  std::map<std::string, std::pair<bool, std::string>> words;  // whether in a heading, and the spelling
  for (std::size_t field = 0; field < texts.size(); ++field) {
    analyzer.for_each_word(texts[field], [&](const Word& word) {
      ++lengths.words;
      if (field == static_cast<std::size_t>(TextField::title)) ++lengths.title_words;
      if (word.ideographs) return true;  // neither completed nor corrected
      auto& [heading, spelling] = words[word.folded];
      heading = heading || (is_heading(field) && !word.common);
      if (spelling.empty()) spelling = word.spelling;
      return true;
    });
  }
  for (auto& [word, use] : words) {
    WordChange& change = changes[word];
    change.documents += sign;
    change.headings += use.first ? sign : 0;
    if (change.spelling.empty()) change.spelling = std::move(use.second);
  }
  return lengths;
}

}  // namespace souk::search
