#pragma once

#include <string_view>

namespace souk::embedded {

inline constexpr std::string_view kReturnUrlsSchema = R"sql(
ALTER TABLE payment_attempts ADD COLUMN return_url TEXT NOT NULL DEFAULT '';
)sql";

}  // namespace souk::embedded
