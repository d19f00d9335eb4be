#include "contract/media_store_contract.h"

#include <algorithm>
#include <string>

#include "support/at_once.h"

namespace souk::contract {

using namespace std::string_literals;

namespace {

const std::string kPng = "\x89PNG\r\n\x1a\n"s + "pixels"s;
const std::string kJpeg = "\xff\xd8\xff\xe0"s + "pixels"s;
const std::string kWebp = "RIFF\x10\x00\x00\x00WEBPVP8 "s;
const std::string kGif = "GIF89a"s + "pixels"s;
const std::string kSvg = "<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>"s;

}  // namespace

TEST_P(MediaStoreContract, GivesBackEveryByteWithItsType) {
  const struct {
    const char* extension;
    const std::string& bytes;
    const char* content_type;
  } pictures[] = {{"png", kPng, "image/png"},
                  {"jpg", kJpeg, "image/jpeg"},
                  {"webp", kWebp, "image/webp"},
                  {"gif", kGif, "image/gif"},
                  {"svg", kSvg, "image/svg+xml"}};

  for (const auto& picture : pictures) {
    const auto key = home_->media->put(picture.bytes, picture.extension);
    ASSERT_TRUE(key.has_value()) << picture.extension;
    EXPECT_TRUE(key->ends_with("."s + picture.extension));
    const auto found = home_->media->find(*key).value();
    EXPECT_EQ(found.key, *key);
    EXPECT_EQ(found.bytes, picture.bytes);
    EXPECT_EQ(found.content_type, picture.content_type);
  }
}

TEST_P(MediaStoreContract, NamesTheBytesByTheirHash) {
  // printf '\x89PNG\r\n\x1a\npixels' | sha256sum
  EXPECT_EQ(home_->media->put(kPng, "png").value(), "4624836652c450f26fc11e7e372a59af7963ea7613e59ce92186c60c22301c97.png");
}

TEST_P(MediaStoreContract, StoresTheSameBytesOnce) {
  const auto first = home_->media->put(kPng, "png").value();

  EXPECT_EQ(home_->media->put(kPng, "png").value(), first);
  EXPECT_EQ(home_->media->find(first).value().bytes, kPng);
}

TEST_P(MediaStoreContract, RefusesBytesThatAreNotWhatTheirNameSays) {
  const std::pair<std::string, const char*> wrong[] = {
      {kPng, "jpg"}, {kJpeg, "png"},   {"<html><script>", "svg"},
      {"", "png"},   {"GIF89", "gif"}, {"RIFF\x10\0\0\0WAVEfmt "s, "webp"},
      {kPng, "exe"}, {kPng, ""},       {kPng, "../png"},
  };

  for (const auto& [bytes, extension] : wrong) {
    EXPECT_EQ(home_->media->put(bytes, extension).error().code, ErrorCode::unsupported_media) << extension;
  }
}

TEST_P(MediaStoreContract, RefusesMoreThanTwentyMebibytes) {
  std::string large = kPng;
  large.resize((20u << 20) + 1);
  EXPECT_EQ(home_->media->put(large, "png").error().code, ErrorCode::payload_too_large);

  large.resize(20u << 20);
  EXPECT_TRUE(home_->media->put(large, "png").has_value());
}

TEST_P(MediaStoreContract, FindsNothingUnderAKeyThatIsNoneOfOurs) {
  const auto key = home_->media->put(kPng, "png").value();
  auto unknown = key;
  unknown[0] = unknown[0] == 'a' ? 'b' : 'a';

  for (const std::string& wrong : {unknown, key.substr(0, 64), key + "x", "../souk.db"s, "/etc/passwd"s, ""s, "."s,
                                   key.substr(0, 2) + "/" + key, key + "\0"s}) {
    EXPECT_EQ(home_->media->find(wrong).error().code, ErrorCode::not_found) << wrong;
  }
}

TEST_P(MediaStoreContract, TakesTheSameBytesFromManyAtOnce) {
  const auto keys = support::at_once(8, [&](int) { return home_->media->put(kPng, "png"); });

  EXPECT_TRUE(std::ranges::all_of(keys, [&](const auto& key) { return key && *key == *keys[0]; }));
  EXPECT_EQ(home_->media->find(*keys[0]).value().bytes, kPng);
}

}  // namespace souk::contract
