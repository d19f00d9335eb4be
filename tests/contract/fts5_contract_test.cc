#include "contract/catalog_index_contract.h"
#include "search/catalog_index.h"

namespace souk::contract {

namespace {

std::unique_ptr<ports::CatalogIndex> open_fts5_index(const std::filesystem::path& folder, const ports::Clock& clock) {
  return search::open_catalog_index(folder / "search.db", clock).value();
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Fts5, CatalogIndexContract, testing::Values(open_fts5_index));

}  // namespace souk::contract
