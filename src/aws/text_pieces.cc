#include "aws/text_pieces.h"

#include <utility>

#include "aws/item_fields.h"

namespace souk::aws {
namespace {

// An item holds 400 KB, its other attributes included.
constexpr std::size_t kPieceBytes = 300 * 1024;

/// As much of `text` as fits, whole code points.
std::string_view first_piece(std::string_view text) {
  if (text.size() <= kPieceBytes) return text;
  std::size_t size = kPieceBytes;
  while (size > 0 && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
  return text.substr(0, size);
}

ItemKey key_of_piece(const ItemKey& key, std::int64_t number) {
  return {key.table, key.pk, key.sk + "#piece" + std::to_string(number)};
}

std::int64_t count_of(const Item& first) { return first.contains("pieces") ? ItemFields(first).integer("pieces") : 0; }

}  // namespace

std::vector<Action> put_in_pieces(Put first, std::string_view name, std::string_view text) {
  const ItemKey key = first.key;
  const std::string_view head = first_piece(text);
  first.attributes.insert_or_assign(std::string(name), head);
  std::vector<Action> actions(1);
  std::int64_t further = 0;
  for (text.remove_prefix(head.size()); !text.empty(); text.remove_prefix(first_piece(text).size()))
    actions.emplace_back(Put{.key = key_of_piece(key, ++further), .attributes = {{std::string(name), first_piece(text)}}});
  if (further > 0) first.attributes.insert_or_assign("pieces", further);
  actions.front() = std::move(first);
  return actions;
}

std::vector<ItemKey> further_pieces(const ItemKey& key, const Item& first) {
  std::vector<ItemKey> keys;
  for (std::int64_t number = 1; number <= count_of(first); ++number) keys.push_back(key_of_piece(key, number));
  return keys;
}

Result<std::string> joined_pieces(const DynamoShop& shop, const ItemKey& key, const Item& first, std::string_view name) {
  ItemFields fields(first);
  std::string text = fields.text(name);
  const auto keys = further_pieces(key, first);
  if (!keys.empty()) {
    TRY(const ItemSet pieces, shop.client.get_all(keys));
    for (const ItemKey& piece : keys) {
      const auto found = pieces.find(piece);
      if (found == pieces.end())
        return fail(ErrorCode::corrupt, "The shop's storage is damaged", "no item " + piece.pk + ' ' + piece.sk);
      text += ItemFields(found->second).text(name);
    }
  }
  return fields.finish(std::move(text), name);
}

}  // namespace souk::aws
