#include "http/response_cache.h"

#include <atomic>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace souk::http {
namespace {

constexpr ResponseCache::Time kNow{};
constexpr ResponseCache::Time kLater = kNow + std::chrono::hours{1};

SharedAnswer an_answer(std::string body, Coding coding = Coding::identity) {
  auto answer = std::make_shared<FinishedAnswer>();
  answer->coding = coding;
  answer->body = std::move(body);
  return answer;
}

TEST(ResponseCache, ServesAnAnswerOnlyAtTheVersionItWasMadeAt) {
  ResponseCache cache(1 << 20);
  cache.put("/v1/products", an_answer("seven"), 7, kLater);

  EXPECT_EQ(cache.find("/v1/products", Coding::identity, 7, kNow)->body, "seven");
  EXPECT_FALSE(cache.find("/v1/products", Coding::identity, 8, kNow));
  EXPECT_FALSE(cache.find("/v1/products", Coding::identity, 6, kNow));
  EXPECT_FALSE(cache.find("/v1/products?limit=1", Coding::identity, 7, kNow));
}

TEST(ResponseCache, KeepsCodingsApart) {
  ResponseCache cache(1 << 20);
  cache.put("/v1/products", an_answer("packed", Coding::brotli), 1, kLater);

  EXPECT_FALSE(cache.find("/v1/products", Coding::identity, 1, kNow));
  EXPECT_TRUE(cache.holds("/v1/products", 1, kNow));
  EXPECT_FALSE(cache.holds("/v1/products", 2, kNow));
}

TEST(ResponseCache, ForgetsWhatIsTooOld) {
  ResponseCache cache(1 << 20);
  cache.put("/v1/products", an_answer("old"), 1, kNow + std::chrono::seconds{5});

  EXPECT_TRUE(cache.find("/v1/products", Coding::identity, 1, kNow + std::chrono::milliseconds{4999}));
  EXPECT_FALSE(cache.find("/v1/products", Coding::identity, 1, kNow + std::chrono::seconds{5}));
  EXPECT_FALSE(cache.holds("/v1/products", 1, kNow + std::chrono::seconds{5}));
}

TEST(ResponseCache, IsNotOverwrittenByAnOlderAnswer) {
  ResponseCache cache(1 << 20);
  cache.put("/v1/shop", an_answer("new"), 2, kLater);
  cache.put("/v1/shop", an_answer("slow and old"), 1, kLater);

  EXPECT_EQ(cache.find("/v1/shop", Coding::identity, 2, kNow)->body, "new");
}

TEST(ResponseCache, StaysWithinItsBytesAndDropsTheLongestUnused) {
  constexpr std::size_t kLimit = 16 * 8 * 1024;
  ResponseCache cache(kLimit);
  cache.put("/favourite", an_answer(std::string(1024, 'x')), 1, kLater);

  for (int i = 0; i < 1000; ++i) {
    cache.put("/product/" + std::to_string(i), an_answer(std::string(1024, 'x')), 1, kLater);
    ASSERT_LE(cache.bytes(), kLimit);
    ASSERT_TRUE(cache.find("/favourite", Coding::identity, 1, kNow)) << i;
  }
  EXPECT_FALSE(cache.find("/product/0", Coding::identity, 1, kNow));
  EXPECT_TRUE(cache.find("/product/999", Coding::identity, 1, kNow));
}

TEST(ResponseCache, DoesNotKeepWhatWouldDriveOutEverythingElse) {
  ResponseCache cache(16 * 1024);
  cache.put("/huge", an_answer(std::string(2048, 'x')), 1, kLater);

  EXPECT_FALSE(cache.find("/huge", Coding::identity, 1, kNow));
  EXPECT_EQ(cache.bytes(), 0U);
}

TEST(ResponseCache, NeverMixesVersionsUnderManyThreads) {
  ResponseCache cache(64 << 10);
  std::atomic<bool> mixed{false};
  std::vector<std::thread> threads;
  threads.reserve(4);
  for (int thread = 0; thread < 4; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < 5'000; ++i) {
        const std::int64_t version = (i * 7 + thread) % 50;
        const std::string target = "/t/" + std::to_string(i % 40);
        if (i % 3 == 0) cache.put(target, an_answer(std::to_string(version)), version, kLater);
        const auto found = cache.find(target, Coding::identity, version, kNow);
        if (found && found->body != std::to_string(version)) mixed = true;
      }
    });
  for (std::thread& thread : threads) thread.join();

  EXPECT_FALSE(mixed);
}

}  // namespace
}  // namespace souk::http
