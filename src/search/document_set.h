#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace souk::search {

/// Documents are numbered densely from 0, so that a set of them is a row of bits.
using DocumentNumber = std::uint32_t;

class DocumentSet;

/// Any set of documents, one bit each: what queries are worked out in.
class DocumentBits {
 public:
  explicit DocumentBits(std::size_t documents = 0) : words_((documents + 63) / 64) {}

  bool contains(DocumentNumber document) const {
    return document / 64 < words_.size() && (words_[document / 64] >> document % 64 & 1) != 0;
  }
  void add(DocumentNumber document) { words_[document / 64] |= std::uint64_t{1} << document % 64; }
  void remove(DocumentNumber document) { words_[document / 64] &= ~(std::uint64_t{1} << document % 64); }
  bool empty() const;
  std::int64_t count() const;

  /// A copy with room for more documents, none of them in it.
  DocumentBits resized(std::size_t documents) const;

  /// What the other set does not reach is not in it.
  void keep_only(const DocumentBits& other);
  void keep_only(const DocumentSet& other);
  void drop(const DocumentBits& other);
  /// The other set must not reach further than this one.
  void add_all(const DocumentSet& other);

  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t i = 0; i < words_.size(); ++i) {
      for (std::uint64_t rest = words_[i]; rest != 0; rest &= rest - 1) {
        visit(static_cast<DocumentNumber>(i * 64 + static_cast<std::size_t>(std::countr_zero(rest))));
      }
    }
  }

 private:
  friend class DocumentSet;
  std::vector<std::uint64_t> words_;
};

/// The documents that have one value of a facet. A value of few documents is kept as a list: a bit for every document of the
/// shop would take most of the memory.
class DocumentSet {
 public:
  DocumentSet() = default;
  /// `ascending`: without repetitions, all below `documents`.
  DocumentSet(std::vector<DocumentNumber> ascending, std::size_t documents);

  /// This set after some documents came to it and others went, all ascending.
  DocumentSet changed(const std::vector<DocumentNumber>& added, const std::vector<DocumentNumber>& removed,
                      std::size_t documents) const;

  std::int64_t count_within(const DocumentBits& bits) const;
  bool empty() const { return list_.empty() && bits_.words_.empty(); }

 private:
  friend class DocumentBits;
  std::vector<DocumentNumber> list_;
  DocumentBits bits_;  // instead of the list, when that would be larger
};

}  // namespace souk::search
