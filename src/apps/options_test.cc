#include "apps/options.h"

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace souk::apps {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

template <class Options>
Options parsed_as(const std::vector<std::string>& words) {
  const auto result = parse(words);
  if (const auto* usage = std::get_if<Usage>(&result)) throw std::runtime_error(usage->text);
  return std::get<Options>(std::get<Command>(result));
}

Usage usage_of(const std::vector<std::string>& words) {
  const auto result = parse(words);
  const auto* usage = std::get_if<Usage>(&result);
  return usage != nullptr ? *usage : Usage{-1, "was accepted"};
}

TEST(Options, OfServeHaveDefaultsForOneMachine) {
  const auto options = parsed_as<ServeOptions>({"serve", "--data", "shop"});

  EXPECT_EQ(options.data, "shop");
  EXPECT_EQ(options.listen, "127.0.0.1:8080");
  EXPECT_EQ(options.metrics_listen, "127.0.0.1:9464");
  EXPECT_FALSE(options.metrics_listen_given);
  EXPECT_FALSE(options.development);
  EXPECT_EQ(options.hold, 15min);
  EXPECT_EQ(options.access_log, "on");
}

TEST(Options, OfServeAreAllHeard) {
  const auto options = parsed_as<ServeOptions>({"serve",
                                                "--data=shop",
                                                "--listen",
                                                "[::1]:0",
                                                "--metrics-listen",
                                                "127.0.0.1:1",
                                                "--development",
                                                "--tls-certificate",
                                                "c.pem",
                                                "--tls-key",
                                                "k.pem",
                                                "--trusted-proxy",
                                                "10.0.0.0/8",
                                                "--trusted-proxy",
                                                "unix",
                                                "--cors-origin",
                                                "https://a.example",
                                                "--access-log",
                                                "off",
                                                "--log-level",
                                                "warn",
                                                "--hold",
                                                "500ms",
                                                "--payment-timeout",
                                                "2s"});

  EXPECT_EQ(options.listen, "[::1]:0");
  EXPECT_TRUE(options.metrics_listen_given);
  EXPECT_TRUE(options.development);
  EXPECT_EQ(options.tls_key, "k.pem");
  EXPECT_THAT(options.trusted_proxies, testing::ElementsAre("10.0.0.0/8", "unix"));
  EXPECT_THAT(options.cors_origins, testing::ElementsAre("https://a.example"));
  EXPECT_EQ(options.access_log, "off");
  EXPECT_EQ(options.hold, 500ms);
  EXPECT_EQ(options.payment_timeout, 2s);
}

TEST(Options, OfImportSayWhatHappensToStockAndCurrency) {
  const auto plain = parsed_as<ImportCommand>({"import", "--data", "shop", "products.csv"});
  const auto full = parsed_as<ImportCommand>({"import", "--data", "shop", "-", "--dry-run", "--images", "pictures", "--stock",
                                              "set", "--currency", "JPY", "--development"});

  EXPECT_EQ(plain.stock, usecases::StockRule::when_changed);
  EXPECT_FALSE(plain.currency);
  EXPECT_EQ(full.file, "-");
  EXPECT_TRUE(full.dry_run);
  EXPECT_EQ(full.stock, usecases::StockRule::set);
  EXPECT_EQ(full.currency, Currency::parse("JPY"));
}

TEST(Options, OfKeyConfineIt) {
  const auto key = parsed_as<KeyOptions>({"key", "create", "--data", "shop", "--role", "service", "--scope", "stock:read",
                                          "--scope", "stock:write", "--expires", "30"});

  EXPECT_EQ(key.role, Role::service);
  EXPECT_EQ(key.scopes, (Scopes{Scope::stock_read, Scope::stock_write}));
  EXPECT_EQ(key.lifetime, std::chrono::days{30});
}

TEST(Options, OfKeyNameItsVerb) {
  EXPECT_EQ(parsed_as<KeyOptions>({"key", "create", "--data", "shop", "--role", "owner"}).verb, KeyOptions::Verb::create);
  EXPECT_EQ(parsed_as<KeyOptions>({"key", "--data", "shop", "list"}).verb, KeyOptions::Verb::list);
  EXPECT_EQ(parsed_as<KeyOptions>({"key", "revoke", "key_1", "--data", "shop"}).id, "key_1");
}

TEST(Options, MayComeFromTheEnvironmentUnlessTheyAreGiven) {
  ::setenv("SOUK_DATA", "from-environment", 1);
  const auto implied = parsed_as<ExportOptions>({"export"});
  const auto given = parsed_as<ExportOptions>({"export", "--data", "given"});
  ::unsetenv("SOUK_DATA");

  EXPECT_EQ(implied.data, "from-environment");
  EXPECT_EQ(given.data, "given");
}

TEST(Options, NameWhereTheKeyIs) {
  EXPECT_TRUE(parsed_as<ServeOptions>({"serve", "--data", "shop"}).key_source.is_none());
  EXPECT_EQ(parsed_as<ServeOptions>({"serve", "--data", "shop", "--key-file", "k"}).key_source.file, "k");
  EXPECT_EQ(parsed_as<DoctorOptions>({"doctor", "--data", "shop", "--key-command", "cat k"}).key_source.command, "cat k");
  EXPECT_EQ(parsed_as<KeyOptions>({"key", "list", "--data", "shop", "--key-file", "k"}).key_source.file, "k");
}

TEST(Options, LookForTheKeyInTheEnvironmentUnlessToldElsewhere) {
  ::setenv("SOUK_KEY", "a key", 1);
  const auto implied = parsed_as<ServeOptions>({"serve", "--data", "shop"});
  const auto told = parsed_as<ServeOptions>({"serve", "--data", "shop", "--key-file", "k"});
  ::unsetenv("SOUK_KEY");

  EXPECT_EQ(implied.key_source.variable, "SOUK_KEY");
  EXPECT_EQ(told.key_source.variable, "");
}

TEST(Options, OfAnotherKeyNameBothKeys) {
  const auto options =
      parsed_as<RotateKeyOptions>({"key", "rotate", "--data", "shop", "--key-file", "old", "--new-key-file", "new"});
  EXPECT_EQ(options.data, "shop");
  EXPECT_EQ(options.key_source.file, "old");
  EXPECT_EQ(options.new_key.file, "new");

  EXPECT_TRUE(parsed_as<RotateKeyOptions>({"key", "rotate", "--data", "shop", "--remove-key"}).new_key.is_none());
  EXPECT_EQ(parsed_as<GenerateKeyOptions>({"key", "generate", "file"}).file, "file");
}

TEST(Options, ShowHelpAndSucceed) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"--help"}, {"serve", "--help"}, {"import", "--help"}, {"key", "create", "--help"}}) {
    const Usage usage = usage_of(words);
    EXPECT_EQ(usage.exit_code, 0);
    EXPECT_THAT(usage.text, HasSubstr("--"));
  }
}

class MisusedCall : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(MisusedCall, IsExplainedWithExitCode2) {
  const Usage usage = usage_of(GetParam());

  EXPECT_EQ(usage.exit_code, 2) << usage.text;
  EXPECT_FALSE(usage.text.empty());
}

using Words = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(All, MisusedCall,
                         testing::Values(Words{}, Words{"sell"}, Words{"serve"}, Words{"serve", "--data"},
                                         Words{"serve", "--data", "a", "--port", "1"}, Words{"serve", "--data", "a", "extra"},
                                         Words{"serve", "--data", "a", "--tls-key", "k"},
                                         Words{"serve", "--data", "a", "--hold", "15"},
                                         Words{"serve", "--data", "a", "--hold", "15 parsecs"},
                                         Words{"serve", "--data", "a", "--access-log", "maybe"}, Words{"import", "--data", "a"},
                                         Words{"import", "--data", "a", "f", "--currency", "EURO"},
                                         Words{"import", "--data", "a", "f", "--stock", "x"}, Words{"key", "--data", "a"},
                                         Words{"key", "create", "--data", "a", "--role", "king"}, Words{"key", "list"},
                                         Words{"key", "generate"}, Words{"key", "rotate", "--data", "a"},
                                         Words{"key", "rotate", "--new-key-file", "k"},
                                         Words{"key", "rotate", "--data", "a", "--new-key-file", "k", "--remove-key"},
                                         Words{"serve", "--data", "a", "--key-file", "k", "--key-command", "c"},
                                         Words{"test-provider", "--data", "a", "--timeout-rate", "2"}));

TEST(Options, NameTheirCommandAndItsFolder) {
  const Command command = parsed_as<BackupOptions>({"backup", "copy", "--data", "shop"});

  EXPECT_EQ(name_of(command), "backup");
  EXPECT_EQ(data_of(command), "shop");
  EXPECT_EQ(data_of(Command{VersionOptions{}}), "");
}

}  // namespace
}  // namespace souk::apps
