#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aws/dynamo_shop.h"

/// Texts that may be longer than an item: the first piece lies in the item itself, further ones in items beside it.
namespace souk::aws {

/// Puts `text` as the attribute `name` of `first`; what does not fit goes into items of their own, written with it.
std::vector<Action> put_in_pieces(Put first, std::string_view name, std::string_view text);
/// The whole text again. Errors: corrupt (a piece is missing).
Result<std::string> joined_pieces(const DynamoShop& shop, const ItemKey& key, const Item& first, std::string_view name);
/// The keys of the items beside `first`.
std::vector<ItemKey> further_pieces(const ItemKey& key, const Item& first);

}  // namespace souk::aws
