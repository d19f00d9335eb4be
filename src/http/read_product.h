#pragma once

#include "commerce/catalog/product.h"
#include "http/json_reader.h"
#include "usecases/product_input.h"

/// Staff's product documents. All errors name the place in the body.
namespace souk::http {

/// NewProduct of the contract: no variant has an id.
Result<usecases::ProductInput> read_new_product(JsonValue body);
/// ProductReplacement: variants with an id are known ones, and bring no stock.
Result<usecases::ProductInput> read_product_replacement(JsonValue body);
/// ProductChange: `product` with the fields that the body names.
Result<Product> with_changes(Product product, JsonValue body);

struct NewVariantBody {
  Variant variant;
  std::optional<ports::StockChange> stock;
};
Result<NewVariantBody> read_new_variant(JsonValue body);
/// VariantChange: `variant` with the fields that the body names.
Result<Variant> with_changes(Variant variant, JsonValue body);

Result<Category> read_category(JsonValue body);

}  // namespace souk::http
