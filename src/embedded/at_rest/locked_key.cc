#include "embedded/at_rest/locked_key.h"

#include <algorithm>
#include <new>
#include <stdexcept>

#include <sodium.h>

namespace souk::embedded {

namespace {

std::uint8_t* allocate() {
  if (sodium_init() < 0) throw std::runtime_error("libsodium does not start");
  void* const bytes = sodium_malloc(LockedKey::kBytes);
  if (bytes == nullptr) throw std::bad_alloc();
  return static_cast<std::uint8_t*>(bytes);
}

}  // namespace

void LockedKey::Free::operator()(std::uint8_t* bytes) const { sodium_free(bytes); }

LockedKey::LockedKey() : bytes_(allocate()) { std::ranges::fill(writable(), std::uint8_t{0}); }

LockedKey::LockedKey(std::span<const std::uint8_t, kBytes> bytes) : bytes_(allocate()) {
  std::ranges::copy(bytes, writable().begin());
}

}  // namespace souk::embedded
