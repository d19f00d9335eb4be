#include "http/content_coding.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace souk::http {
namespace {

std::string gunzipped(const std::string& bytes) {
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, 15 + 16), Z_OK);
  std::string out(1 << 20, '\0');
  std::string in = bytes;
  stream.next_in = reinterpret_cast<Bytef*>(in.data());
  stream.avail_in = static_cast<uInt>(in.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST(ContentCoding, TakesTheBestThatTheClientAccepts) {
  const std::pair<const char*, Coding> cases[] = {
      {"", Coding::identity},
      {"identity", Coding::identity},
      {"gzip, deflate, br, zstd", Coding::brotli},
      {"gzip", Coding::gzip},
      {"GZip ; q=0.5", Coding::gzip},
      {"br;q=0, gzip", Coding::gzip},
      {"br;q=0.2, gzip;q=0.8", Coding::gzip},
      {"*", Coding::brotli},
      {"*;q=0", Coding::identity},
      {"gzip;q=0", Coding::identity},
      {"*;q=0, gzip", Coding::gzip},
      {"br;q=oops", Coding::identity},
      {"deflate", Coding::identity},
      {"brotli, gzipped", Coding::identity},
      {",,br,,", Coding::brotli},
      {"br;q=2", Coding::identity},
  };
  for (const auto& [header, coding] : cases) EXPECT_EQ(negotiated_coding(header), coding) << header;
}

TEST(ContentCoding, PacksAndUnpacksToTheSame) {
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "{\"title\":\"Kyusu teapot " + std::to_string(i) + "\"},";

  EXPECT_EQ(gunzipped(encoded(text, Coding::gzip)), text);
  EXPECT_LT(encoded(text, Coding::brotli).size(), text.size() / 5);
  EXPECT_EQ(encoded(text, Coding::identity), text);
}

}  // namespace
}  // namespace souk::http
