#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "ports/catalog_store.h"
#include "ports/media_store.h"
#include "usecases/import_catalog.h"

namespace souk::usecases {

/// Brings in the pictures that a file names by address, after its products: several products at a time, each written once with
/// all that came. A picture that cannot be had is a warning and is asked for again by the next import; one that is here never
/// is.
class FetchPictures {
 public:
  FetchPictures(ports::CatalogStore& catalog, ports::MediaStore& media, const FetchImage& fetch)
      : catalog_(catalog), media_(media), fetch_(fetch) {}

  /// Errors: those of the stores that the next product would meet as well (unavailable, storage_full, ...).
  Result<void> operator()(const std::vector<PicturesElsewhere>& wanted, ImportCounts& counts, std::int64_t bytes_read,
                          ImportObserver& observer) const;

 private:
  struct Outcome;
  struct Work;
  void work_on(Work& work) const;
  Outcome take(const PicturesElsewhere& wanted) const;
  Result<std::string> taken(const std::string& url) const;
  Result<void> show(const ProductId& product, const std::map<std::string, std::string>& media_by_url) const;

  ports::CatalogStore& catalog_;
  ports::MediaStore& media_;
  const FetchImage& fetch_;
};

}  // namespace souk::usecases
