#include "contract/checkout_ledger_contract.h"
#include "contract/embedded_home.h"

namespace souk::contract {

INSTANTIATE_TEST_SUITE_P(Embedded, CheckoutLedgerContract, testing::Values(open_embedded_home));

}  // namespace souk::contract
