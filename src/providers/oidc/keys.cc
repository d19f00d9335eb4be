#include "providers/oidc/keys.h"

#include <algorithm>
#include <array>

#include <boost/json.hpp>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>

#include "commerce/text/base64url.h"
#include "providers/json_members.h"

namespace souk::providers::oidc {
namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using ParameterBuild = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

constexpr int kMinRsaBits = 2048;
constexpr int kMaxRsaBits = 8192;  // above, a check takes milliseconds
constexpr std::size_t kCoordinateBytes = 32;
constexpr std::size_t kMaxKeys = 32;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

Number number_of(std::string_view bytes) { return Number{BN_bin2bn(bytes_of(bytes), static_cast<int>(bytes.size()), nullptr)}; }

EVP_PKEY* public_key(const char* type, OSSL_PARAM_BLD* build) {
  const Parameters parameters{OSSL_PARAM_BLD_to_param(build)};
  const PkeyContext context{EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr)};
  EVP_PKEY* pkey = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &pkey, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return nullptr;
  return pkey;
}

EVP_PKEY* rsa_key(const boost::json::object& jwk) {
  const auto n = from_base64url(text_of(jwk, "n"));
  const auto e = from_base64url(text_of(jwk, "e"));
  if (!n || !e || n->size() > kMaxRsaBits / 8 || e->size() > 8) return nullptr;
  const Number modulus = number_of(*n);
  const Number exponent = number_of(*e);
  if (!modulus || !exponent || BN_num_bits(modulus.get()) < kMinRsaBits) return nullptr;
  const ParameterBuild build{OSSL_PARAM_BLD_new()};
  if (!build || OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_N, modulus.get()) != 1 ||
      OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_RSA_E, exponent.get()) != 1)
    return nullptr;
  return public_key("RSA", build.get());
}

EVP_PKEY* p256_key(const boost::json::object& jwk) {
  const auto x = from_base64url(text_of(jwk, "x"));
  const auto y = from_base64url(text_of(jwk, "y"));
  if (text_of(jwk, "crv") != "P-256" || !x || !y || x->size() != kCoordinateBytes || y->size() != kCoordinateBytes)
    return nullptr;
  const std::string point = '\4' + *x + *y;
  const ParameterBuild build{OSSL_PARAM_BLD_new()};
  if (!build || OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) != 1 ||
      OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
    return nullptr;
  return public_key("EC", build.get());
}

/// The DER form that OpenSSL reads, of the two numbers that a JWS has.
std::string der_of(std::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return {};
  const Signature both{ECDSA_SIG_new()};
  Number r = number_of(signature.substr(0, kCoordinateBytes));
  Number s = number_of(signature.substr(kCoordinateBytes));
  if (!both || !r || !s) return {};
  if (ECDSA_SIG_set0(both.get(), r.release(), s.release()) != 1) return {};
  std::string der(static_cast<std::size_t>(i2d_ECDSA_SIG(both.get(), nullptr)), '\0');
  auto* out = reinterpret_cast<unsigned char*>(der.data());
  i2d_ECDSA_SIG(both.get(), &out);
  return der;
}

bool is_signed(EVP_PKEY* key, std::string_view message, std::string_view signature) {
  const Digest digest{EVP_MD_CTX_new()};
  return digest && EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(digest.get(), bytes_of(signature), signature.size(), bytes_of(message), message.size()) == 1;
}

}  // namespace

void Keys::FreePkey::operator()(evp_pkey_st* pkey) const { EVP_PKEY_free(pkey); }

std::optional<Keys> Keys::parse(std::string_view document) {
  const auto root = read_object(document);
  const auto* list = root ? root->if_contains("keys") : nullptr;
  if (list == nullptr || !list->is_array()) return std::nullopt;
  Keys keys;
  for (const auto& each : list->get_array()) {
    if (!each.is_object() || keys.keys_.size() == kMaxKeys) continue;
    const auto& jwk = each.get_object();
    const std::string type = text_of(jwk, "kty");
    const std::string_view algorithm = type == "RSA" ? "RS256" : type == "EC" ? "ES256" : "";
    const bool for_other_use = jwk.contains("use") && text_of(jwk, "use") != "sig";
    const bool for_other_algorithm = jwk.contains("alg") && text_of(jwk, "alg") != algorithm;
    if (algorithm.empty() || for_other_use || for_other_algorithm) continue;
    Key key{text_of(jwk, "kid"), algorithm, {}};
    key.pkey.reset(type == "RSA" ? rsa_key(jwk) : p256_key(jwk));
    if (key.pkey) keys.keys_.push_back(std::move(key));
  }
  return keys;
}

Keys::Verdict Keys::verify(std::string_view algorithm, std::string_view key_id, std::string_view message,
                           std::string_view signature) const {
  const auto fits = [&](const Key& key) { return key_id.empty() ? key.algorithm == algorithm : key.id == key_id; };
  const auto found = std::ranges::find_if(keys_, fits);
  if (found == keys_.end()) return Verdict::unknown_key;
  const bool is_only_one = std::find_if(std::next(found), keys_.end(), fits) == keys_.end();
  if (!is_only_one || found->algorithm != algorithm) return Verdict::bad;
  const bool good = found->algorithm == "RS256" ? is_signed(found->pkey.get(), message, signature)
                                                : is_signed(found->pkey.get(), message, der_of(signature));
  return good ? Verdict::good : Verdict::bad;
}

}  // namespace souk::providers::oidc
