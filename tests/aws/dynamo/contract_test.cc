#include "aws/dynamo/home.h"
#include "contract/answers_contract.h"
#include "contract/cart_store_contract.h"
#include "contract/catalog_store_contract.h"
#include "contract/checkout_ledger_contract.h"
#include "contract/inventory_contract.h"
#include "contract/outbox_contract.h"
#include "contract/settings_store_contract.h"

namespace souk::contract {

constexpr OpenHome kDynamo = aws_test::open_dynamo_home;

INSTANTIATE_TEST_SUITE_P(Aws, AnswersContract, testing::Values(kDynamo));
INSTANTIATE_TEST_SUITE_P(Aws, CartStoreContract, testing::Values(kDynamo));
INSTANTIATE_TEST_SUITE_P(Aws, CatalogStoreContract, testing::Values(kDynamo));
INSTANTIATE_TEST_SUITE_P(Aws, CheckoutLedgerContract, testing::Values(kDynamo));
INSTANTIATE_TEST_SUITE_P(Aws, InventoryContract, testing::Values(kDynamo));
INSTANTIATE_TEST_SUITE_P(Aws, OutboxContract, testing::Values(kDynamo));
INSTANTIATE_TEST_SUITE_P(Aws, SettingsStoreContract, testing::Values(kDynamo));

}  // namespace souk::contract
