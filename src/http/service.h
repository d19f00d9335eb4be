#pragma once

#include <cstdint>
#include <string_view>

#include "api/operations.h"
#include "http/request.h"

namespace souk::http {

/// Where a request may run. The server has a bounded pool for each but the first; DESIGN.md section 2.3 has the numbers.
enum class Lane {
  inline_io,  // point reads and cached lists: on the I/O thread
  reads,      // search, filtered lists, exports: 2 threads, queue 64
  commits,    // everything that writes: 64 waiters
  payments,   // checkout: 32
  hashing,    // what compares or makes a password: 2, queue 20
};

/// What a server needs to know of the shop's HTTP surface. Thread-safe.
class Service {
 public:
  virtual ~Service() = default;

  struct Admission {
    Lane lane = Lane::inline_io;
    std::int64_t body_limit_bytes = 0;
    std::string_view route = "unmatched";  // the route's template, for logs and metrics; never the path
    RateClass rate = RateClass::browse;    // of api/policy.yaml: what the server's limits count by
  };
  /// From method and target alone, before the body is read. Cheap.
  virtual Admission admit(std::string_view method, std::string_view target) const = 0;
  /// The whole answer, problem documents included. Never throws for what a client sent. To HEAD it is the answer to GET: the
  /// transport sends its headers, Content-Length among them, and leaves the content out.
  virtual Response answer(const Request& request) const = 0;
};

}  // namespace souk::http
