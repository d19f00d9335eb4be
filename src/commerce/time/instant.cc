#include "commerce/time/instant.h"

#include <cstdint>

namespace souk {
namespace {

using std::chrono::floor;

void write_digits(char* end, std::int64_t value, int digits) {
  for (; digits > 0; --digits, value /= 10) *--end = static_cast<char>('0' + value % 10);
}

int read_digits(std::string_view text, std::size_t at, std::size_t digits) {
  int value = 0;
  for (const char digit : text.substr(at, digits)) value = value * 10 + (digit - '0');
  return value;
}

constexpr std::string_view kPattern = "0000-00-00T00:00:00.000Z";
constexpr std::string_view kPatternWithoutFraction = "0000-00-00T00:00:00Z";

bool has_shape(std::string_view text, std::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (pattern[i] == '0' ? !digit : text[i] != pattern[i]) return false;
  }
  return true;
}

}  // namespace

std::string to_rfc3339(Instant instant) {
  const auto day = floor<std::chrono::days>(instant);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss time{instant - day};
  std::string text{kPattern};
  char* const start = text.data();
  write_digits(start + 4, int{date.year()}, 4);
  write_digits(start + 7, unsigned{date.month()}, 2);
  write_digits(start + 10, unsigned{date.day()}, 2);
  write_digits(start + 13, time.hours().count(), 2);
  write_digits(start + 16, time.minutes().count(), 2);
  write_digits(start + 19, time.seconds().count(), 2);
  write_digits(start + 23, time.subseconds().count(), 3);
  return text;
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
  const bool with_fraction = has_shape(text, kPattern);
  if (!with_fraction && !has_shape(text, kPatternWithoutFraction)) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year{read_digits(text, 0, 4)},
                                         std::chrono::month{static_cast<unsigned>(read_digits(text, 5, 2))},
                                         std::chrono::day{static_cast<unsigned>(read_digits(text, 8, 2))}};
  const int hours = read_digits(text, 11, 2);
  const int minutes = read_digits(text, 14, 2);
  const int seconds = read_digits(text, 17, 2);  // a leap second has no place in Unix time
  if (!date.ok() || date.year() < std::chrono::year{1970} || hours > 23 || minutes > 59 || seconds > 59) return std::nullopt;
  const int milliseconds = with_fraction ? read_digits(text, 20, 3) : 0;
  return std::chrono::sys_days{date} + std::chrono::hours{hours} + std::chrono::minutes{minutes} +
         std::chrono::seconds{seconds} + std::chrono::milliseconds{milliseconds};
}

}  // namespace souk
