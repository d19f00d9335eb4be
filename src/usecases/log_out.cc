#include "usecases/log_out.h"

namespace souk::usecases {

Result<void> LogOut::everywhere(AccountPool pool, const AccountId& account) const {
  TRY(sessions_.end_all(pool, account, std::nullopt));
  return {};
}

}  // namespace souk::usecases
