#include "aws/dynamo_value.h"

namespace souk::aws {
namespace {

struct SizeOf {
  std::size_t operator()(std::nullptr_t) const { return 1; }
  std::size_t operator()(bool) const { return 1; }
  std::size_t operator()(std::int64_t) const { return 12; }  // two digits a byte and two for sign and scale
  std::size_t operator()(const std::string& text) const { return text.size(); }
  std::size_t operator()(const Binary& bytes) const { return bytes.size(); }
  std::size_t operator()(const ValueList& list) const {
    std::size_t total = 3;
    for (const Value& value : list) total += 1 + std::visit(*this, value.held);
    return total;
  }
  std::size_t operator()(const Item& item) const {
    std::size_t total = 3;
    for (const auto& [name, value] : item) total += 1 + name.size() + std::visit(*this, value.held);
    return total;
  }
};

}  // namespace

std::size_t size_of(const Item& item) { return SizeOf{}(item); }

}  // namespace souk::aws
