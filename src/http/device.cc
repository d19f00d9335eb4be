#include "http/device.h"

#include <array>
#include <utility>

namespace souk::http {
namespace {

using Mark = std::pair<std::string_view, std::string_view>;

// The first that occurs: later browsers call themselves by the names of earlier ones too.
constexpr std::array<Mark, 9> kBrowsers{{{"Edg", "Edge"},
                                         {"OPR/", "Opera"},
                                         {"SamsungBrowser", "Samsung Internet"},
                                         {"Firefox/", "Firefox"},
                                         {"FxiOS", "Firefox"},
                                         {"CriOS", "Chrome"},
                                         {"Chrome/", "Chrome"},
                                         {"Safari/", "Safari"},
                                         {"curl/", "curl"}}};
constexpr std::array<Mark, 7> kSystems{{{"iPhone", "an iPhone"},
                                        {"iPad", "an iPad"},
                                        {"Android", "Android"},
                                        {"CrOS", "ChromeOS"},
                                        {"Windows", "Windows"},
                                        {"Mac OS X", "a Mac"},
                                        {"Linux", "Linux"}}};

template <std::size_t count>
std::string_view first_of(const std::array<Mark, count>& marks, std::string_view text) {
  for (const auto& [mark, name] : marks)
    if (text.find(mark) != std::string_view::npos) return name;
  return {};
}

}  // namespace

std::string device_label(std::string_view user_agent) {
  const std::string_view browser = first_of(kBrowsers, user_agent);
  const std::string_view system = first_of(kSystems, user_agent);
  if (browser.empty() && system.empty()) return "an unknown device";
  if (system.empty()) return std::string(browser);
  if (browser.empty()) return "a browser on " + std::string(system);
  return std::string(browser) + " on " + std::string(system);
}

}  // namespace souk::http
