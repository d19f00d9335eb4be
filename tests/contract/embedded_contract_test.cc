#include "contract/answers_contract.h"
#include "contract/api_keys_contract.h"
#include "contract/cart_store_contract.h"
#include "contract/catalog_store_contract.h"
#include "contract/checkout_ledger_contract.h"
#include "contract/customer_store_contract.h"
#include "contract/identity_provider_contract.h"
#include "contract/mailer_contract.h"
#include "contract/sessions_contract.h"
#include "contract/embedded_home.h"
#include "contract/inventory_contract.h"
#include "contract/media_store_contract.h"
#include "contract/outbox_contract.h"
#include "contract/queue_contract.h"
#include "contract/settings_store_contract.h"

namespace souk::contract {

INSTANTIATE_TEST_SUITE_P(Embedded, AnswersContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, ApiKeysContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, CartStoreContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, CatalogStoreContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, CheckoutLedgerContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, CustomerStoreContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, IdentityProviderContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, MailerContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, SessionsContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, InventoryContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, MediaStoreContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, OutboxContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, QueueContract, testing::Values(open_embedded_home));
INSTANTIATE_TEST_SUITE_P(Embedded, SettingsStoreContract, testing::Values(open_embedded_home));

}  // namespace souk::contract
