#include "apps/dispatch.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <unistd.h>

#include "apps/command_channel.h"
#include "apps/commands/commands.h"
#include "apps/commands/standalone.h"
#include "apps/serve.h"

namespace souk::apps {
namespace {

std::atomic<bool> canceled = false;  // by Ctrl-C; a second one ends the process

void cancel_on_interrupt() {
  struct sigaction action{};
  action.sa_handler = [](int) { canceled = true; };
  action.sa_flags = SA_RESETHAND;
  sigaction(SIGINT, &action, nullptr);
}

/// Of commands that open the shop: whether a folder made by this call is one for development.
template <class Options>
constexpr bool kMakesFolder = false;
template <>
constexpr bool kMakesFolder<DemoOptions> = true;
template <>
constexpr bool kMakesFolder<ImportCommand> = true;

bool is_development(const DemoOptions&) { return true; }
bool is_development(const ImportCommand& options) { return options.development; }
template <class Options>
bool is_development(const Options&) {
  return false;
}

template <class Options>
int run_on_folder(const Options& options, const CommandContext& context, const std::string& name) {
  const bool there = std::filesystem::exists(options.data / "souk.db");
  if (!there && !kMakesFolder<Options>)
    return complain(context, name, {ErrorCode::not_found, "There is no shop in " + options.data.string()});
  const auto shop = Shop::open({.folder = options.data, .development = is_development(options)});
  if (!shop) return complain(context, name, shop.error());
  return run(options, **shop, context);
}

/// The words as the server must read them: SOUK_DATA is the caller's, not the server's.
std::vector<std::string> with_data(std::vector<std::string> words, const std::filesystem::path& data) {
  for (const std::string& word : words)
    if (word == "--data" || word.starts_with("--data=")) return words;
  words.insert(words.end(), {"--data", data.string()});
  return words;
}

/// What comes through a pipe is read here, where Ctrl-C reaches it: a server must never wait for somebody's pipe.
bool spool_input() {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> spool(std::tmpfile(), &std::fclose);
  if (!spool) return false;
  std::array<char, 1 << 16> block;
  while (const std::size_t size = std::fread(block.data(), 1, block.size(), stdin))
    if (std::fwrite(block.data(), 1, size, spool.get()) != size) return false;
  if (std::ferror(stdin) || std::fseek(spool.get(), 0, SEEK_SET) != 0) return false;
  return dup2(fileno(spool.get()), STDIN_FILENO) == STDIN_FILENO;
}

bool reads_input(const Command& command) {
  const auto* import = std::get_if<ImportCommand>(&command);
  return import && import->file == "-";
}

struct RunHere {
  const CommandContext& context;
  const std::string name;

  int operator()(const ServeOptions& options) const { return serve(options); }
  int operator()(const RestoreOptions& options) const { return restore(options, context); }
  int operator()(const TestProviderOptions& options) const { return serve_test_provider(options); }
  int operator()(const VersionOptions&) const { return print_version(context); }
  template <class Options>
  int operator()(const Options& options) const {
    cancel_on_interrupt();
    return run_on_folder(options, context, name);
  }
};

struct RunBeside {
  Shop& shop;
  const CommandContext& context;

  int operator()(const DemoOptions& options) const { return run(options, shop, context); }
  int operator()(const ImportCommand& options) const { return run(options, shop, context); }
  int operator()(const ExportOptions& options) const { return run(options, shop, context); }
  int operator()(const BackupOptions& options) const { return run(options, shop, context); }
  int operator()(const KeyOptions& options) const { return run(options, shop, context); }
  int operator()(const DoctorOptions& options) const { return run(options, shop, context); }
  template <class Options>
  int operator()(const Options&) const {
    std::fprintf(context.err, "souk: this command has nothing to do with a running server\n");
    return kMisused;
  }
};

template <class Options>
constexpr bool kRunsBeside = false;
template <>
constexpr bool kRunsBeside<DemoOptions> = true;
template <>
constexpr bool kRunsBeside<ImportCommand> = true;
template <>
constexpr bool kRunsBeside<ExportOptions> = true;
template <>
constexpr bool kRunsBeside<BackupOptions> = true;
template <>
constexpr bool kRunsBeside<KeyOptions> = true;
template <>
constexpr bool kRunsBeside<DoctorOptions> = true;

}  // namespace

int run_beside(const std::vector<std::string>& words, Shop& shop, const CommandContext& context) {
  const auto parsed = parse(words);
  if (const auto* usage = std::get_if<Usage>(&parsed)) {
    std::fputs(usage->text.c_str(), context.err);
    return kMisused;
  }
  return std::visit(RunBeside{shop, context}, std::get<Command>(parsed));
}

int run_command(const Command& command, const std::vector<std::string>& words) {
  const auto cwd = std::filesystem::current_path();
  const bool can_run_beside = std::visit([]<class Options>(const Options&) { return kRunsBeside<Options>; }, command);
  if (can_run_beside) {
    if (reads_input(command) && !spool_input()) {
      std::fprintf(stderr, "souk %s: standard input could not be read to its end\n", name_of(command).c_str());
      return kFailed;
    }
    const auto data = std::filesystem::absolute(data_of(command));
    if (const auto code = call_server(data, {cwd, with_data(words, data)})) return *code;
  }
  const CommandContext context{.terminal = isatty(STDERR_FILENO) == 1, .cwd = cwd, .canceled = canceled};
  return std::visit(RunHere{context, name_of(command)}, command);
}

std::unique_ptr<http::Service> make_shop_service(Shop& shop, const ShopVerbs& verbs, const ServeOptions& options,
                                                 std::function<bool()> is_ready) {
  return http::make_service({.catalog = *shop.catalog,
                             .index = *shop.index,
                             .inventory = *shop.inventory,
                             .ledger = *shop.ledger,
                             .settings = *shop.settings,
                             .media = *shop.media,
                             .answers = *shop.answers,
                             .signer = *shop.signer,
                             .clock = shop.clock,
                             .payment_providers = shop.providers,
                             .tokens = *shop.accounts->tokens,
                             .identity = *shop.accounts->customer_identity,
                             .sessions = *shop.accounts->sessions,
                             .customers = *shop.accounts->customers,
                             .carts = *shop.carts,
                             .mailbox = shop.mailbox(),
                             .accounts = verbs.accounts(),
                             .verbs = verbs.all(),
                             .config = {.allowed_origins = options.cors_origins, .is_ready = std::move(is_ready)}});
}

}  // namespace souk::apps
