#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "commerce/error/error.h"

namespace souk::shopify {

/// The columns that mean something to the shop. Any other column is kept as a custom field.
enum class Column {
  handle,
  title,
  body,
  vendor,
  type,
  tags,
  published,
  status,
  option1_name,
  option1_value,
  option2_name,
  option2_value,
  option3_name,
  option3_value,
  sku,
  grams,
  tracker,
  quantity,
  policy,
  price,
  compare_at_price,
  requires_shipping,
  taxable,
  barcode,
  image,
  image_alt,
  image_position,
  seo_title,
  seo_description,
  variant_image,
};
inline constexpr std::size_t kColumns = static_cast<std::size_t>(Column::variant_image) + 1;

std::string_view name_of(Column column);

/// The 44 columns of the classical export, in order; what `souk export` writes before further custom fields.
const std::vector<std::string>& classical_columns();

/// Where one file keeps what.
class Layout {
 public:
  /// Errors: validation_failed: no Handle column, a column twice.
  static Result<Layout> read(const std::vector<std::string>& header);

  /// Empty when the file has no such column or the row is short.
  std::string_view value(const std::vector<std::string>& fields, Column column) const;
  bool has(Column column) const { return positions_[static_cast<std::size_t>(column)].has_value(); }

  struct Extra {
    std::string name;
    std::size_t position;
  };
  const std::vector<Extra>& extras() const { return extras_; }
  std::size_t width() const { return width_; }

 private:
  std::array<std::optional<std::size_t>, kColumns> positions_{};
  std::vector<Extra> extras_;
  std::size_t width_ = 0;
};

}  // namespace souk::shopify
