#pragma once

#include <string>
#include <string_view>

namespace souk::http {

enum class Coding { identity, gzip, brotli };

/// The best coding that `accept_encoding` (RFC 9110 section 12.5.3) allows; identity also when it allows nothing of ours, as
/// browsers expect.
Coding negotiated_coding(std::string_view accept_encoding);
/// "br"; empty for identity.
std::string_view coding_name(Coding coding);
std::string encoded(std::string_view content, Coding coding);

}  // namespace souk::http
