#include "commerce/access/role.h"

#include <gtest/gtest.h>

namespace souk {
namespace {

TEST(Scopes, AreReadAsTheyWereSpelled) {
  const Scopes scopes{Scope::stock_write, Scope::catalog_read};

  EXPECT_EQ(spelled(scopes), "catalog:read stock:write");
  EXPECT_EQ(scopes_named(spelled(scopes)), scopes);
  EXPECT_EQ(scopes_named(""), Scopes{});
  EXPECT_EQ(scopes_named("catalog:read no:such  stock:write"), scopes);
}

TEST(Scopes, AreCalledWhatTheyAre) {
  EXPECT_EQ(name_of(Scope::catalog_read), "catalog:read");
  EXPECT_EQ(name_of(Scope::stock_write), "stock:write");
  EXPECT_EQ(name_of(Scope::keys_read), "keys:read");
  EXPECT_EQ(name_of(Scope::keys_write), "keys:write");
  EXPECT_EQ(name_of(Scope::audit_read), "audit:read");
  EXPECT_EQ(name_of(Scope::orders_read), "orders:read");
  EXPECT_EQ(name_of(Scope::settings_write), "settings:write");
}

TEST(Scopes, CoverWhatTheyHoldAll) {
  const Scopes scopes{Scope::stock_write, Scope::catalog_read};

  EXPECT_TRUE(scopes.covers({}));
  EXPECT_TRUE(scopes.covers({Scope::catalog_read}));
  EXPECT_FALSE(scopes.covers({Scope::catalog_read, Scope::orders_read}));
}

TEST(Role, IsOfStaffOrNot) {
  EXPECT_TRUE(is_staff(Role::owner));
  EXPECT_TRUE(is_staff(Role::auditor));
  EXPECT_FALSE(is_staff(Role::customer));
  EXPECT_FALSE(is_staff(Role::service));
}

}  // namespace
}  // namespace souk
