// Whole checkouts, as fast as a number of shoppers can place them: new cart, one line, customer, order. Prints what a second
// brought.
//
//   checkout_load PORT VARIANT [SHOPPERS] [SECONDS] [orders | carts]
//
// carts: a new cart and its first line alone.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "net/http_client.h"

namespace {

using souk::net::HttpClient;
using souk::net::HttpResponse;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{10};

struct Load {
  std::uint16_t port;
  std::string variant;
  int shoppers = 64;
  int seconds = 5;
  bool orders = true;
};

std::atomic<std::int64_t> done = 0, pending = 0, failed = 0;
std::array<std::atomic<std::int64_t>, 600> refusals;  // by status; 0 is none at all

bool refused(const HttpResponse& answer) {
  ++refusals[answer.status < 600 ? answer.status : 0];
  return false;
}

/// The text after "name":" in a flat JSON answer: enough to follow ids.
std::string member(const std::string& body, const std::string& name) {
  const std::string mark = '"' + name + "\":\"";
  const auto at = body.find(mark);
  if (at == std::string::npos) return {};
  const auto from = at + mark.size();
  return body.substr(from, body.find('"', from) - from);
}

HttpResponse ask(const HttpClient& client, const char* method, const std::string& target, const std::string& body,
                 const std::string& key = {}) {
  souk::net::HttpRequest request{
      .method = method, .target = target, .headers = {{"Content-Type", "application/json"}}, .body = body};
  if (!key.empty()) request.headers.emplace_back("Idempotency-Key", key);
  auto answer = client.send(request, kPatience);
  return answer ? *std::move(answer) : HttpResponse{};
}

bool shop_once(const HttpClient& client, const Load& load, const std::string& key) {
  const auto cart = ask(client, "POST", "/v1/carts", "{}");
  const std::string path = "/v1/carts/" + member(cart.body, "id");
  const auto line = ask(client, "POST", path + "/lines", R"({"variant_id":")" + load.variant + R"(","quantity":1})");
  if (cart.status != 201) return refused(cart);
  if (line.status != 201) return refused(line);
  if (!load.orders) return true;
  const auto customer = ask(
      client, "PUT", path + "/customer",
      R"({"email":"ada@example.com","shipping_address":{"name":"Ada","line1":"1 Quay","city":"Flensburg","postal_code":"24937","country":"DE"}})");
  if (customer.status != 200) return refused(customer);
  const auto order = ask(client, "POST", path + "/checkout", R"({"payment":{"provider":"test","token":"tok_ok"}})", key);
  if (order.status == 202) ++pending;
  return order.status == 201 || order.status == 202 || refused(order);
}

void shopper(const Load& load, int number, Clock::time_point end) {
  const HttpClient client(souk::net::Endpoint::tcp("127.0.0.1", load.port));
  const std::string run = std::to_string(std::chrono::system_clock::now().time_since_epoch().count());
  for (int visit = 0; Clock::now() < end; ++visit) {
    const std::string key = "load-" + run + '-' + std::to_string(number) + '-' + std::to_string(visit);
    shop_once(client, load, key) ? ++done : ++failed;
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "checkout_load PORT VARIANT [SHOPPERS] [SECONDS] [orders | carts]\n");
    return 2;
  }
  Load load{.port = static_cast<std::uint16_t>(std::atoi(argv[1])), .variant = argv[2]};
  if (argc > 3) load.shoppers = std::atoi(argv[3]);
  if (argc > 4) load.seconds = std::atoi(argv[4]);
  if (argc > 5) load.orders = std::string(argv[5]) != "carts";
  const auto begin = Clock::now();
  const auto end = begin + std::chrono::seconds(load.seconds);
  std::vector<std::thread> threads;
  for (int i = 0; i < load.shoppers; ++i) threads.emplace_back(shopper, std::cref(load), i, end);
  for (auto& thread : threads) thread.join();
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - begin).count();
  std::printf("%s/s %lld  (%lld in %lld ms, %lld pending, %lld failed, %d shoppers)\n", load.orders ? "orders" : "carts",
              static_cast<long long>(done * 1000 / took), static_cast<long long>(done.load()), static_cast<long long>(took),
              static_cast<long long>(pending.load()), static_cast<long long>(failed.load()), load.shoppers);
  for (std::size_t status = 0; status < refusals.size(); ++status)
    if (refusals[status] > 0) std::printf("  %lld times status %zu\n", static_cast<long long>(refusals[status].load()), status);
  return failed == 0 ? 0 : 1;
}
