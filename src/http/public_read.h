#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "commerce/error/error.h"

namespace souk::http {

/// What a public answer is made from: it is right for as long as their versions stay.
struct Sources {
  bool catalog = false;
  bool index = false;
  bool settings = false;
};

struct PublicAnswer {
  std::string body{};
  std::string content_type = "application/json";
  // Long enough to take a crowd's load off, short enough that nobody buys at yesterday's price.
  std::string cache_control = "public, max-age=10";
  std::string security_policy{};  // Content-Security-Policy, for pages
  std::string moved_to{};         // not empty: 308 to this address
};

/// One public GET, understood but not answered yet.
struct PublicRead {
  std::string target;  // canonical: equal reads have equal ones
  Sources sources{};
  bool heavy = false;  // a search: not for an I/O thread
  std::function<Result<PublicAnswer>()> compute{};
};

}  // namespace souk::http
