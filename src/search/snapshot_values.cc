#include <algorithm>
#include <unordered_map>

#include "search/snapshot_parts.h"

namespace souk::search {

namespace {

constexpr LabelNumber kNoLabel = ~LabelNumber{0};

std::vector<ValueNumber> values_of(const Document* document, const FacetDictionary& dictionary) {
  std::vector<ValueNumber> values;
  if (document == nullptr) return values;
  for (const LabelNumber label : document->labels) values.push_back(dictionary.value_of(label));
  std::ranges::sort(values);
  const auto repeated = std::ranges::unique(values);
  values.erase(repeated.begin(), repeated.end());
  return values;
}

/// The documents that came to a value and those that left it, ascending.
struct ValueChange {
  std::vector<DocumentNumber> added, removed;
};
using ValueChanges = std::unordered_map<ValueNumber, ValueChange>;

void note(ValueChanges& changes, DocumentNumber number, const std::vector<ValueNumber>& was,
          const std::vector<ValueNumber>& is) {
  std::vector<ValueNumber> some;
  std::ranges::set_difference(is, was, std::back_inserter(some));
  for (const ValueNumber value : some) changes[value].added.push_back(number);
  some.clear();
  std::ranges::set_difference(was, is, std::back_inserter(some));
  for (const ValueNumber value : some) changes[value].removed.push_back(number);
}

void count_labels(std::vector<std::uint32_t>& uses, const Document* document, int sign) {
  if (document == nullptr) return;
  for (const LabelNumber label : document->labels) uses[label] += static_cast<std::uint32_t>(sign);
}

/// The spelling that most documents have; of equals the first by alphabet.
void choose_labels(Snapshot& next) {
  const FacetDictionary& dictionary = *next.dictionary;
  next.labels.assign(dictionary.value_count(), kNoLabel);
  for (LabelNumber label = 0; label < dictionary.label_count(); ++label) {
    LabelNumber& best = next.labels[dictionary.value_of(label)];
    const bool better = best == kNoLabel || next.uses[label] > next.uses[best] ||
                        (next.uses[label] == next.uses[best] && dictionary.text(label) < dictionary.text(best));
    if (better) best = label;
  }
}

}  // namespace

void follow_values(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes) {
  const FacetDictionary& dictionary = *next.dictionary;
  static const auto empty = std::make_shared<const DocumentSet>();
  next.values.resize(dictionary.value_count(), empty);
  next.uses.resize(dictionary.label_count());
  ValueChanges value_changes;
  bool labels_changed = dictionary.label_count() != before.uses.size();
  for (const DocumentChange& change : changes) {
    const Document* const was = change.number < before.documents.size() ? before.documents.find(change.number) : nullptr;
    const Document* const is = change.contents.document.get();
    if (was != nullptr && is != nullptr && was->labels == is->labels) continue;
    labels_changed = true;
    count_labels(next.uses, was, -1);
    count_labels(next.uses, is, 1);
    note(value_changes, change.number, values_of(was, dictionary), values_of(is, dictionary));
  }
  for (const auto& [value, change] : value_changes) {
    next.values[value] =
        std::make_shared<const DocumentSet>(next.values[value]->changed(change.added, change.removed, next.documents.size()));
  }
  if (labels_changed) choose_labels(next);
}

}  // namespace souk::search
