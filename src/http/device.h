#pragma once

#include <string>
#include <string_view>

namespace souk::http {

/// What a person would call the browser that sends this User-Agent: "Firefox on Linux", "Safari on an iPhone"; "an unknown
/// device" when it says nothing we know. Without versions, so that an update is no new device.
std::string device_label(std::string_view user_agent);

}  // namespace souk::http
