#include "aws/outbox.h"

#include <algorithm>
#include <utility>

#include "aws/event_items.h"
#include "records/event_message.h"

namespace souk::aws {
namespace {

std::string message_of(const ports::Event& event) {
  return records::write(records::EventMessage{.id = event.id,
                                              .type = event.type,
                                              .aggregate = event.aggregate,
                                              .aggregate_version = event.aggregate_version,
                                              .at = event.at,
                                              .data = event.data});
}

class DynamoOutbox final : public ports::Outbox {
 public:
  DynamoOutbox(const DynamoShop& shop, ports::Queue& queue, std::vector<Subscription> subscriptions)
      : shop_(shop), queue_(queue), subscriptions_(std::move(subscriptions)) {}

  Result<std::vector<ports::Event>> unpublished(std::int64_t limit) const override {
    TRY(auto items, unpublished_events(shop_, limit));
    std::vector<ports::Event> events;
    for (StoredEvents& item : items) std::ranges::move(item.unpublished, std::back_inserter(events));
    // Items of one instant come shard by shard; ids tell which was made first.
    std::ranges::sort(events, {}, [](const ports::Event& event) { return std::pair(event.at, event.id); });
    if (std::ssize(events) > limit) events.resize(static_cast<std::size_t>(limit));
    return events;
  }

  Result<std::int64_t> publish(std::int64_t limit) override {
    TRY(const auto items, unpublished_events(shop_, limit));
    std::int64_t published = 0;
    for (const StoredEvents& item : items) {
      const std::int64_t count = std::min<std::int64_t>(limit - published, std::ssize(item.unpublished));
      if (count == 0) break;
      TRY(const bool ours, claim(shop_, item));
      if (!ours) continue;
      for (std::int64_t i = 0; i < count; ++i) TRY(send(item.unpublished[static_cast<std::size_t>(i)]));
      TRY(mark_published(shop_, item, count));
      published += count;
    }
    return published;
  }

  Result<std::int64_t> forget(Instant, std::int64_t) override { return 0; }  // the table's TTL does

 private:
  Result<void> send(const ports::Event& event) {
    for (const Subscription& subscription : subscriptions_)
      if (subscription.type == event.type) TRY(queue_.send(subscription.queue, message_of(event)));
    return {};
  }

  const DynamoShop& shop_;
  ports::Queue& queue_;
  const std::vector<Subscription> subscriptions_;
};

}  // namespace

std::unique_ptr<ports::Outbox> open_outbox(const DynamoShop& shop, ports::Queue& queue,
                                           std::vector<Subscription> subscriptions) {
  return std::make_unique<DynamoOutbox>(shop, queue, std::move(subscriptions));
}

}  // namespace souk::aws
