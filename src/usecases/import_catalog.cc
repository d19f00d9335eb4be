#include "usecases/import_catalog.h"

#include "usecases/fetch_pictures.h"
#include "usecases/import_product.h"

namespace souk::usecases {
namespace {

void count(ImportOutcome outcome, ImportCounts& counts) {
  switch (outcome) {
    case ImportOutcome::created: ++counts.created; return;
    case ImportOutcome::updated: ++counts.updated; return;
    case ImportOutcome::unchanged: ++counts.unchanged; return;
    case ImportOutcome::failed: ++counts.failed; return;
  }
}

void tell(std::vector<shopify::Note>& notes, ImportCounts& counts, ImportObserver& observer) {
  for (const auto& note : notes) {
    ++(note.severity == shopify::Severity::error ? counts.errors : counts.warnings);
    observer.noted(note);
  }
  notes.clear();
}

}  // namespace

Result<ImportCounts> ImportCatalog::operator()(std::istream& file, const ImportOptions& options,
                                               ImportObserver& observer) const {
  TRY(const auto reader, shopify::ProductRowsReader::open(file));
  TRY(const Currency currency, currency_of(options));
  std::vector<PicturesElsewhere> elsewhere;
  const ImportProduct import_product{{catalog_, inventory_, media_, ids_}, options, currency, elsewhere};
  ImportCounts counts;
  std::vector<shopify::Note> notes;
  while (!observer.canceled()) {
    auto rows = reader->next(notes);
    if (!rows) {
      tell(notes, counts, observer);
      return std::unexpected(rows.error());
    }
    if (!*rows) break;
    TRY(const ImportOutcome outcome, import_product(**rows, reader->layout(), notes));
    count(outcome, counts);
    counts.rows += static_cast<std::int64_t>((*rows)->rows.size());
    tell(notes, counts, observer);
    observer.progressed(counts, reader->bytes_read());
  }
  tell(notes, counts, observer);
  if (!options.fetch_image || observer.canceled()) return counts;
  const FetchPictures fetch_pictures{catalog_, media_, options.fetch_image};
  TRY(fetch_pictures(elsewhere, counts, reader->bytes_read(), observer));
  return counts;
}

Result<Currency> ImportCatalog::currency_of(const ImportOptions& options) const {
  TRY(ShopSettings settings, settings_.load());
  if (!options.currency || *options.currency == settings.currency) return settings.currency;
  TRY(const auto products, catalog_.products(std::nullopt, 1));
  if (!products.empty())
    return fail(ErrorCode::currency_fixed,
                "The shop already has products in " + std::string(settings.currency.code()) + ": its currency is fixed");
  settings.currency = *options.currency;
  if (!options.dry_run) TRY(settings_.save({}, settings));
  return *options.currency;
}

}  // namespace souk::usecases
