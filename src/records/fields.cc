#include "records/fields.h"

namespace souk::records {

namespace json = boost::json;

namespace {
constexpr std::int64_t kLastMillisecond = 253'402'300'799'999;  // of the year 9999
}

std::string Fields::text(std::string_view name, std::string_view absent) const {
  const auto* value = find(name);
  if (!value) return std::string(absent);
  if (value->is_string()) return std::string(value->get_string());
  spoil();
  return {};
}

std::int64_t Fields::checked(const json::value& value, std::int64_t largest) const {
  const auto* number = value.if_int64();
  if (number && *number >= 0 && *number <= largest) return *number;
  spoil();
  return 0;
}

std::int64_t Fields::integer(std::string_view name, std::int64_t absent) const {
  const auto* value = find(name);
  if (!value) return absent;
  if (value->is_int64()) return value->get_int64();
  spoil();
  return absent;
}

std::int64_t Fields::natural(std::string_view name, std::int64_t absent) const {
  const auto* value = find(name);
  return value ? checked(*value, kMaxMinor) : absent;
}

Instant Fields::instant(std::string_view name) const {
  const auto* value = find(name);
  return Instant{std::chrono::milliseconds{value ? checked(*value, kLastMillisecond) : 0}};
}

bool Fields::boolean(std::string_view name, bool absent) const {
  const auto* value = find(name);
  if (!value) return absent;
  if (value->is_bool()) return value->get_bool();
  spoil();
  return absent;
}

std::optional<Instant> Fields::optional_instant(std::string_view name) const {
  return has(name) ? std::optional(instant(name)) : std::nullopt;
}

Currency Fields::currency(std::string_view name) const {
  if (!has(name)) return {};
  const auto currency = Currency::parse(text(name));
  if (!currency) spoil();
  return currency.value_or(Currency{});
}

Money Fields::money(std::string_view name, const Currency& currency) const {
  return optional_money(name, currency).value_or(Money{});
}

std::optional<Money> Fields::optional_money(std::string_view name, const Currency& currency) const {
  return has(name) ? std::optional(Money{natural(name), currency}) : std::nullopt;
}

std::vector<Money> Fields::amounts(std::string_view name, const Currency& currency) const {
  std::vector<Money> amounts;
  each(name, [&](const json::value& value) { amounts.push_back({checked(value, kMaxMinor), currency}); });
  return amounts;
}

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> texts;
  each(name, [&](const json::value& value) { value.is_string() ? void(texts.emplace_back(value.get_string())) : spoil(); });
  return texts;
}

std::vector<std::pair<std::string, std::string>> Fields::pairs(std::string_view name) const {
  std::vector<std::pair<std::string, std::string>> pairs;
  each(name, [&](const json::value& value) {
    const auto* pair = value.if_array();
    if (!pair || pair->size() != 2 || !(*pair)[0].is_string() || !(*pair)[1].is_string()) return spoil();
    pairs.emplace_back((*pair)[0].get_string(), (*pair)[1].get_string());
  });
  return pairs;
}

Fields Fields::object(std::string_view name) const {
  const auto* value = find(name);
  if (value && !value->is_object()) spoil();
  return {value ? value->if_object() : nullptr, intact_};
}

void Fields::each(std::string_view name, const std::function<void(const json::value&)>& visit) const {
  const auto* value = find(name);
  if (!value) return;
  const auto* array = value->if_array();
  if (!array) return spoil();
  for (const json::value& item : *array) visit(item);
}

// The value is made where it stays: moved there from other memory it would be copied.
Document::Document(std::string_view text)
    : memory_(buffer_.data(), buffer_.size()),
      value_(json::parse(text, error_, &memory_)),
      intact_(!error_ && value_.is_object()) {}

}  // namespace souk::records
