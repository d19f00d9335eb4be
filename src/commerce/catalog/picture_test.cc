#include "commerce/catalog/picture.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace souk {
namespace {

using namespace std::string_literals;

std::string png(const std::string& width, const std::string& height) {
  return "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"s + width + height + "\x08\x02\0\0\0"s;
}

const std::string kJpeg =
    "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xff\xc4\x00\x04yz\xff\xc2\x00\x11\x08\x01\x40\x02\x80\x03"s;
const std::string kLossyWebp = "RIFF\x20\x00\x00\x00WEBPVP8 \x10\x00\x00\x00\x30\x01\x00\x9d\x01\x2a\x80\x02\x40\x41\x00\x00"s;
const std::string kLosslessWebp = "RIFF\x20\x00\x00\x00WEBPVP8L\x10\x00\x00\x00\x2f\x7f\xc2\x4f\x00\x00\x00\x00\x00\x00"s;
const std::string kExtendedWebp = "RIFF\x20\x00\x00\x00WEBPVP8X\x0a\x00\x00\x00\x10\x00\x00\x00\x7f\x02\x00\x3f\x01\x00"s;

struct Known {
  std::string bytes;
  std::string_view extension;
};
class Pictures : public testing::TestWithParam<Known> {};

TEST_P(Pictures, TellTheirKindAndSize) {
  const auto picture = check_picture(GetParam().bytes);

  ASSERT_TRUE(picture) << picture.error().detail;
  EXPECT_EQ(picture->extension, GetParam().extension);
  EXPECT_EQ(picture->width, 640);
  EXPECT_EQ(picture->height, 320);
}

TEST_P(Pictures, CutShortAreNone) {
  const std::string& whole = GetParam().bytes;
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const auto picture = read_picture(std::string_view{whole}.substr(0, size));
    EXPECT_EQ(picture ? picture->width : 640, 640) << size;
  }
  EXPECT_FALSE(read_picture(std::string_view{whole}.substr(0, 9)));
}

INSTANTIATE_TEST_SUITE_P(All, Pictures,
                         testing::Values(Known{png("\0\0\x02\x80"s, "\0\0\x01\x40"s), "png"},
                                         Known{"GIF89a\x80\x02\x40\x01\xf7\x00\x00"s, "gif"}, Known{kJpeg, "jpg"},
                                         Known{kLossyWebp, "webp"}, Known{kLosslessWebp, "webp"},
                                         Known{kExtendedWebp, "webp"}));

TEST(Picture, IsNothingElse) {
  for (const std::string& bytes :
       {""s, "<svg xmlns='http://www.w3.org/2000/svg'/>"s, "<!doctype html><script>alert(1)</script>"s, "MZ\x90"s, "%PDF-1.7"s,
        "GIF89a<script>"s.substr(0, 9), "\x89PNG\r\n\x1a\nnot a header at all"s, "\xff\xd8\xff\xd9"s,
        "\xff\xd8\xff\xda\0\x08uvwxyz"s, "RIFF\0\0\0\0WAVEfmt and so on, far enough"s, "BM\0\0"s,
        png("\0\0\0\0"s, "\0\0\0\x01"s)})
    EXPECT_EQ(check_picture(bytes).error().code, ErrorCode::unsupported_media) << bytes;
}

TEST(Picture, MayNotUnfoldToMoreThanAMemoryHolds) {
  const auto refused = [](const std::string& bytes) {
    const auto picture = check_picture(bytes);
    return !picture && picture.error().code == ErrorCode::image_too_large;
  };

  EXPECT_TRUE(refused(png("\0\0\xc3\x50"s, "\0\0\xc3\x50"s)));  // 50,000 x 50,000
  EXPECT_TRUE(refused(png("\x7f\xff\xff\xff"s, "\x7f\xff\xff\xff"s)));
  EXPECT_TRUE(refused(png("\0\0\x40\x01"s, "\0\0\0\x01"s)));
  EXPECT_FALSE(refused(png("\0\0\x1b\x58"s, "\0\0\x1b\x58"s)));  // 7,000 x 7,000
}

RC_GTEST_PROP(Picture, IsReadFromAnyBytes, (const std::string& tail)) {
  for (const std::string& head :
       {"\xff\xd8\xff"s, "\x89PNG\r\n\x1a\n"s, "GIF89a"s, "RIFF\0\0\0\0WEBPVP8 "s, "RIFF\0\0\0\0WEBPVP8L"s})
    read_picture(head + tail);
}

}  // namespace
}  // namespace souk
