#include "http/access.h"

#include <gtest/gtest.h>

namespace souk::http {
namespace {

constexpr Instant kNow{std::chrono::milliseconds{1'800'000'000'000}};

constexpr OperationRow a_row() {
  return {.operation = Operation::changeSettings,
          .name = "changeSettings",
          .method = "PUT",
          .path = "/v1/admin/settings",
          .rate = RateClass::admin,
          .body_limit_bytes = 1024,
          .roles = {Role::owner, Role::admin, Role::service},
          .scope = Scope::settings_write,
          .ownership = Ownership::none,
          .second_factor = SecondFactor::required,
          .step_up = StepUp::never,
          .site = RequestSite::any,
          .idempotency_key = Requirement::none,
          .if_match = Requirement::none,
          .body = Requirement::required};
}

OperationRow a_dangerous_row() {
  OperationRow row = a_row();
  row.step_up = StepUp::always;
  return row;
}

OperationRow an_open_row() {
  OperationRow row = a_row();
  row.roles = kEveryone;
  row.scope = std::nullopt;
  return row;
}

Principal a_key(Role role, Scopes scopes = {}) { return {.subject = ApiKeyId{}, .role = role, .scopes = scopes}; }

Principal staff(Role role, std::optional<Instant> second_factor_at = kNow) {
  return {.subject = StaffId{}, .role = role, .authenticated_at = kNow, .second_factor_at = second_factor_at};
}

std::string_view verdict(const OperationRow& row, const Principal& principal) {
  const auto allowed = check_access(row, principal, kNow);
  return allowed ? "allowed" : name_of(allowed.error().code);
}

TEST(Access, AsksAGuestForACredentialAndTellsAWrongRoleSo) {
  EXPECT_EQ(verdict(a_row(), {}), "unauthorized");
  EXPECT_EQ(verdict(a_row(), {.subject = CustomerId{}, .role = Role::customer}), "forbidden");
  EXPECT_EQ(verdict(a_row(), staff(Role::support)), "forbidden");
  EXPECT_EQ(verdict(a_row(), staff(Role::admin)), "allowed");
}

TEST(Access, LetsEveryoneDoWhatAGuestMay) {
  EXPECT_EQ(verdict(an_open_row(), {}), "allowed");
  EXPECT_EQ(verdict(an_open_row(), staff(Role::support, std::nullopt)), "allowed");
  EXPECT_EQ(verdict(an_open_row(), a_key(Role::service, {Scope::stock_read})), "allowed");
}

TEST(Access, ConfinesAKeyToItsScopes) {
  EXPECT_EQ(verdict(a_row(), a_key(Role::owner)), "allowed");
  EXPECT_EQ(verdict(a_row(), a_key(Role::owner, {Scope::settings_write, Scope::stock_read})), "allowed");
  EXPECT_EQ(verdict(a_row(), a_key(Role::owner, {Scope::settings_read})), "forbidden");
  EXPECT_EQ(verdict(a_row(), a_key(Role::support, {Scope::settings_write})), "forbidden") << "a scope adds nothing to a role";
}

TEST(Access, GivesAProgramNothingButItsScopes) {
  EXPECT_EQ(verdict(a_row(), a_key(Role::service)), "forbidden");
  EXPECT_EQ(verdict(a_row(), a_key(Role::service, {Scope::settings_write})), "allowed");
}

TEST(Access, KeepsKeysFromWhatHasNoScope) {
  OperationRow row = a_row();
  row.scope = std::nullopt;

  EXPECT_EQ(verdict(row, a_key(Role::owner)), "forbidden");
  EXPECT_EQ(verdict(row, staff(Role::owner)), "allowed");
}

TEST(Access, LetsStaffWithoutASecondFactorEnrolOneAndDoNothingElse) {
  OperationRow enrolment = a_row();
  enrolment.second_factor = SecondFactor::not_yet;

  EXPECT_EQ(verdict(a_row(), staff(Role::owner, std::nullopt)), "second_factor_required");
  EXPECT_EQ(verdict(enrolment, staff(Role::owner, std::nullopt)), "allowed");
}

TEST(Access, AsksForAFreshSecondFactorBeforeDangerousThings) {
  EXPECT_EQ(verdict(a_dangerous_row(), staff(Role::owner, kNow - std::chrono::minutes{5})), "allowed");
  EXPECT_EQ(verdict(a_dangerous_row(), staff(Role::owner, kNow - std::chrono::minutes{5} - std::chrono::milliseconds{1})),
            "step_up_required");
}

TEST(Access, LetsAKeyDoDangerousThingsOnlyByName) {
  EXPECT_EQ(verdict(a_dangerous_row(), a_key(Role::owner)), "forbidden");
  EXPECT_EQ(verdict(a_dangerous_row(), a_key(Role::owner, {Scope::settings_write})), "allowed");
}

TEST(Access, IsDeniedByEveryRowThatNamesNoGuest) {
  for (const OperationRow& row : kOperations)
    EXPECT_EQ(check_access(row, {}, kNow).has_value(), row.roles.contains(Role::guest)) << row.name;
}

}  // namespace
}  // namespace souk::http
