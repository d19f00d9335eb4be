#include "aws/settings_store.h"

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "aws/answer_items.h"
#include "aws/item_fields.h"
#include "aws/rounds.h"
#include "records/records.h"

namespace souk::aws {
namespace {

// Every priced request asks: a second-old setting is as good as one that was read just before it changed.
constexpr std::chrono::milliseconds kFreshFor{1000};

struct StoredSettings {
  ShopSettings settings;
  std::string write{};  // the last write: how a writer recognises its own
};

ItemKey settings_key(const DynamoShop& shop) { return {shop.tables.products, "settings", "settings"}; }

Result<StoredSettings> settings_from(const std::optional<Item>& item) {
  StoredSettings stored;
  if (!item) {
    TRY(stored.settings.currency, Currency::parse("EUR"));
    return stored;
  }
  ItemFields fields(*item);
  TRY(stored.settings, records::read_settings(fields.text("record")));
  stored.settings.version = fields.integer("version");
  stored.write = fields.text("write");
  return fields.finish(std::move(stored), "shop settings record");
}

/// One call of SettingsStore::save, over all its rounds.
class SettingsSaving {
 public:
  SettingsSaving(const DynamoShop& shop, const ports::Repeatable<ShopSettings>& repeatable, const ShopSettings& settings)
      : shop_(shop), keyed_(shop, repeatable), settings_(settings) {}

  Result<std::optional<ShopSettings>> round() {
    std::vector<ItemKey> wanted{settings_key(shop_), priced_key(shop_)};
    keyed_.add_key_to(wanted);
    TRY(const ItemSet read, shop_.client.get_all(std::move(wanted)));
    const auto item = read.find(settings_key(shop_));
    TRY(const StoredSettings before, settings_from(item == read.end() ? std::nullopt : std::optional(item->second)));
    if (before.write == write_) return std::optional(before.settings);
    TRY(keyed_.expect_new_in(read));
    if (before.settings.version != settings_.version)
      return fail(ErrorCode::version_conflict, "The settings have changed since they were read");
    const bool other_currency = before.settings.currency != settings_.currency;
    if (other_currency && read.contains(priced_key(shop_)))
      return fail(ErrorCode::currency_fixed, "The shop has products or orders in its currency already");

    ShopSettings made = settings_;
    ++made.version;
    std::vector<Action> actions{put(made, item != read.end())};
    if (other_currency) actions.emplace_back(Check{.key = priced_key(shop_), .only_if = absent()});
    keyed_.add_answer_to(actions, made);
    return committed(shop_, actions, made);
  }

 private:
  Action put(const ShopSettings& made, bool exists) const {
    Put put{.key = settings_key(shop_),
            .attributes = {{"version", made.version}, {"record", records::write(made)}, {"write", write_}},
            .only_if = absent()};
    if (exists) put.only_if = {"#version = :expected", {{"expected", settings_.version}}};
    return put;
  }

  const DynamoShop& shop_;
  const KeyedWrite<ShopSettings> keyed_;
  const ShopSettings& settings_;
  const std::string write_ = encode_id(shop_.ids.next());
};

class DynamoSettingsStore final : public ports::SettingsStore {
 public:
  explicit DynamoSettingsStore(const DynamoShop& shop) : shop_(shop) {}

  Result<ShopSettings> load() const override {
    const auto now = shop_.clock.steady();
    {
      const std::scoped_lock lock(mutex_);
      if (known_ && now - read_at_ < kFreshFor) return *known_;
    }
    TRY(const auto item, shop_.client.get(settings_key(shop_)));
    TRY(const StoredSettings stored, settings_from(item));
    return remembered(stored.settings);
  }

  Result<ShopSettings> save(const ports::Repeatable<ShopSettings>& repeatable, const ShopSettings& settings) override {
    SettingsSaving saving(shop_, repeatable, settings);
    TRY(ShopSettings saved, in_rounds(shop_, [&] { return saving.round(); }));
    remembered(saved);
    return saved;
  }

 private:
  /// Two reads may come back here in either order: the later version stays.
  ShopSettings remembered(const ShopSettings& read) const {
    const std::scoped_lock lock(mutex_);
    if (!known_ || read.version >= known_->version) {
      known_ = read;
      read_at_ = shop_.clock.steady();
    }
    return *known_;
  }

  const DynamoShop& shop_;
  mutable std::mutex mutex_;  // guards what follows
  mutable std::optional<ShopSettings> known_;
  mutable std::chrono::steady_clock::time_point read_at_{};
};

}  // namespace

std::unique_ptr<ports::SettingsStore> open_settings_store(const DynamoShop& shop) {
  return std::make_unique<DynamoSettingsStore>(shop);
}

ItemKey priced_key(const DynamoShop& shop) { return {shop.tables.products, "settings", "priced"}; }

}  // namespace souk::aws
