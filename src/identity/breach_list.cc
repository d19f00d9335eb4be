#include "identity/breach_list.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

#include <sodium.h>

#include "assets/breached_passwords.h"

namespace souk::identity {
namespace {

constexpr std::size_t kPrefixBytes = 5;  // of the SHA-256; cmake/breached_passwords.py writes as many
constexpr std::uintmax_t kMaxFileBytes = std::uintmax_t{1} << 30;

std::uint64_t number_of(const unsigned char* prefix) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < kPrefixBytes; ++i) number = number << 8U | prefix[i];
  return number;
}

std::uint64_t fingerprint(std::string_view password) {
  std::string lower{password};
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  std::array<unsigned char, crypto_hash_sha256_BYTES> hash;
  crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(lower.data()), lower.size());
  return number_of(hash.data());
}

std::size_t built_in_size() { return assets::breached_passwords().size() / kPrefixBytes; }

std::uint64_t built_in(std::size_t index) {
  return number_of(reinterpret_cast<const unsigned char*>(assets::breached_passwords().data()) + index * kPrefixBytes);
}

bool is_built_in(std::uint64_t wanted) {
  std::size_t first = 0;
  std::size_t last = built_in_size();
  while (first < last) {
    const std::size_t middle = first + (last - first) / 2;
    if (built_in(middle) < wanted)
      first = middle + 1;
    else
      last = middle;
  }
  return first < built_in_size() && built_in(first) == wanted;
}

}  // namespace

Result<BreachList> BreachList::with_file(const std::filesystem::path& file) {
  std::error_code problem;
  const std::uintmax_t bytes = std::filesystem::file_size(file, problem);
  if (problem) return fail(ErrorCode::not_found, "The list of breached passwords cannot be read", file.string());
  if (bytes > kMaxFileBytes)
    return fail(ErrorCode::payload_too_large, "The list of breached passwords is larger than 1 GiB", file.string());
  std::ifstream lines(file);
  BreachList list;
  for (std::string line; std::getline(lines, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (!line.empty()) list.added_.push_back(fingerprint(line));
  }
  if (lines.bad()) return fail(ErrorCode::unavailable, "The list of breached passwords cannot be read", file.string());
  std::ranges::sort(list.added_);
  const auto repeated = std::ranges::unique(list.added_);
  list.added_.erase(repeated.begin(), repeated.end());
  list.added_.shrink_to_fit();
  return list;
}

bool BreachList::contains(std::string_view password) const {
  const std::uint64_t wanted = fingerprint(password);
  return is_built_in(wanted) || std::ranges::binary_search(added_, wanted);
}

std::size_t BreachList::size() const { return built_in_size() + added_.size(); }

}  // namespace souk::identity
