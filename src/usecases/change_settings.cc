#include "usecases/change_settings.h"

namespace souk::usecases {

Result<ShopSettings> ChangeSettings::operator()(const ports::Repeatable<ShopSettings>& repeatable,
                                                const ShopSettings& settings) const {
  TRY(const ShopSettings checked, validated(settings));
  return settings_.save(repeatable, checked);
}

}  // namespace souk::usecases
