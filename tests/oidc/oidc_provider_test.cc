#include <chrono>
#include <cstdlib>
#include <map>
#include <optional>
#include <stdexcept>

#include <gtest/gtest.h>

#include "oidc/browser.h"
#include "providers/oidc/provider.h"

namespace souk::oidc_test {
namespace {

using providers::oidc::Provider;

const std::string callback_address = "http://127.0.0.1:1/v1/auth/social/house/callback";
const std::string client_secret = "a secret: 100% + kept";

/// The provider's own time, or one that is off.
class OffClock final : public ports::Clock {
 public:
  Instant now() const override { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()) + off; }
  std::chrono::steady_clock::time_point steady() const override { return std::chrono::steady_clock::now(); }

  std::chrono::hours off{0};
};

/// A shop that knows the provider which tests/oidc/run has started, and people with browsers.
class SocialLogin : public testing::Test {
 protected:
  static std::string issuer() {
    const char* given = std::getenv("SOUK_TEST_OIDC");
    if (given == nullptr) throw std::runtime_error("SOUK_TEST_OIDC is not set: run tests/oidc/run");
    return given;
  }

  Provider provider(const std::string& client_id = "shop", const std::string& secret = client_secret) const {
    return Provider{{issuer(), client_id, secret}, client_, clock_};
  }
  static ports::SocialLogin login(const std::string& name = "first") {
    return {"state of the " + name, "nonce of the " + name, "verifier-of-the-" + name + std::string(43, 'v')};
  }
  /// Somebody goes through the provider and comes back.
  std::map<std::string, std::string> sent_back(const Provider& provider, const ports::SocialLogin& login,
                                               const std::string& who) const {
    const auto address = provider.authorization_url(login, callback_address);
    if (!address) throw std::runtime_error(address.error().cause);
    return Browser{client_}.visit(*address + "&login_hint=" + who, callback_address);
  }
  Result<ports::SocialIdentity> identity(const Provider& provider, const std::string& who) const {
    auto answer = sent_back(provider, login(), who);
    return provider.identity({answer["code"], answer["iss"]}, login(), callback_address);
  }
  static std::optional<ErrorCode> error_of(const Result<ports::SocialIdentity>& result) {
    return result ? std::nullopt : std::optional{result.error().code};
  }

  const net::OutgoingClient client_{{.local_origins = {issuer()}}};
  OffClock clock_{};
};

TEST_F(SocialLogin, TellsWhoCame) {
  const Provider shop = provider();
  auto answer = sent_back(shop, login(), "ada");
  EXPECT_EQ(answer["state"], login().state);

  const auto identity = shop.identity({answer["code"], answer["iss"]}, login(), callback_address);

  ASSERT_TRUE(identity) << identity.error().detail << " " << identity.error().cause;
  EXPECT_EQ(*identity, (ports::SocialIdentity{issuer(), "ada", "ada@example.com", true, "Ada Lovelace"}));
}

TEST_F(SocialLogin, WorksWithEitherAlgorithmAndWithoutASecret) {
  for (const auto& [id, secret] :
       std::map<std::string, std::string>{{"shop", client_secret}, {"shop-es256", client_secret}, {"public-shop", ""}}) {
    const auto who = identity(provider(id, secret), "ada");
    ASSERT_TRUE(who) << id << ": " << who.error().cause;
    EXPECT_EQ(who->subject, "ada");
  }
}

TEST_F(SocialLogin, KeepsApartWhatIsProvenAndWhatIsSaid) {
  const auto bob = identity(provider(), "bob");
  const auto nobody = identity(provider(), "nobody");

  ASSERT_TRUE(bob && nobody);
  EXPECT_EQ(bob->email, "bob@example.com");
  EXPECT_FALSE(bob->email_verified);
  EXPECT_EQ(nobody->email, "");
  EXPECT_FALSE(nobody->email_verified);
}

TEST_F(SocialLogin, TakesACodeOnce) {
  const Provider shop = provider();
  auto answer = sent_back(shop, login(), "ada");

  ASSERT_TRUE(shop.identity({answer["code"], answer["iss"]}, login(), callback_address));
  EXPECT_EQ(error_of(shop.identity({answer["code"], answer["iss"]}, login(), callback_address)), ErrorCode::invalid_grant);
}

TEST_F(SocialLogin, RefusesACodeOfAnotherLogin) {
  const Provider shop = provider();
  auto answer = sent_back(shop, login("thief's own"), "eve");

  EXPECT_EQ(error_of(shop.identity({answer["code"], answer["iss"]}, login(), callback_address)), ErrorCode::invalid_grant)
      << "its PKCE verifier is another";
}

TEST_F(SocialLogin, RefusesATokenWithTheNonceOfAnotherLogin) {
  const Provider shop = provider();
  auto answer = sent_back(shop, login(), "ada");
  ports::SocialLogin other = login();
  other.nonce = "nonce of another";

  EXPECT_EQ(error_of(shop.identity({answer["code"], answer["iss"]}, other, callback_address)), ErrorCode::oauth_state_mismatch);
}

TEST_F(SocialLogin, RefusesAnAnswerOfAnotherIssuerAndOneThatHidesIts) {
  const Provider shop = provider();
  for (const std::string& other : {std::string{"https://evil.example"}, std::string{}, issuer() + "/"}) {
    auto answer = sent_back(shop, login(), "ada");
    EXPECT_EQ(error_of(shop.identity({answer["code"], other}, login(), callback_address)), ErrorCode::oauth_state_mismatch)
        << other;
    EXPECT_TRUE(shop.identity({answer["code"], issuer()}, login(), callback_address)) << "and the code was shown to nobody";
  }
}

TEST_F(SocialLogin, RefusesACodeForAnotherClient) {
  auto answer = sent_back(provider("other-shop"), login(), "ada");

  EXPECT_EQ(error_of(provider().identity({answer["code"], answer["iss"]}, login(), callback_address)),
            ErrorCode::invalid_grant);
}

TEST_F(SocialLogin, ComesBackToTheRegisteredAddressLetterByLetter) {
  const Provider shop = provider();
  for (const std::string& address : {callback_address + "/", callback_address + "?x=1", callback_address + ".evil.example",
                                     std::string("https://evil.example/")}) {
    const auto url = shop.authorization_url(login(), address);
    ASSERT_TRUE(url);
    const auto answer = Browser{client_}.visit(*url + "&login_hint=ada", address);
    EXPECT_FALSE(answer.contains("code")) << address;
  }
  auto answer = sent_back(shop, login(), "ada");
  EXPECT_EQ(error_of(shop.identity({answer["code"], answer["iss"]}, login(), callback_address + "/")),
            ErrorCode::invalid_grant);
}

TEST_F(SocialLogin, RefusesATokenFromAnotherTime) {
  for (const auto away : {std::chrono::hours{-1}, std::chrono::hours{1}}) {
    clock_.off = std::chrono::hours{0};
    const Provider shop = provider();
    auto answer = sent_back(shop, login(), "ada");
    clock_.off = away;
    EXPECT_EQ(error_of(shop.identity({answer["code"], answer["iss"]}, login(), callback_address)), ErrorCode::invalid_grant);
  }
}

TEST_F(SocialLogin, SaysThatItIsNotToBeHadWhenItIsNot) {
  EXPECT_EQ(error_of(identity(provider("shop", "not the secret"), "ada")), ErrorCode::unavailable);
  const Provider elsewhere{{"https://127.0.0.1", "shop", client_secret}, client_, clock_};
  const auto address = elsewhere.authorization_url(login(), callback_address);
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().code, ErrorCode::unavailable);
}

}  // namespace
}  // namespace souk::oidc_test
