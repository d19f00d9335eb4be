#include "commerce/access/principal.h"

namespace souk {
namespace {

struct NameOf {
  std::string operator()(std::monostate) const { return "guest"; }
  template <class Id>
  std::string operator()(const Id& id) const {
    return id.text();
  }
};

}  // namespace

std::string Principal::name() const { return std::visit(NameOf{}, subject); }

}  // namespace souk
