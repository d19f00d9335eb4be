#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "commerce/money/currency.h"
#include "usecases/import_catalog.h"

/// What the command line says, checked. The numbers here are the only place they stand in.
namespace souk::apps {

struct ServeOptions {
  std::filesystem::path data;
  bool development = false;               // of a folder made now: the mode of an existing one stands
  std::string listen = "127.0.0.1:8080";  // port 0 picks a free one
  std::string metrics_listen = "127.0.0.1:9464";
  bool metrics_listen_given = false;         // then failing to bind is an error
  std::string public_url;                    // what links begin with: "https://shop.example"; empty: where it listens
  std::filesystem::path breached_passwords;  // a list beside the one that is built in
  std::string tls_certificate, tls_key;      // PEM files; both or none
  std::vector<std::string> trusted_proxies;  // addresses or networks whose X-Forwarded-* count
  std::vector<std::string> cors_origins;     // exact origins
  std::string access_log = "on";             // on | off
  std::string log_level = "info";

  // The protocol's clocks (RELIABILITY.md section 4). Tests are less patient.
  std::chrono::milliseconds hold{std::chrono::minutes{15}};
  std::chrono::milliseconds payment_timeout{std::chrono::seconds{8}};
  std::chrono::milliseconds reconcile_every{std::chrono::seconds{60}};
  std::chrono::milliseconds reconcile_after{std::chrono::seconds{30}};
  std::chrono::milliseconds sweep_every{std::chrono::seconds{15}};
  // Handed to the test provider that serve starts in development: this share of its answers is lost after the money was taken.
  double test_provider_timeout_rate = 0;
};

struct DemoOptions {
  std::filesystem::path data;
};

struct ImportCommand {
  std::filesystem::path data;
  std::string file;    // a path, or "-" for standard input
  std::string images;  // a folder; empty: pictures stay where the file says
  bool dry_run = false;
  bool development = false;
  usecases::StockRule stock = usecases::StockRule::when_changed;
  std::optional<Currency> currency{};
};

struct ExportOptions {
  std::filesystem::path data;
  std::string file = "-";
};
struct BackupOptions {
  std::filesystem::path data;
  std::string target;
};
struct RestoreOptions {
  std::filesystem::path data;
  std::string source;
};
struct KeyOptions {
  enum class Verb { create, list, revoke, rotate_signing };
  std::filesystem::path data;
  Verb verb = Verb::create;
  std::string role = "owner";
  std::string label;
  std::string id;  // revoke
};
struct DoctorOptions {
  std::filesystem::path data;
};
struct TestProviderOptions {
  std::filesystem::path data;
  double timeout_rate = 0;
  std::uint64_t seed = 1;
};
struct VersionOptions {};

using Command = std::variant<ServeOptions, DemoOptions, ImportCommand, ExportOptions, BackupOptions, RestoreOptions, KeyOptions,
                             DoctorOptions, TestProviderOptions, VersionOptions>;

/// What must be said instead of running anything: help, or what is wrong with the call.
struct Usage {
  int exit_code;
  std::string text;
};

/// `arguments`: without the program's name. The environment's SOUK_DATA, SOUK_LISTEN and SOUK_LOG_LEVEL stand in for absent
/// options.
std::variant<Command, Usage> parse(const std::vector<std::string>& arguments);

/// The folder that a command is about; empty for version.
std::filesystem::path data_of(const Command& command);
/// "import": for messages.
std::string name_of(const Command& command);

}  // namespace souk::apps
