#include "http/cursor.h"

#include "commerce/text/base64url.h"

namespace souk::http {
namespace {

// Half of the mac: 128 bits are beyond any guessing, and cursors stand in addresses.
constexpr std::size_t kMacBytes = 16;

std::string mac_of(const ports::Signer& signer, std::string_view position, std::string_view query, std::string_view principal) {
  std::string message;
  for (const std::string_view part : {principal, query, position}) {
    // With the lengths, no two triples make one message.
    message += std::to_string(part.size());
    message += ':';
    message += part;
  }
  const ports::Mac mac = signer.sign("cursor", message);
  return {reinterpret_cast<const char*>(mac.data()), kMacBytes};
}

/// In a time that does not tell where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i]));
  return difference == 0;
}

}  // namespace

std::string Cursors::encode(std::string_view position, std::string_view query, std::string_view principal) const {
  return base64url(mac_of(signer_, position, query, principal) + std::string(position));
}

Result<std::string> Cursors::decode(std::string_view cursor, std::string_view query, std::string_view principal) const {
  const auto bytes = from_base64url(cursor);
  if (bytes && bytes->size() >= kMacBytes) {
    const std::string_view position = std::string_view{*bytes}.substr(kMacBytes);
    if (equal_in_constant_time(std::string_view{*bytes}.substr(0, kMacBytes), mac_of(signer_, position, query, principal)))
      return std::string(position);
  }
  return fail_at("cursor", ErrorCode::invalid_parameter, "This is no cursor of this list");
}

}  // namespace souk::http
