#include "identity/es256_key.h"

#include <optional>
#include <array>
#include <stdexcept>
#include <vector>

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <openssl/sha.h>

#include "commerce/text/base64url.h"

namespace souk::identity {
namespace {

template <auto free>
struct Free {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};
using Number = std::unique_ptr<BIGNUM, Free<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Free<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Free<EC_POINT_free>>;
using ParameterBuild = std::unique_ptr<OSSL_PARAM_BLD, Free<OSSL_PARAM_BLD_free>>;
using Parameters = std::unique_ptr<OSSL_PARAM, Free<OSSL_PARAM_free>>;
using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Digest = std::unique_ptr<EVP_MD_CTX, Free<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Free<ECDSA_SIG_free>>;

constexpr std::size_t kCoordinateBytes = 32;
using PublicPoint = std::array<std::uint8_t, 1 + 2 * kCoordinateBytes>;  // 4, x, y

/// What can only fail without memory or with a broken library: nothing here can go on then.
void require(bool worked) {
  if (!worked) throw std::runtime_error("OpenSSL cannot work with P-256");
}

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

PublicPoint public_point(const EC_GROUP* group, const BIGNUM* secret) {
  const Point point(EC_POINT_new(group));
  require(point && EC_POINT_mul(group, point.get(), secret, nullptr, nullptr, nullptr) == 1);
  PublicPoint bytes;
  require(EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(), bytes.size(), nullptr) ==
          bytes.size());
  return bytes;
}

EVP_PKEY* key_pair(const BIGNUM* secret, const PublicPoint& point) {
  const ParameterBuild build(OSSL_PARAM_BLD_new());
  require(build &&
          OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) == 1 &&
          OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) == 1 &&
          OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, secret) == 1);
  const Parameters parameters(OSSL_PARAM_BLD_to_param(build.get()));
  const PkeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* pkey = nullptr;
  require(parameters && context && EVP_PKEY_fromdata_init(context.get()) == 1 &&
          EVP_PKEY_fromdata(context.get(), &pkey, EVP_PKEY_KEYPAIR, parameters.get()) == 1);
  return pkey;
}

/// The members that RFC 7638 hashes, in its order and without a space.
std::string thumbprint(std::string_view x, std::string_view y) {
  std::string text = R"({"crv":"P-256","kty":"EC","x":")";
  text.append(x).append(R"(","y":")").append(y).append("\"}");
  std::array<std::uint8_t, SHA256_DIGEST_LENGTH> hash;
  SHA256(bytes_of(text), text.size(), hash.data());
  return base64url(hash);
}

}  // namespace

void Es256Key::FreePkey::operator()(evp_pkey_st* pkey) const { EVP_PKEY_free(pkey); }

std::optional<Es256Key> Es256Key::from_secret(std::span<const std::uint8_t, 32> secret) {
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number number(BN_bin2bn(secret.data(), static_cast<int>(secret.size()), nullptr));
  require(group && number);
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) return std::nullopt;

  const PublicPoint point = public_point(group.get(), number.get());
  Es256Key key;
  key.pkey_.reset(key_pair(number.get(), point));
  key.x_ = base64url(std::span{point}.subspan(1, kCoordinateBytes));
  key.y_ = base64url(std::span{point}.subspan(1 + kCoordinateBytes));
  key.id_ = thumbprint(key.x_, key.y_);
  return key;
}

std::string Es256Key::sign(std::string_view message) const {
  const Digest digest(EVP_MD_CTX_new());
  std::size_t size = 0;
  require(digest && EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, pkey_.get()) == 1 &&
          EVP_DigestSign(digest.get(), nullptr, &size, bytes_of(message), message.size()) == 1);
  std::vector<unsigned char> der(size);
  require(EVP_DigestSign(digest.get(), der.data(), &size, bytes_of(message), message.size()) == 1);
  const unsigned char* at = der.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(size)));
  std::string raw(kSignatureBytes, '\0');
  auto* const out = reinterpret_cast<unsigned char*>(raw.data());
  require(signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), out, kCoordinateBytes) > 0 &&
          BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), out + kCoordinateBytes, kCoordinateBytes) > 0);
  return raw;
}

bool Es256Key::verifies(std::string_view message, std::string_view signature) const {
  if (signature.size() != kSignatureBytes) return false;
  const Signature both(ECDSA_SIG_new());
  Number r(BN_bin2bn(bytes_of(signature), kCoordinateBytes, nullptr));
  Number s(BN_bin2bn(bytes_of(signature) + kCoordinateBytes, kCoordinateBytes, nullptr));
  require(both && r && s && ECDSA_SIG_set0(both.get(), r.release(), s.release()) == 1);
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(both.get(), &der);
  const std::unique_ptr<unsigned char, decltype([](unsigned char* bytes) { OPENSSL_free(bytes); })> owned(der);
  const Digest digest(EVP_MD_CTX_new());
  require(size > 0 && digest && EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sha256(), nullptr, pkey_.get()) == 1);
  return EVP_DigestVerify(digest.get(), der, static_cast<std::size_t>(size), bytes_of(message), message.size()) == 1;
}

void Es256Key::write_jwk(json::Writer& writer) const {
  writer.begin_object();
  writer.key("kty").text("EC").key("crv").text("P-256").key("x").text(x_).key("y").text(y_);
  writer.key("use").text("sig").key("alg").text("ES256").key("kid").text(id_);
  writer.end_object();
}

}  // namespace souk::identity
