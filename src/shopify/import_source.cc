#include "shopify/import_source.h"

#include "records/fields.h"
#include "records/members.h"

namespace souk::shopify {

ImportSource source_of(const std::string& handle, const ParsedProduct& parsed) {
  ImportSource source{handle, {}};
  for (std::size_t i = 0; i < parsed.stock.size(); ++i) {
    const FileStock& stock = parsed.stock[i];
    source.counts[parsed.product.variants[i].option_values] = {stock.policy, stock.policy_text, stock.quantity,
                                                               stock.on_hand.value_or(0)};
  }
  return source;
}

std::string write(const ImportSource& source) {
  return records::record([&](records::Members& members) {
    members.text("handle", source.handle);
    members.items("counts", source.counts, [](records::Members& m, const auto& entry) {
      const auto& [options, count] = entry;
      m.texts("options", options).name("policy", count.policy, StockPolicy::untracked).text("policy_text", count.policy_text);
      m.text("quantity", count.quantity).integer("on_hand", count.on_hand);
    });
  });
}

Result<ImportSource> read_import_source(std::string_view json) {
  records::Document document(json);
  const records::Fields fields = document.root();
  ImportSource source{fields.text("handle"), {}};
  if (source.handle.empty()) fields.spoil();
  using Entry = std::pair<std::vector<std::string>, ImportSource::Count>;
  const auto entries = fields.items<Entry>("counts", [](const records::Fields& each) {
    return Entry{each.texts("options"),
                 {each.name("policy", StockPolicy::untracked), each.text("policy_text"), each.text("quantity"),
                  each.integer("on_hand")}};
  });
  source.counts.insert(entries.begin(), entries.end());
  return document.finish(std::move(source), "import record");
}

}  // namespace souk::shopify
