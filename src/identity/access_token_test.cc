#include "identity/access_token.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "commerce/text/base64url.h"
#include "support/fixed_clock.h"
#include "support/fixed_secrets.h"
#include "support/seeded_ids.h"

namespace souk::identity {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

const std::string kIssuer = "https://shop.example";

class AccessTokenTest : public testing::Test {
 protected:
  Session a_session(AccountPool pool = AccountPool::customers) {
    const Instant now = clock_.now();
    return {.id = ids_.fresh<SessionId>(),
            .pool = pool,
            .account = ids_.fresh<AccountId>(),
            .device = {},
            .created_at = now,
            .authenticated_at = now - seconds{30},
            .seen_at = now,
            .expires_at = now + session_lifetime(pool)};
  }
  std::string token_of(const Session& session) {
    return sign_access_token(keys_, kIssuer, session, "a-token", clock_.now()).text;
  }
  /// Signed by our own key, whatever header and payload say.
  std::string signed_text(const std::string& header, const std::string& payload) {
    std::string text = base64url(header) + '.' + base64url(payload);
    text += '.' + base64url(keys_.signing().pair.sign(text));
    return text;
  }
  std::string header_with(const std::string& algorithm, const std::string& type = "at+jwt", const std::string& more = {}) {
    return R"({"alg":")" + algorithm + R"(","typ":")" + type + R"(","kid":")" + keys_.signing().pair.id() + '"' + more + '}';
  }
  std::string payload_with(const std::string& name, const std::string& value) {
    const std::int64_t now = std::chrono::floor<seconds>(clock_.now()).time_since_epoch().count();
    std::vector<std::pair<std::string, std::string>> members{{"iss", '"' + kIssuer + '"'},
                                                             {"aud", '"' + kIssuer + "/v1\""},
                                                             {"client_id", "\"customers\""},
                                                             {"sub", '"' + ids_.fresh<CustomerId>().text() + '"'},
                                                             {"sid", '"' + ids_.fresh<SessionId>().text() + '"'},
                                                             {"iat", std::to_string(now)},
                                                             {"nbf", std::to_string(now)},
                                                             {"exp", std::to_string(now + 600)},
                                                             {"auth_time", std::to_string(now)}};
    std::string payload = "{";
    for (const auto& [member, usual] : members)
      payload.append(payload.size() > 1 ? "," : "").append("\"" + member + "\":").append(member == name ? value : usual);
    return payload + "}";
  }
  bool is_good(const std::string& token) const {
    const auto claims = read_access_token(keys_, kIssuer, token, clock_.now());
    EXPECT_EQ(claims ? ErrorCode::invalid_token : claims.error().code, ErrorCode::invalid_token);
    return claims.has_value();
  }

  support::FixedClock clock_;
  support::SeededIds ids_{clock_};
  support::FixedSecrets secrets_;
  TokenKeySchedule schedule_ = first_schedule(clock_.now());
  TokenKeys keys_{secrets_, schedule_};
};

TEST_F(AccessTokenTest, SaysWhoseItIsAndSinceWhen) {
  Session session = a_session();
  session.second_factor_at = clock_.now() - seconds{5};

  const auto claims = read_access_token(keys_, kIssuer, token_of(session), clock_.now());

  ASSERT_TRUE(claims);
  EXPECT_EQ(claims->pool, AccountPool::customers);
  EXPECT_EQ(claims->account, session.account);
  EXPECT_EQ(claims->session, session.id);
  EXPECT_EQ(claims->authenticated_at, session.authenticated_at);
  EXPECT_EQ(claims->second_factor_at, session.second_factor_at);
  EXPECT_EQ(claims->expires_at, clock_.now() + kCustomerTokenLife);
}

TEST_F(AccessTokenTest, LivesForMinutesAndNoLongerThanItsSession) {
  Session session = a_session();
  const std::string token = token_of(session);
  session.expires_at = clock_.now() + minutes{1};
  const std::string last = token_of(session);
  const std::string staff = token_of(a_session(AccountPool::staff));

  clock_.advance(minutes{1});
  EXPECT_FALSE(is_good(last));
  EXPECT_TRUE(is_good(staff));
  clock_.advance(minutes{4});
  EXPECT_FALSE(is_good(staff));
  clock_.advance(minutes{5} - seconds{1});
  EXPECT_TRUE(is_good(token));
  clock_.advance(seconds{1});
  EXPECT_FALSE(is_good(token));
}

TEST_F(AccessTokenTest, KeepsThePoolsApart) {
  const Session session = a_session(AccountPool::staff);
  const auto claims = read_access_token(keys_, kIssuer, token_of(session), clock_.now());

  EXPECT_EQ(claims->pool, AccountPool::staff);
  EXPECT_FALSE(is_good(signed_text(header_with("ES256"), payload_with("client_id", "\"staff\""))))
      << "a customer's id is nobody on the staff";
  EXPECT_FALSE(is_good(signed_text(header_with("ES256"), payload_with("client_id", "\"mobile\""))));
}

TEST_F(AccessTokenTest, AcceptsWhatTheHelpersOfThisTestSign) {
  EXPECT_TRUE(is_good(signed_text(header_with("ES256"), payload_with("", ""))));
}

TEST_F(AccessTokenTest, LooksAtNoAlgorithmOfTheSendersChoice) {
  const std::string payload = payload_with("", "");
  for (const char* const algorithm : {"none", "None", "HS256", "RS256", "ES384", "es256", ""})
    EXPECT_FALSE(is_good(signed_text(header_with(algorithm), payload))) << algorithm;
  const std::string unsigned_text = base64url(header_with("none")) + '.' + base64url(payload);
  EXPECT_FALSE(is_good(unsigned_text + '.'));
  EXPECT_FALSE(is_good(unsigned_text));
}

TEST_F(AccessTokenTest, IsNotSignedByThePublicKeysHmac) {
  const std::string text = base64url(header_with("HS256")) + '.' + base64url(payload_with("", ""));
  const std::string key = keys_.key_set();
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac;
  unsigned size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       mac.data(), &size);

  EXPECT_FALSE(is_good(text + '.' + base64url(std::span{mac}.first(size))));
}

TEST_F(AccessTokenTest, AsksNoKeyThatTheSenderNames) {
  const std::string payload = payload_with("", "");
  for (const char* const more :
       {R"(,"jku":"https://evil.test/keys")", R"(,"jwk":{"kty":"EC"})", R"(,"x5u":"https://evil.test/c")", R"(,"x5c":["MIIB"])",
        R"(,"crit":["exp"])", R"(,"crit":["b64"],"b64":false)", R"(,"cty":"JWT")", R"(,"kid":"../../etc/passwd")"})
    EXPECT_FALSE(is_good(signed_text(header_with("ES256", "at+jwt", more), payload))) << more;
  for (const char* const kid : {"../../etc/passwd", "", "' OR 1=1"})
    EXPECT_FALSE(is_good(signed_text(std::string(R"({"alg":"ES256","typ":"at+jwt","kid":")") + kid + "\"}", payload))) << kid;
  EXPECT_FALSE(is_good(signed_text(R"({"alg":"ES256","typ":"at+jwt"})", payload)));
}

TEST_F(AccessTokenTest, IsNoTokenOfAnotherKind) {
  const std::string payload = payload_with("", "");
  for (const char* const type : {"JWT", "jwt", "id_token", "rt+jwt", "logout+jwt", "AT+JWT"})
    EXPECT_FALSE(is_good(signed_text(header_with("ES256", type), payload))) << type;
}

TEST_F(AccessTokenTest, IsForThisShopsApi) {
  const std::string header = header_with("ES256");
  for (const char* const issuer : {"https://shop.example.evil.test", "https://evil.test", "https://shop.example/", "HTTPS://SHOP.EXAMPLE", ""})
    EXPECT_FALSE(is_good(signed_text(header, payload_with("iss", '"' + std::string(issuer) + '"')))) << issuer;
  for (const char* const audience : {"https://shop.example", "https://shop.example/v2", "customers", ""})
    EXPECT_FALSE(is_good(signed_text(header, payload_with("aud", '"' + std::string(audience) + '"')))) << audience;
  EXPECT_FALSE(is_good(signed_text(header, payload_with("aud", R"(["https://shop.example/v1"])"))));
}

TEST_F(AccessTokenTest, HasItsTime) {
  const std::string header = header_with("ES256");
  const std::int64_t now = std::chrono::floor<seconds>(clock_.now()).time_since_epoch().count();
  EXPECT_FALSE(is_good(signed_text(header, payload_with("exp", std::to_string(now)))));
  EXPECT_FALSE(is_good(signed_text(header, payload_with("exp", "0"))));
  EXPECT_FALSE(is_good(signed_text(header, payload_with("exp", "\"9999999999\""))));
  EXPECT_FALSE(is_good(signed_text(header, payload_with("exp", "99999999999999999999"))));
  EXPECT_FALSE(is_good(signed_text(header, payload_with("nbf", std::to_string(now + 61)))));
  EXPECT_FALSE(is_good(signed_text(header, payload_with("iat", std::to_string(now + 61)))));
  EXPECT_TRUE(is_good(signed_text(header, payload_with("nbf", std::to_string(now + 60))))) << "a clock may be set back a little";
}

TEST_F(AccessTokenTest, IsOfSomebody) {
  const std::string header = header_with("ES256");
  for (const std::string& subject : {std::string{}, std::string{"cus_"}, std::string{"../.."}, ids_.fresh<StaffId>().text()})
    EXPECT_FALSE(is_good(signed_text(header, payload_with("sub", '"' + subject + '"')))) << subject;
  EXPECT_FALSE(is_good(signed_text(header, payload_with("sid", "\"ses_\""))));
}

TEST_F(AccessTokenTest, IsRefusedWithEveryBitOfItChanged) {
  const std::string token = token_of(a_session());
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string changed = token;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(is_good(changed)) << i;
  }
  EXPECT_FALSE(is_good(token + "A"));
  EXPECT_FALSE(is_good(token + "="));
  EXPECT_FALSE(is_good(token.substr(0, token.size() - 1)));
  EXPECT_FALSE(is_good(' ' + token));
}

TEST_F(AccessTokenTest, IsNotReadAtAllWhenItIsHuge) { EXPECT_FALSE(is_good(token_of(a_session()) + std::string(1 << 20, 'A'))); }

RC_GTEST_FIXTURE_PROP(AccessTokenTest, StandsAnyText, (const std::string& text)) { RC_ASSERT(!is_good(text)); }

TEST_F(AccessTokenTest, OutlivesTheKeyThatSignedIt) {
  const std::string token = token_of(a_session());
  const std::string next = token_of(a_session());

  schedule_ = rotated(schedule_, clock_.now());
  keys_ = TokenKeys(secrets_, schedule_);

  EXPECT_TRUE(is_good(token));
  EXPECT_TRUE(is_good(token_of(a_session()))) << "signed by the key that was published before";
  clock_.advance(kLongestTokenLife);
  EXPECT_FALSE(is_good(token));
}

TEST_F(AccessTokenTest, IsNotSignedByAKeyWhoseTimeHasNotCome) {
  const TokenKeys later(secrets_, rotated(schedule_, clock_.now()));
  const Session session = a_session();
  const std::string early = sign_access_token(later, kIssuer, session, "a-token", clock_.now()).text;

  EXPECT_FALSE(is_good(early));
}

TEST_F(AccessTokenTest, HasKeysThatComeAndGo) {
  EXPECT_EQ(schedule_.size(), 2u);
  EXPECT_FALSE(rotation_is_due(schedule_, clock_.now()));
  clock_.advance(kTokenKeyLifetime);
  EXPECT_TRUE(rotation_is_due(schedule_, clock_.now()));

  schedule_ = rotated(schedule_, clock_.now());
  EXPECT_EQ(schedule_.size(), 3u) << "tokens of the old key are still about";
  EXPECT_FALSE(rotation_is_due(schedule_, clock_.now()));
  clock_.advance(kLongestTokenLife);
  schedule_ = rotated(schedule_, clock_.now());
  EXPECT_EQ(schedule_.front().generation, 2);
  EXPECT_EQ(schedule_.size(), 3u);
}

TEST_F(AccessTokenTest, PublishesThePublicHalvesOfTheKeysAlone) {
  const std::string set = keys_.key_set();

  EXPECT_EQ(set.find("\"d\""), std::string::npos);
  EXPECT_NE(set.find(keys_.signing().pair.id()), std::string::npos);
  std::size_t keys = 0;
  for (auto at = set.find("\"kid\""); at != std::string::npos; at = set.find("\"kid\"", at + 1)) ++keys;
  EXPECT_EQ(keys, 2u) << "the one that signs and the one that waits";
}

}  // namespace
}  // namespace souk::identity
