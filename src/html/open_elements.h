#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace souk::html {

/// Which elements may be open in a parser that gets these tags, all of them of kElements. One is taken out only where HTML's
/// rules surely take it out as well; where they may not, it stays and the count is too high. What parsers open unasked (a
/// table's body and rows, formatting that was left open) is not in it: all of that is no more than a few times what is.
class OpenElements {
 public:
  void start(std::string_view name);
  void end(std::string_view name);

  std::size_t count() const { return open_.size(); }
  std::size_t formatting() const { return formatting_; }  // of them: a parser opens these again in every block

 private:
  void close_before(std::string_view name);
  void end_formatting(std::string_view name);
  std::size_t place_of(std::string_view name) const;

  std::vector<std::string> open_;
  std::size_t formatting_ = 0;
};

}  // namespace souk::html
