#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "search/document.h"
#include "search/document_set.h"

namespace souk::search {

/// What an update did to one document; without a document it is gone.
struct DocumentChange {
  DocumentNumber number = 0;
  DocumentContents contents{};
};

/// Documents by number, in blocks that the tables of one snapshot and the next share as far as nothing in them changed.
class DocumentTable {
 public:
  /// All numbers in use are below.
  std::size_t size() const { return size_; }
  /// Null for a free number.
  const Document* find(DocumentNumber number) const { return block(number).documents[number % kBlock].get(); }
  /// Of a number in use.
  const Document& operator[](DocumentNumber number) const { return *find(number); }
  std::span<const DocumentVariant> variants(DocumentNumber number) const {
    const Block& in = block(number);
    return std::span(in.variants).subspan(in.first_variant[number % kBlock], in.variant_count(number % kBlock));
  }
  std::int64_t price_min(DocumentNumber number) const { return block(number).price_min[number % kBlock]; }
  std::int64_t price_max(DocumentNumber number) const { return block(number).price_max[number % kBlock]; }

  /// `changes`: ascending, each number once.
  DocumentTable changed(std::span<const DocumentChange> changes) const;

  template <class Visit>
  void for_each(Visit visit) const {
    for (DocumentNumber number = 0; number < size_; ++number) {
      if (const Document* const document = find(number)) visit(number, *document);
    }
  }

 private:
  static constexpr std::size_t kBlock = 256;
  struct Block {
    std::array<std::shared_ptr<const Document>, kBlock> documents;
    // What filters look at for every document, side by side.
    std::array<std::int64_t, kBlock> price_min{}, price_max{};
    std::array<std::uint32_t, kBlock + 1> first_variant{};  // into variants
    std::vector<DocumentVariant> variants;

    std::size_t variant_count(std::size_t at) const { return first_variant[at + 1] - first_variant[at]; }
  };
  const Block& block(DocumentNumber number) const { return *blocks_[number / kBlock]; }
  static std::shared_ptr<const Block> changed_block(const Block& before, std::span<const DocumentChange> changes);

  std::vector<std::shared_ptr<const Block>> blocks_;
  std::size_t size_ = 0;
};

}  // namespace souk::search
