#pragma once

#include "search/snapshot.h"

/// The parts of next_snapshot that need some thought of their own.
namespace souk::search {

/// The orders of `next`, whose documents are there already.
void follow_orders(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes);
/// The sets, labels and uses of `next`, whose documents and dictionary are there already.
void follow_values(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes);
/// The categories of `next`, whose documents and tree are there already.
void follow_categories(Snapshot& next, const Snapshot& before, const std::vector<DocumentChange>& changes);

}  // namespace souk::search
