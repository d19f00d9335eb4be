#pragma once

#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::ports {

struct Media {
  std::string key;  // "<sha256 hex>.<extension>": content-addressed, so it never changes
  std::string content_type;
  std::string bytes;
};

/// Pictures and uploads by content. Storing the same bytes twice is one blob. Thread-safe.
class MediaStore {
 public:
  virtual ~MediaStore() = default;
  /// `extension`: jpg, png, webp, gif, svg (svg only from the shop's own hands: import folders and the demo). Durable once it
  /// returns. Returns the key. Errors: unsupported_media (bytes are not what the extension says), payload_too_large (> 20 MiB),
  /// storage_full.
  virtual Result<std::string> put(std::string_view bytes, std::string_view extension) = 0;
  /// Errors: not_found (also for a key that is none of ours), corrupt (the bytes no longer have their hash).
  virtual Result<Media> find(const std::string& key) const = 0;
};

}  // namespace souk::ports
