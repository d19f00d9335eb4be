#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "commerce/error/error.h"

namespace souk {

/// What a picture's own header says of it.
struct Picture {
  std::string_view extension;  // jpg, png, webp or gif
  std::int64_t width = 0;
  std::int64_t height = 0;
};

/// Judges by the bytes alone, whatever their name and sender say; decodes nothing. nullopt: no whole header of such a picture.
std::optional<Picture> read_picture(std::string_view bytes);

/// A picture of a stranger that the shop may keep. Errors: unsupported_media (none of the four kinds: SVG and HTML can carry
/// scripts), image_too_large (small files can unfold to more pixels than any memory holds).
Result<Picture> check_picture(std::string_view bytes);

}  // namespace souk
