#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>

#include "commerce/error/error.h"
#include "commerce/shop/settings.h"
#include "providers/test_provider_api.h"

/// The built-in payment provider for development and tests. It is a process of its own with a log of its own, so that tests
/// have a witness outside of the shop: what DIR/test-provider.log says of money is true whatever the shop believes. Its payment
/// tokens are
///   tok_ok, or none           authorized
///   tok_declined              declined; so is any token that is not in this list
///   tok_timeout_after_success authorized, but the answer never arrives
///   tok_slow                  authorized, after 2 s
///   tok_requires_action       the shopper must open the action's URL first
namespace souk::providers {

struct TestProviderConfig {
  std::filesystem::path data_dir;
  ShopMode mode = ShopMode::production;  // of the folder; production is refused
  std::uint16_t port = 0;                // on 127.0.0.1, for the action pages; 0: a free one
  ProviderFaults faults{};
};

std::filesystem::path test_provider_socket(const std::filesystem::path& data_dir);
/// Whether one answers there now. Takes at most a second.
bool test_provider_answers(const std::filesystem::path& data_dir);

/// A provider running in this process until it is destroyed.
class TestProvider {
 public:
  /// Errors: forbidden (a production folder), invalid_state (another one serves this folder), corrupt (its log), unavailable.
  static Result<std::unique_ptr<TestProvider>> start(const TestProviderConfig& config);
  virtual ~TestProvider() = default;
  virtual std::uint16_t port() const = 0;
};

/// The program `souk test-provider`: runs until SIGTERM or SIGINT. Prints where it listens; DIR/test-provider.pid says who it
/// is. Returns the exit code: 0 after a signal, 1 with the reason on standard error, 3 when another one serves the folder
/// already.
int run_test_provider(const TestProviderConfig& config);

}  // namespace souk::providers
