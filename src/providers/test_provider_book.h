#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "commerce/error/error.h"
#include "commerce/money/money.h"
#include "commerce/text/names.h"
#include "providers/test_provider_log.h"

namespace souk::providers {

enum class ChargeState {
  authorized,
  declined,
  requires_action,
  captured,
  voided,
  refunded,
  canceled,  // voided before it began: an authorization under this key will be declined
};

/// One payment as the provider knows it.
struct Charge {
  std::string key;        // of its authorization: "auth:ord_...:pay_..."
  std::string reference;  // the provider's own name for it
  std::string order;
  std::string attempt;
  Money amount;
  Money refunded;
  ChargeState state = ChargeState::authorized;
  std::string refusal{};
  std::string return_url{};  // where the shopper goes from the page of an action
};

/// What the shop asks. `key` makes the request repeatable: the same key never acts twice.
struct ChargeRequest {
  std::string key;
  std::string authorization;  // the key of the charge that it is about
  std::string order;
  std::string attempt;
  Money amount;
  std::string token{};
  std::string return_url{};
};

struct ChargeAnswer {
  Charge charge;
  bool acted = false;          // this call had an effect; a repeat only tells
  std::uint64_t position = 0;  // of the log: the answer may leave once this much is durable
};

/// All charges, kept by the log and rebuilt from it. One line an effect, in the order in which they happened:
/// {"time","effect","key","order","attempt","amount","currency","reference","refusal"?,"return_url"?}. Thread-safe.
class TestProviderBook {
 public:
  /// Errors: corrupt (a line that this book did not write).
  static Result<std::unique_ptr<TestProviderBook>> open(TestProviderLog& log);

  /// Errors of all: invalid_argument (the key was used for something else, an amount beyond the charge's), not_found.
  Result<ChargeAnswer> authorize(const ChargeRequest& request);
  Result<ChargeAnswer> capture(const ChargeRequest& request);
  Result<ChargeAnswer> void_charge(const ChargeRequest& request);
  Result<ChargeAnswer> refund(const ChargeRequest& request);
  /// The shopper did what the charge waited for.
  Result<ChargeAnswer> approve(const std::string& reference);

 private:
  explicit TestProviderBook(TestProviderLog& log) : log_(log) {}
  Result<void> replay(const std::string& line);
  void record(const Charge& charge, std::string_view effect, const std::string& key, Money amount);
  Charge& add(const ChargeRequest& request);
  Result<Charge*> charge_of(const ChargeRequest& request);
  ChargeAnswer told(const Charge& charge, bool acted) const { return {charge, acted, log_.last_position()}; }

  TestProviderLog& log_;
  std::mutex mutex_;                                 // guards all below
  std::unordered_map<std::string, Charge> charges_;  // by the key of the authorization
  std::unordered_map<std::string, std::string> key_by_reference_;
  std::unordered_map<std::string, Money> refunds_;  // by the key of the refund
};

}  // namespace souk::providers

template <>
inline constexpr auto souk::kNames<souk::providers::ChargeState> =
    souk::names({"authorized", "declined", "requires_action", "captured", "voided", "refunded", "canceled"});
