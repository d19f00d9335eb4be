#pragma once

#include <barrier>
#include <cstddef>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

namespace souk::support {

/// Runs call(0), call(1), ... on threads of their own that start together; gives what each returned, in their order.
template <class Call>
auto at_once(int threads, Call call) {
  using Outcome = decltype(call(0));
  std::vector<std::optional<Outcome>> outcomes(static_cast<std::size_t>(threads));
  std::barrier start(threads);
  {
    std::vector<std::jthread> running;
    running.reserve(outcomes.size());
    for (int i = 0; i < threads; ++i) {
      running.emplace_back([&, i] {
        start.arrive_and_wait();
        outcomes[static_cast<std::size_t>(i)].emplace(call(i));
      });
    }
  }
  std::vector<Outcome> all;
  all.reserve(outcomes.size());
  for (auto& outcome : outcomes) all.push_back(*std::move(outcome));
  return all;
}

}  // namespace souk::support
