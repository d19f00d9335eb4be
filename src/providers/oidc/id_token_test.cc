#include "providers/oidc/id_token.h"

#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rsa.h>

#include "commerce/text/base64url.h"
#include "providers/oidc/metadata.h"

namespace souk::providers::oidc {
namespace {

using Pkey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Verdict = Keys::Verdict;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

/// A key as a provider has it: signs, and shows its public half.
class SigningKey {
 public:
  static SigningKey rsa(unsigned bits = 2048) { return SigningKey{EVP_RSA_gen(bits)}; }
  static SigningKey p256() { return SigningKey{EVP_EC_gen("P-256")}; }

  std::string jwk(const std::string& id, const std::string& more = "") const {
    const bool is_rsa = EVP_PKEY_is_a(pkey_.get(), "RSA") == 1;
    const std::string numbers =
        is_rsa ? R"("kty":"RSA","n":")" + number(OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" + number(OSSL_PKEY_PARAM_RSA_E) + '"'
               : R"("kty":"EC","crv":"P-256","x":")" + number(OSSL_PKEY_PARAM_EC_PUB_X, 32) + R"(","y":")" +
                     number(OSSL_PKEY_PARAM_EC_PUB_Y, 32) + '"';
    return "{" + numbers + R"(,"kid":")" + id + '"' + more + "}";
  }

  std::string sign(std::string_view message) const {
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> digest{EVP_MD_CTX_new(), EVP_MD_CTX_free};
    std::size_t size = 0;
    EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, pkey_.get());
    EVP_DigestSign(digest.get(), nullptr, &size, bytes_of(message), message.size());
    std::string signature(size, '\0');
    EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, bytes_of(message), message.size());
    signature.resize(size);
    return EVP_PKEY_is_a(pkey_.get(), "RSA") == 1 ? signature : raw(signature);
  }

 private:
  explicit SigningKey(EVP_PKEY* pkey) : pkey_(pkey, EVP_PKEY_free) {
    if (pkey == nullptr) throw std::runtime_error("no key");
  }
  std::string number(const char* name, int size = 0) const {
    BIGNUM* value = nullptr;
    EVP_PKEY_get_bn_param(pkey_.get(), name, &value);
    std::string bytes(static_cast<std::size_t>(size > 0 ? size : BN_num_bytes(value)), '\0');
    BN_bn2binpad(value, reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    BN_free(value);
    return base64url(bytes);
  }
  static std::string raw(const std::string& der) {
    const unsigned char* at = bytes_of(der);
    const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> both{d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())),
                                                                     ECDSA_SIG_free};
    std::string out(64, '\0');
    auto* bytes = reinterpret_cast<unsigned char*>(out.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(both.get()), bytes, 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(both.get()), bytes + 32, 32);
    return out;
  }

  Pkey pkey_;
};

const SigningKey& rsa_key() {
  static const SigningKey key = SigningKey::rsa();
  return key;
}
const SigningKey& p256_key() {
  static const SigningKey key = SigningKey::p256();
  return key;
}

Keys keys_of(const std::string& list) { return *Keys::parse(R"({"keys":[)" + list + "]}"); }
Keys both_keys() { return keys_of(rsa_key().jwk("r") + "," + p256_key().jwk("e")); }

std::string unsigned_token(const std::string& header, const std::string& payload) {
  return base64url(header) + "." + base64url(payload);
}
std::string signed_token(const SigningKey& key, const std::string& header, const std::string& payload = "{}") {
  const std::string message = unsigned_token(header, payload);
  return message + "." + base64url(key.sign(message));
}
std::optional<Verdict> verdict(const std::string& text, const Keys& keys) {
  const auto token = IdToken::parse(text);
  if (!token) return std::nullopt;
  return keys.verify(token->algorithm, token->key_id, token->signed_part, token->signature);
}

TEST(IdTokenSignature, HoldsUnderTheKeyItNames) {
  const Keys keys = both_keys();

  EXPECT_EQ(verdict(signed_token(rsa_key(), R"({"alg":"RS256","kid":"r"})"), keys), Verdict::good);
  EXPECT_EQ(verdict(signed_token(p256_key(), R"({"alg":"ES256","kid":"e"})"), keys), Verdict::good);
  EXPECT_EQ(verdict(signed_token(rsa_key(), R"({"alg":"RS256"})"), keys), Verdict::good) << "the only one of its algorithm";
  EXPECT_EQ(verdict(signed_token(rsa_key(), R"({"alg":"RS256","kid":"x"})"), keys), Verdict::unknown_key);
}

TEST(IdTokenSignature, IsNeverOfAnAlgorithmTheKeyIsNotFor) {
  const Keys keys = both_keys();
  const std::string unsigned_part = unsigned_token(R"({"alg":"none","kid":"r"})", "{}");

  EXPECT_EQ(verdict(unsigned_part + ".", keys), Verdict::bad);
  EXPECT_NE(verdict(unsigned_token(R"({"alg":"none"})", "{}") + ".", keys), Verdict::good);
  for (const char* algorithm : {"HS256", "RS384", "PS256", "ES256", "rs256", ""}) {
    const std::string header = std::string(R"({"kid":"r","alg":")") + algorithm + "\"}";
    EXPECT_EQ(verdict(signed_token(rsa_key(), header), keys), Verdict::bad) << algorithm;
  }
  EXPECT_EQ(verdict(signed_token(p256_key(), R"({"alg":"RS256","kid":"e"})"), keys), Verdict::bad);
}

TEST(IdTokenSignature, IsNotMadeWithThePublicKeyAsAPassword) {
  const std::string message = unsigned_token(R"({"alg":"HS256","kid":"r"})", "{}");
  const std::string secret = rsa_key().jwk("r");
  unsigned size = 0;
  std::string mac(EVP_MAX_MD_SIZE, '\0');
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(message), message.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &size);
  mac.resize(size);

  EXPECT_EQ(verdict(message + "." + base64url(mac), both_keys()), Verdict::bad);
}

TEST(IdTokenSignature, IsOfExactlyTheseBytes) {
  const Keys keys = both_keys();
  const std::string good = signed_token(p256_key(), R"({"alg":"ES256","kid":"e"})");
  const auto dot = good.rfind('.');
  const std::string signature = *from_base64url(good.substr(dot + 1));

  EXPECT_EQ(verdict(good.substr(0, dot) + "." + base64url(signature.substr(0, 63)), keys), Verdict::bad);
  EXPECT_EQ(verdict(good.substr(0, dot) + "." + base64url(std::string(64, '\0')), keys), Verdict::bad);
  EXPECT_EQ(verdict(unsigned_token(R"({"alg":"ES256","kid":"e"})", R"({"sub":"eve"})") + good.substr(dot), keys), Verdict::bad);
  EXPECT_EQ(verdict(signed_token(SigningKey::p256(), R"({"alg":"ES256","kid":"e"})"), keys), Verdict::bad)
      << "a stranger's key under a known name";
}

TEST(IdToken, IsThreePartsWithoutExtensions) {
  const std::string good = signed_token(p256_key(), R"({"alg":"ES256","kid":"e"})");
  EXPECT_TRUE(IdToken::parse(good));
  for (const std::string& wrong :
       {std::string{}, std::string{"a"}, std::string{"a.b"}, good + ".", good + ".x", good + "=", " " + good, good + "\n",
        std::string{"..."}, std::string{"!.!.!"}, base64url(std::string_view{"[]"}) + ".e30.AA",
        signed_token(p256_key(), R"({"alg":"ES256","kid":"e","crit":["b64"],"b64":false})"),
        std::string(20'000, 'a') + ".e30.AA"})
    EXPECT_FALSE(IdToken::parse(wrong)) << wrong.substr(0, 80);
}

TEST(Keys, LeavesOutWhatIsWeakOrForSomethingElse) {
  const auto knows = [](const std::string& jwk) {
    return verdict(signed_token(rsa_key(), R"({"alg":"RS256","kid":"r"})"), keys_of(jwk)) == Verdict::good;
  };
  EXPECT_TRUE(knows(rsa_key().jwk("r", R"(,"use":"sig","alg":"RS256")")));
  EXPECT_FALSE(knows(rsa_key().jwk("r", R"(,"use":"enc")")));
  EXPECT_FALSE(knows(rsa_key().jwk("r", R"(,"alg":"PS256")")));
  const SigningKey weak = SigningKey::rsa(1024);
  EXPECT_EQ(verdict(signed_token(weak, R"({"alg":"RS256","kid":"w"})"), keys_of(weak.jwk("w"))), Verdict::unknown_key);
  // Two keys of one name: nobody can say which is meant.
  EXPECT_FALSE(knows(rsa_key().jwk("r") + "," + SigningKey::rsa().jwk("r")));
  for (const char* none : {"", "[]", "{}", R"({"keys":{}})", "null"}) EXPECT_FALSE(Keys::parse(none)) << none;
  EXPECT_TRUE(Keys::parse(R"({"keys":[1,{},{"kty":"oct","k":"AA"},{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}]})"));
}

constexpr Instant kNow{std::chrono::seconds{1'800'000'000}};
const Expected kExpected{"https://accounts.example", "shop", "the nonce", kNow};

Result<ports::SocialIdentity> identity_of(const std::string& claims) {
  const auto token = IdToken::parse(unsigned_token(R"({"alg":"RS256"})", "{" + claims + "}") + ".AA");
  if (!token) throw std::runtime_error("no token");
  return identity_in(*token, kExpected);
}

const std::string kTimes = R"(,"iat":1799999990,"exp":1800000300)";
const std::string kWho = R"("iss":"https://accounts.example","sub":"42","nonce":"the nonce")";

TEST(IdTokenClaims, SayWhoItIs) {
  const auto identity =
      identity_of(kWho + kTimes + R"(,"aud":"shop","email":"a@example.com","email_verified":true,"name":"A")");

  ASSERT_TRUE(identity) << identity.error().cause;
  EXPECT_EQ(*identity, (ports::SocialIdentity{"https://accounts.example", "42", "a@example.com", true, "A"}));
  EXPECT_TRUE(identity_of(kWho + kTimes + R"(,"aud":["shop"])"));
  EXPECT_TRUE(identity_of(kWho + kTimes + R"(,"aud":["shop","other"],"azp":"shop")"));
  EXPECT_FALSE(identity_of(kWho + kTimes + R"(,"aud":"shop","email":"a@example.com","email_verified":1)")->email_verified);
}

class WrongClaims : public testing::TestWithParam<std::string> {};

TEST_P(WrongClaims, AreRefused) {
  const auto identity = identity_of(GetParam());

  ASSERT_FALSE(identity);
  EXPECT_EQ(identity.error().code, ErrorCode::invalid_grant);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongClaims,
    testing::Values(
        // the issuer
        R"("iss":"https://evil.example","sub":"42","nonce":"the nonce","aud":"shop")" + kTimes,
        R"("iss":"https://accounts.example/","sub":"42","nonce":"the nonce","aud":"shop")" + kTimes,
        R"("sub":"42","nonce":"the nonce","aud":"shop")" + kTimes,
        // the audience
        kWho + kTimes, kWho + kTimes + R"(,"aud":"other")", kWho + kTimes + R"(,"aud":[])",
        kWho + kTimes + R"(,"aud":["other"])", kWho + kTimes + R"(,"aud":["shop","other"])",
        kWho + kTimes + R"(,"aud":["shop","other"],"azp":"other")", kWho + kTimes + R"(,"aud":"shop","azp":"other")",
        kWho + kTimes + R"(,"aud":"shop","azp":1)", kWho + kTimes + R"(,"aud":{"shop":1})",
        // the time
        kWho + R"(,"aud":"shop","iat":1799999990)", kWho + R"(,"aud":"shop","exp":1800000300)",
        kWho + R"(,"aud":"shop","iat":1799999000,"exp":1799999940)",
        kWho + R"(,"aud":"shop","iat":1800000061,"exp":1800000300)", kWho + kTimes + R"(,"aud":"shop","nbf":1800000061)",
        kWho + kTimes + R"(,"aud":"shop","nbf":"soon")", kWho + R"(,"aud":"shop","iat":"1799999990","exp":"1800000300")",
        kWho + R"(,"aud":"shop","iat":1799999990,"exp":1e300)",
        // nobody
        R"("iss":"https://accounts.example","nonce":"the nonce","aud":"shop")" + kTimes,
        R"("iss":"https://accounts.example","sub":"","nonce":"the nonce","aud":"shop")" + kTimes,
        R"("iss":"https://accounts.example","sub":42,"nonce":"the nonce","aud":"shop")" + kTimes,
        R"("iss":"https://accounts.example","sub":")" + std::string(256, 'x') + R"(","nonce":"the nonce","aud":"shop")" +
            kTimes));

TEST(IdTokenClaims, BelongToOneLogin) {
  for (const char* nonce : {R"("nonce":"another")", R"("nonce":"")", R"("nonce":1)", R"("x":1)"}) {
    const auto identity =
        identity_of(std::string(R"("iss":"https://accounts.example","sub":"42","aud":"shop",)") + nonce + kTimes);
    ASSERT_FALSE(identity) << nonce;
    EXPECT_EQ(identity.error().code, ErrorCode::oauth_state_mismatch);
  }
}

const std::string kEndpoints =
    R"("authorization_endpoint":"https://accounts.example/auth","token_endpoint":"https://accounts.example/token","jwks_uri":"https://keys.example/jwks")";

TEST(Metadata, IsOfItsIssuerAndSpeaksPkce) {
  const std::string issuer = "https://accounts.example";
  const auto read = [&](const std::string& text) { return Metadata::parse(text, issuer).has_value(); };
  const std::string said = R"({"issuer":"https://accounts.example",)";

  EXPECT_TRUE(read(said + kEndpoints + "}"));
  EXPECT_TRUE(read(said + kEndpoints + R"(,"code_challenge_methods_supported":["plain","S256"]})"));
  EXPECT_FALSE(read(said + kEndpoints + R"(,"code_challenge_methods_supported":["plain"]})"));
  EXPECT_FALSE(read(R"({"issuer":"https://accounts.example/",)" + kEndpoints + "}"));
  EXPECT_FALSE(read("{" + kEndpoints + "}"));
  EXPECT_FALSE(read(said + R"("token_endpoint":"https://accounts.example/token"})"));
  EXPECT_FALSE(
      read(said + R"("authorization_endpoint":"data:text/html,x","token_endpoint":"https://a.b/","jwks_uri":"https://a.b/"
})"));
  EXPECT_FALSE(read(
      said +
      R"("authorization_endpoint":"http://accounts.example/","token_endpoint":"https://a.b/","jwks_uri":"https://a.b/"})"));
  EXPECT_FALSE(read("<html>"));
  EXPECT_EQ(Metadata::url(issuer), "https://accounts.example/.well-known/openid-configuration");
  EXPECT_EQ(Metadata::url(issuer + "/tenant/"), "https://accounts.example/tenant/.well-known/openid-configuration");
}

}  // namespace
}  // namespace souk::providers::oidc
