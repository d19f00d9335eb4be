#include "commerce/catalog/picture.h"

#include <cstddef>

namespace souk {
namespace {

// Four times what any shop shows; a decoder needs 4 bytes a pixel for it.
constexpr std::int64_t kMaxPixels = 50'000'000;
constexpr std::int64_t kMaxSide = 16'384;  // WebP's own limit

std::int64_t byte_at(std::string_view bytes, std::size_t at) { return static_cast<unsigned char>(bytes[at]); }

std::int64_t big_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::int64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte_at(bytes, at + i);
  return value;
}

std::int64_t little_endian(std::string_view bytes, std::size_t at, std::size_t size) {
  std::int64_t value = 0;
  for (std::size_t i = size; i-- > 0;) value = value << 8 | byte_at(bytes, at + i);
  return value;
}

std::optional<Picture> read_png(std::string_view bytes) {
  if (bytes.size() < 24 || bytes.substr(12, 4) != "IHDR") return std::nullopt;
  return Picture{"png", big_endian(bytes, 16, 4), big_endian(bytes, 20, 4)};
}

std::optional<Picture> read_gif(std::string_view bytes) {
  if (bytes.size() < 10) return std::nullopt;
  return Picture{"gif", little_endian(bytes, 6, 2), little_endian(bytes, 8, 2)};
}

/// Walks the segments up to the frame header, which has the size.
std::optional<Picture> read_jpeg(std::string_view bytes) {
  std::size_t at = 2;
  while (at + 9 <= bytes.size() && byte_at(bytes, at) == 0xff) {
    const std::int64_t marker = byte_at(bytes, at + 1);
    if (marker == 0xff) {  // a fill byte
      ++at;
      continue;
    }
    // C0 to CF are frame headers, but for Huffman tables, extensions and arithmetic conditioning.
    const bool is_frame = marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    if (is_frame) return Picture{"jpg", big_endian(bytes, at + 7, 2), big_endian(bytes, at + 5, 2)};
    const std::int64_t length = big_endian(bytes, at + 2, 2);
    if (marker == 0xda || length < 2) return std::nullopt;  // the pixels begin, and no size was told
    at += 2 + static_cast<std::size_t>(length);
  }
  return std::nullopt;
}

std::optional<Picture> read_webp(std::string_view bytes) {
  if (bytes.size() < 30) return std::nullopt;
  const std::string_view kind = bytes.substr(12, 4);
  if (kind == "VP8X") return Picture{"webp", little_endian(bytes, 24, 3) + 1, little_endian(bytes, 27, 3) + 1};
  if (kind == "VP8 " && bytes.substr(23, 3) == "\x9d\x01\x2a")
    return Picture{"webp", little_endian(bytes, 26, 2) & 0x3fff, little_endian(bytes, 28, 2) & 0x3fff};
  if (kind == "VP8L" && byte_at(bytes, 20) == 0x2f) {
    const std::int64_t packed = little_endian(bytes, 21, 4);
    return Picture{"webp", (packed & 0x3fff) + 1, (packed >> 14 & 0x3fff) + 1};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Picture> read_picture(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG\r\n\x1a\n")) return read_png(bytes);
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return read_gif(bytes);
  if (bytes.starts_with("\xff\xd8\xff")) return read_jpeg(bytes);
  if (bytes.starts_with("RIFF") && bytes.size() > 12 && bytes.substr(8, 4) == "WEBP") return read_webp(bytes);
  return std::nullopt;
}

Result<Picture> check_picture(std::string_view bytes) {
  const auto picture = read_picture(bytes);
  if (!picture || picture->width == 0 || picture->height == 0)
    return fail(ErrorCode::unsupported_media, "It is no JPEG, PNG, WebP or GIF");
  const bool fits = picture->width <= kMaxSide && picture->height <= kMaxSide && picture->width * picture->height <= kMaxPixels;
  if (!fits)
    return fail(ErrorCode::image_too_large,
                "It has " + std::to_string(picture->width) + " x " + std::to_string(picture->height) + " pixels");
  return *picture;
}

}  // namespace souk
