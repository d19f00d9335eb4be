#include <cerrno>
#include <cstring>
#include <fstream>
#include <istream>
#include <sstream>

#include <ext/stdio_filebuf.h>

#include "apps/commands/commands.h"
#include "apps/commands/import_progress.h"
#include "net/outgoing_client.h"

namespace souk::apps {
namespace {

// A picture larger than the media store takes needs no reading.
constexpr std::uintmax_t kMaxImageBytes = 20 << 20;

std::optional<std::string> read_image(const std::filesystem::path& folder, const std::string& name) {
  if (name.empty() || name.front() == '.') return std::nullopt;
  const auto path = folder / std::filesystem::path(name).filename();
  std::error_code error;
  if (!std::filesystem::is_regular_file(path, error) || std::filesystem::file_size(path, error) > kMaxImageBytes)
    return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << file.rdbuf();
  return file ? std::optional(bytes.str()) : std::nullopt;
}

/// A merchant waits for a picture longer than a shopper for a page.
constexpr std::chrono::seconds kFetchTime{20};
// Picture hosts send on to their storage, and once more for a size.
constexpr int kFetchRedirects = 3;

Result<std::string> fetch_image(const net::OutgoingClient& client, const std::string& url) {
  TRY(net::HttpResponse response, client.send({.url = url,
                                               .headers = {{"Accept", "image/webp, image/jpeg, image/png, image/gif"}},
                                               .answer_limit_bytes = kMaxImageBytes,
                                               .timeout = kFetchTime,
                                               .redirects = kFetchRedirects}));
  if (response.status != 200)
    return fail(ErrorCode::not_found, "The address answers with status " + std::to_string(response.status));
  return std::move(response.body);
}

}  // namespace

int run(const ImportCommand& options, Shop& shop, const CommandContext& context) {
  const bool piped = options.file == "-";
  const auto path = context.path(options.file);
  __gnu_cxx::stdio_filebuf<char> input(context.in, std::ios::in | std::ios::binary);
  std::ifstream opened;
  if (!piped) opened.open(path, std::ios::binary);
  std::istream file(piped ? static_cast<std::streambuf*>(&input) : opened.rdbuf());
  if (!piped && !opened)
    return complain(context, "import", {ErrorCode::not_found, "'" + options.file + "' cannot be read", std::strerror(errno)});
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);  // of a pipe: not known
  ImportProgress progress(context, error ? 0 : static_cast<std::int64_t>(size));
  usecases::ImportOptions wanted{.dry_run = options.dry_run, .stock = options.stock, .currency = options.currency};
  if (!options.images.empty()) {
    const auto folder = context.path(options.images);
    if (!std::filesystem::is_directory(folder, error))
      return complain(context, "import", {ErrorCode::not_found, "'" + options.images + "' is not a folder"});
    wanted.read_image = [folder](const std::string& name) { return read_image(folder, name); };
  }
  if (!options.origins.empty() && shop.mode() != ShopMode::development)
    return complain(context, "import", {ErrorCode::invalid_state, "--local-origin is for shops in development"});
  const net::OutgoingClient client{{.local_origins = options.origins}};
  if (options.fetch_images) wanted.fetch_image = [&client](const std::string& url) { return fetch_image(client, url); };
  const auto counts = shop.import_catalog(file, wanted, progress);
  if (!counts) return complain(context, "import", counts.error());
  progress.summarize(*counts, options.dry_run);
  return counts->errors > 0 ? kPartly : kDone;
}

}  // namespace souk::apps
