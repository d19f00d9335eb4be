#include "embedded/signer.h"

#include <numeric>

#include <gtest/gtest.h>

#include "embedded/sha256.h"
#include "support/fixed_secrets.h"

namespace souk::embedded {
namespace {

class CountingSecrets final : public ports::Secrets {
 public:
  ports::SecretKey derive(std::string_view) const override {
    ports::SecretKey key;
    std::iota(key.writable().begin(), key.writable().end(), std::uint8_t{0});
    return key;
  }
};

TEST(Signer, KeepsPurposesAndMessagesApart) {
  const auto signer = make_signer(support::FixedSecrets{});

  EXPECT_EQ(signer->sign("cursor", "page 2"), signer->sign("cursor", "page 2"));
  EXPECT_NE(signer->sign("cursor", "page 2"), signer->sign("order_token", "page 2"));
  EXPECT_NE(signer->sign("cursor", "page 2"), signer->sign("cursor", "page 3"));
  EXPECT_NE(signer->sign("cursor", "page"), signer->sign("cursorp", "age"));
}

TEST(Signer, IsHmacSha256) {
  // Python: hmac.new(bytes(range(32)), b"cursor\0page 2", hashlib.sha256)
  EXPECT_EQ(hex(make_signer(CountingSecrets{})->sign("cursor", "page 2")),
            "5a8c5791f686b886923a6e6fb33bcdbfff931cea31b88c09be757cf27efac71e");
}

}  // namespace
}  // namespace souk::embedded
