#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/request.h"

namespace souk::http {

/// Which pages on other sites may read the API's answers: those whose origin is listed, letter by letter. Never `null`, never a
/// suffix, never with credentials: the API knows no cookies.
class Cors {
 public:
  explicit Cors(std::vector<std::string> allowed_origins);

  /// Adds what a browser needs to hand `response` to the page that asked.
  void allow(const Request& request, Response& response) const;
  /// The answer to OPTIONS on a path with these methods ("GET, HEAD, OPTIONS"): a preflight or a plain question.
  Response options(const Request& request, const std::string& methods) const;

 private:
  bool allows(const Request& request) const;

  std::vector<std::string> allowed_origins_;
};

}  // namespace souk::http
