#include "shopify/import_source.h"

#include <boost/json.hpp>

namespace souk::shopify {
namespace {

namespace json = boost::json;

Error corrupt(std::string why) { return {ErrorCode::corrupt, "An import record cannot be read", std::move(why)}; }

std::optional<StockPolicy> policy_named(std::string_view name) {
  if (name == "untracked") return StockPolicy::untracked;
  if (name == "deny") return StockPolicy::deny;
  if (name == "backorder") return StockPolicy::backorder;
  return std::nullopt;
}

std::string_view name_of(StockPolicy policy) {
  switch (policy) {
    case StockPolicy::untracked: return "untracked";
    case StockPolicy::deny: return "deny";
    case StockPolicy::backorder: return "backorder";
  }
  std::unreachable();
}

}  // namespace

ImportSource source_of(const std::string& handle, const ParsedProduct& parsed) {
  ImportSource source{handle, {}};
  for (std::size_t i = 0; i < parsed.stock.size(); ++i)
    source.counts[parsed.product.variants[i].option_values] = {parsed.stock[i].policy, parsed.stock[i].quantity, parsed.stock[i].on_hand.value_or(0)};
  return source;
}

std::string write(const ImportSource& source) {
  json::array counts;
  for (const auto& [values, count] : source.counts) {
    json::array options;
    for (const auto& value : values) options.emplace_back(value);
    counts.push_back({{"options", std::move(options)}, {"policy", name_of(count.policy)}, {"quantity", count.quantity}, {"on_hand", count.on_hand}});
  }
  return json::serialize(json::object{{"handle", source.handle}, {"counts", std::move(counts)}});
}

Result<ImportSource> read_import_source(std::string_view text) {
  json::error_code error;
  const json::value document = json::parse(text, error);
  if (error || !document.is_object()) return std::unexpected(corrupt("not a JSON object"));
  ImportSource source;
  const auto* handle = document.get_object().if_contains("handle");
  const auto* counts = document.get_object().if_contains("counts");
  if (!handle || !handle->is_string() || !counts || !counts->is_array()) return std::unexpected(corrupt("handle or counts missing"));
  source.handle = handle->get_string();
  for (const json::value& item : counts->get_array()) {
    const auto* object = item.if_object();
    const auto* options = object ? object->if_contains("options") : nullptr;
    const auto* quantity = object ? object->if_contains("quantity") : nullptr;
    const auto* policy = object ? object->if_contains("policy") : nullptr;
    const auto* on_hand = object ? object->if_contains("on_hand") : nullptr;
    if (!options || !options->is_array() || !quantity || !quantity->is_string() || !policy || !policy->is_string() || !on_hand || !on_hand->is_int64())
      return std::unexpected(corrupt("a count is malformed"));
    const auto known = policy_named(policy->get_string());
    if (!known) return std::unexpected(corrupt("an unknown policy"));
    std::vector<std::string> values;
    for (const json::value& value : options->get_array())
      values.emplace_back(value.is_string() ? std::string(value.get_string()) : std::string());
    source.counts[std::move(values)] = {*known, std::string(quantity->get_string()), on_hand->get_int64()};
  }
  return source;
}

}  // namespace souk::shopify
