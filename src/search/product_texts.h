#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

#include "commerce/catalog/product.h"
#include "search/analyzer.h"
#include "search/vocabulary.h"

namespace souk::search {

/// The texts of a product that are searched, in the order of the columns of `words`.
enum class TextField { title, vendor, type, tags, options, sku, description };
inline constexpr std::size_t kTextFields = 7;
using ProductTexts = std::array<std::string, kTextFields>;

ProductTexts texts_of(const Product& product);

struct TextLengths {
  std::int64_t words = 0;
  std::int64_t title_words = 0;
};
/// Adds the words of a product that is put (`sign` 1) or gone (−1) to `changes`, each once.
TextLengths count_words(const ProductTexts& texts, const Analyzer& analyzer, std::int64_t sign, WordChanges& changes);

}  // namespace souk::search
