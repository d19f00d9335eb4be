#include "apps/options.h"

#include <map>
#include <memory>

#include <CLI/CLI.hpp>

namespace souk::apps {
namespace {

using std::chrono::milliseconds;

/// "200ms", "8s", "15m": always with a unit, so that nobody has to guess it.
milliseconds duration(const std::string& text) {
  static const std::map<std::string, std::int64_t> units{{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}};
  const auto digits = text.find_first_not_of("0123456789");
  const auto unit = digits == std::string::npos ? units.end() : units.find(text.substr(digits));
  if (digits == 0 || digits > 9 || unit == units.end())
    throw CLI::ValidationError("'" + text + "' is not a duration such as 500ms, 8s or 15m");
  return milliseconds{std::stoll(text.substr(0, digits)) * unit->second};
}

void add_duration(CLI::App& app, const std::string& name, milliseconds& value, const std::string& help) {
  app.add_option_function<std::string>(
         name, [&value](const std::string& text) { value = duration(text); }, help)
      ->type_name("DURATION");
}

/// The commands under construction: CLI11 fills them in while it parses.
/// What is wrong with it as the beginning of links, "" when nothing is: scheme, host and port, no path.
std::string not_an_origin(const std::string& text) {
  const std::string_view origin = text;
  const std::size_t host = origin.starts_with("https://") ? 8 : origin.starts_with("http://") ? 7 : origin.size();
  const bool plain = origin.size() > host && origin.find_first_of("/?#@ \\\"", host) == std::string_view::npos;
  return plain ? "" : "'" + text + "' is no origin such as https://shop.example";
}

struct Parser {
  CLI::App app{"A complete shop in one program: catalog, search, carts, checkout, orders.", "souk"};
  ServeOptions serve;
  DemoOptions demo;
  ImportCommand import;
  ExportOptions export_;
  BackupOptions backup;
  RestoreOptions restore;
  KeyOptions key;
  DoctorOptions doctor;
  TestProviderOptions provider;
  std::optional<Command> chosen;

  Parser() {
    app.require_subcommand(1);
    app.footer("Start with:\n  souk demo --data shop\n  souk serve --data shop\n\n`souk COMMAND --help` tells more.");
    add_serve();
    add_demo();
    add_import();
    add_export();
    add_backup();
    add_key();
    add_small();
  }

  CLI::App* command(const std::string& name, const std::string& help, std::filesystem::path* data) {
    CLI::App* sub = app.add_subcommand(name, help);
    if (data) sub->add_option("--data", *data, "The shop's folder")->envname("SOUK_DATA")->required()->type_name("DIR");
    return sub;
  }

  void add_serve() {
    CLI::App* sub = command("serve", "Serve the shop of a folder; makes the folder when it is not there", &serve.data);
    sub->add_option("--listen", serve.listen, "ADDRESS:PORT; port 0 picks a free one and prints it")
        ->envname("SOUK_LISTEN")
        ->capture_default_str();
    auto* metrics = sub->add_option("--metrics-listen", serve.metrics_listen, "ADDRESS:PORT of /metrics, for Prometheus")
                        ->capture_default_str();
    sub->add_flag("--development", serve.development, "Make a new folder one for development: with the test payment provider");
    sub->add_option("--public-url", serve.public_url, "What links to this shop begin with: https://shop.example")
        ->check(CLI::Validator(&not_an_origin, "ORIGIN"));
    sub->add_option("--breached-passwords", serve.breached_passwords,
                    "A file of passwords to refuse beside the built-in list, one a line")
        ->type_name("FILE");
    auto* certificate =
        sub->add_option("--tls-certificate", serve.tls_certificate, "PEM file; read again on SIGHUP and when it changes");
    auto* key_file = sub->add_option("--tls-key", serve.tls_key, "PEM file");
    certificate->needs(key_file);
    key_file->needs(certificate);
    sub->add_option("--trusted-proxy", serve.trusted_proxies,
                    "An address or network whose X-Forwarded-For and -Proto count; repeatable");
    sub->add_option("--cors-origin", serve.cors_origins, "An origin whose pages may call the API; repeatable");
    sub->add_option("--access-log", serve.access_log, "A line for each request")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    sub->add_option("--log-level", serve.log_level, "")
        ->check(CLI::IsMember({"debug", "info", "warn", "error"}))
        ->envname("SOUK_LOG_LEVEL")
        ->capture_default_str();
    add_duration(*sub, "--hold", serve.hold, "How long an undecided checkout keeps its stock (15m)");
    add_duration(*sub, "--payment-timeout", serve.payment_timeout, "How long a checkout waits for the payment provider (8s)");
    add_duration(*sub, "--reconcile-every", serve.reconcile_every, "How often undecided payments are looked up (60s)");
    add_duration(*sub, "--reconcile-after", serve.reconcile_after, "How old an undecided payment must be for that (30s)");
    add_duration(*sub, "--sweep-every", serve.sweep_every, "How often lapsed holds are released (15s)");
    sub->add_option("--test-provider-timeout-rate", serve.test_provider_timeout_rate,
                    "Development: the share of payments whose answer is lost")
        ->check(CLI::Range(0.0, 1.0));
    sub->final_callback([this, metrics] {
      serve.metrics_listen_given = metrics->count() > 0;
      chosen = serve;
    });
  }

  void add_demo() {
    CLI::App* sub = command("demo", "Fill an empty folder with the demo shop", &demo.data);
    sub->final_callback([this] { chosen = demo; });
  }

  void add_import() {
    CLI::App* sub = command("import", "Take a Shopify product export, unchanged, into the catalog", &import.data);
    sub->add_option("file", import.file, "The CSV file, or - for standard input")->required()->type_name("FILE.csv");
    sub->add_flag("--dry-run", import.dry_run, "Say what would happen and change nothing");
    sub->add_option("--images", import.images, "A folder with the pictures the file names")->type_name("DIR");
    sub->add_option_function<std::string>(
           "--stock",
           [this](const std::string& rule) {
             import.stock = rule == "set" ? usecases::StockRule::set : usecases::StockRule::keep;
           },
           "Known variants: `set` their stock to the file's, or `keep` it. By default it is set only where the file's quantity changed")
        ->check(CLI::IsMember({"set", "keep"}));
    sub->add_option_function<std::string>(
           "--currency",
           [this](const std::string& code) {
             auto currency = Currency::parse(code);
             if (!currency) throw CLI::ValidationError("'" + code + "' is no ISO 4217 currency");
             import.currency = *currency;
           },
           "Of the file's prices; sets the currency of an empty shop")
        ->type_name("CODE");
    sub->add_flag("--development", import.development, "Make a new folder one for development");
    sub->footer(
        "Each product is one transaction: stopped at any point, the same command goes on where it was.\n"
        "Exit code 3: some rows had errors, the others are in.\n\n  souk import --data shop products.csv --images pictures --dry-run");
    sub->final_callback([this] { chosen = import; });
  }

  void add_export() {
    CLI::App* sub = command("export", "Write the catalog in the layout that import reads", &export_.data);
    sub->add_option("file", export_.file, "Where to; - is standard output")->capture_default_str()->type_name("FILE.csv");
    sub->final_callback([this] { chosen = export_; });
  }

  void add_backup() {
    CLI::App* sub = command("backup", "Copy a shop, also one that is being served, into a new folder", &backup.data);
    sub->add_option("target", backup.target, "A folder that is not there yet")->required()->type_name("DIR");
    sub->final_callback([this] { chosen = backup; });
    CLI::App* back = command("restore", "Make a shop's folder from a backup, verified", &restore.data);
    back->add_option("source", restore.source, "The backup's folder")->required()->type_name("DIR");
    back->final_callback([this] { chosen = restore; });
  }

  void add_key() {
    CLI::App* sub = command("key", "API keys: create, list, revoke", &key.data);
    sub->require_subcommand(1);
    sub->fallthrough();
    CLI::App* create = sub->add_subcommand("create", "Print a new key, once");
    create->add_option("--role", key.role, "What it may do")->check(CLI::IsMember({"owner"}))->capture_default_str();
    create->add_option("--label", key.label, "What it is for, shown in the list");
    create->final_callback([this] { key.verb = KeyOptions::Verb::create; });
    sub->add_subcommand("list", "Show the keys there are, without their secrets")->final_callback([this] {
      key.verb = KeyOptions::Verb::list;
    });
    CLI::App* revoke = sub->add_subcommand("revoke", "End a key");
    revoke->add_option("id", key.id, "As the list shows it")->required()->type_name("key_…");
    revoke->final_callback([this] { key.verb = KeyOptions::Verb::revoke; });
    sub->add_subcommand("rotate-signing", "Sign access tokens with the next key from now on; happens by itself every 90 days")
        ->final_callback([this] { key.verb = KeyOptions::Verb::rotate_signing; });
    sub->final_callback([this] { chosen = key; });
  }

  void add_small() {
    command("doctor", "Check a shop's folder and say what is protected and what is not", &doctor.data)->final_callback([this] {
      chosen = doctor;
    });
    CLI::App* sub = command("test-provider", "The payment provider for development; serve starts it by itself", &provider.data);
    sub->add_option("--timeout-rate", provider.timeout_rate, "The share of payments whose answer is lost")
        ->check(CLI::Range(0.0, 1.0));
    sub->add_option("--seed", provider.seed, "Of that share's dice")->capture_default_str();
    sub->final_callback([this] { chosen = provider; });
    command("version", "Print the version", nullptr)->final_callback([this] { chosen = VersionOptions{}; });
  }
};

template <class... Each>
struct Overloaded : Each... {
  using Each::operator()...;
};

}  // namespace

std::variant<Command, Usage> parse(const std::vector<std::string>& arguments) {
  Parser parser;
  try {
    // CLI11 takes them from the back.
    parser.app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, err;
    const int code = parser.app.exit(error, out, err);
    return Usage{code == 0 ? 0 : 2, out.str() + err.str()};
  }
  return *parser.chosen;
}

std::filesystem::path data_of(const Command& command) {
  return std::visit(Overloaded{[](const VersionOptions&) { return std::filesystem::path{}; },
                               [](const auto& options) { return options.data; }},
                    command);
}

std::string name_of(const Command& command) {
  return std::visit(
      Overloaded{[](const ServeOptions&) { return "serve"; }, [](const DemoOptions&) { return "demo"; },
                 [](const ImportCommand&) { return "import"; }, [](const ExportOptions&) { return "export"; },
                 [](const BackupOptions&) { return "backup"; }, [](const RestoreOptions&) { return "restore"; },
                 [](const KeyOptions&) { return "key"; }, [](const DoctorOptions&) { return "doctor"; },
                 [](const TestProviderOptions&) { return "test-provider"; }, [](const VersionOptions&) { return "version"; }},
      command);
}

}  // namespace souk::apps
