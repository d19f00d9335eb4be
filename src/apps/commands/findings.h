#pragma once

#include <string>

#include "apps/command.h"

namespace souk::apps {

/// What `souk doctor` finds, a line each.
class Findings {
 public:
  explicit Findings(const CommandContext& context) : context_(context) {}
  void good(const std::string& text) { say("ok      ", text); }
  void note(const std::string& text) { say("note    ", text); }
  void problem(const std::string& text) {
    ++problems_;
    say("PROBLEM ", text);
  }
  int problems() const { return problems_; }

 private:
  void say(const char* kind, const std::string& text) { std::fprintf(context_.out, "%s%s\n", kind, text.c_str()); }
  const CommandContext& context_;
  int problems_ = 0;
};

}  // namespace souk::apps
