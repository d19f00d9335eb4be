#include "http/content_coding.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <new>
#include <utility>

#include <brotli/encode.h>
#include <zlib.h>

#include "commerce/text/utf8.h"

namespace souk::http {
namespace {

// Brotli 5 and gzip 6 cost about the same, some 20 MB/s a core; what is compressed here is kept and sent many times.
constexpr int kBrotliQuality = 5;
constexpr int kGzipLevel = 6;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to ask for gzip's frame
constexpr int kGzipMemory = 8;

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// Thousandths of the weight in ";q=0.8"; 1000 without one, 0 for one that cannot be read.
int weight_of(std::string_view parameters) {
  const auto mark = parameters.find_first_of("qQ");
  if (mark == std::string_view::npos) return 1000;
  const std::string_view rest = trimmed(parameters.substr(mark + 1));
  if (!rest.starts_with('=')) return 0;
  const std::string_view number = trimmed(rest.substr(1));
  double weight = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), weight, std::chars_format::fixed);
  if (read.ec != std::errc{} || weight < 0 || weight > 1) return 0;
  return static_cast<int>(weight * 1000);
}

}  // namespace

Coding negotiated_coding(std::string_view accept_encoding) {
  int brotli = -1;
  int gzip = -1;
  int any = 0;
  while (!accept_encoding.empty()) {
    const std::string_view item = accept_encoding.substr(0, accept_encoding.find(','));
    accept_encoding.remove_prefix(std::min(item.size() + 1, accept_encoding.size()));
    const auto semicolon = item.find(';');
    const std::string_view name = trimmed(item.substr(0, semicolon));
    const int weight = semicolon == std::string_view::npos ? 1000 : weight_of(item.substr(semicolon + 1));
    if (same_word(name, "br"))
      brotli = weight;
    else if (same_word(name, "gzip") || same_word(name, "x-gzip"))
      gzip = weight;
    else if (name == "*")
      any = weight;
  }
  if (brotli < 0) brotli = any;
  if (gzip < 0) gzip = any;
  if (brotli > 0 && brotli >= gzip) return Coding::brotli;
  return gzip > 0 ? Coding::gzip : Coding::identity;
}

std::string_view coding_name(Coding coding) {
  switch (coding) {
    case Coding::identity: return "";
    case Coding::gzip: return "gzip";
    case Coding::brotli: return "br";
  }
  std::unreachable();
}

namespace {

std::string brotli_encoded(std::string_view content) {
  std::string out(BrotliEncoderMaxCompressedSize(content.size()), '\0');
  std::size_t size = out.size();
  const auto* in = reinterpret_cast<const std::uint8_t*>(content.data());
  const auto done = BrotliEncoderCompress(kBrotliQuality, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_TEXT, content.size(), in, &size,
                                          reinterpret_cast<std::uint8_t*>(out.data()));
  if (done == BROTLI_FALSE) throw std::bad_alloc();  // with room for the worst case nothing else can fail
  out.resize(size);
  return out;
}

std::string gzip_encoded(std::string_view content) {
  z_stream stream{};
  if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, kGzipWindow, kGzipMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

std::string encoded(std::string_view content, Coding coding) {
  switch (coding) {
    case Coding::identity: return std::string(content);
    case Coding::gzip: return gzip_encoded(content);
    case Coding::brotli: return brotli_encoded(content);
  }
  std::unreachable();
}

}  // namespace souk::http
