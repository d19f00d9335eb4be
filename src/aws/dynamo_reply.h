#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "net/http_client.h"

namespace souk::aws {

/// What one call came to, as far as its caller is concerned.
enum class Verdict {
  answered,      // a result, or a definite no that its caller decides about
  try_again,     // nothing was done: throttled, or in conflict with another transaction
  perhaps_done,  // no whole answer: it may have been done, it may still be
  cannot_be,     // nothing was done and nothing ever will be: not allowed, not there, not valid
};

struct Reply {
  Verdict verdict = Verdict::cannot_be;
  std::string type{};          // of an exception, "ConditionalCheckFailedException"; empty for a result
  boost::json::value body{};   // when answered
  std::string cause{};         // for the log alone, unless answered
  bool after_silence = false;  // an earlier try got no answer: what this refuses, that one may have done

  bool is(std::string_view exception) const { return type == exception; }
  /// Why a transaction was canceled, one code for each of its actions: "None", "ConditionalCheckFailed", ...
  std::vector<std::string> cancellation_reasons() const;
};

Reply judged(const std::expected<net::HttpResponse, net::CallFailure>& sent);

}  // namespace souk::aws
