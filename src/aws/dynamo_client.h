#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/dynamo_reply.h"
#include "aws/dynamo_requests.h"
#include "aws/dynamo_transport.h"
#include "aws/retry.h"
#include "commerce/error/error.h"

namespace souk::aws {

using ItemSet = std::map<ItemKey, Item>;

/// What became of a transaction that was sent.
struct Transacted {
  bool committed = false;
  std::vector<std::string> reasons{};  // when not: one code for each action, "None" or "ConditionalCheckFailed"
  // When not: an earlier try got no answer, and may be what the conditions met. The token rules that out for ten minutes, where
  // it is honored.
  bool perhaps_before = false;
};

/// DynamoDB in the shop's terms. Repeats what failed in passing, with full jitter and within a budget; thread-safe. Errors of
/// all: unavailable (nothing was written) and, of writes, commit_unknown (perhaps written: read before answering); corrupt for
/// what cannot be read.
class DynamoClient {
 public:
  DynamoClient(const DynamoTransport& transport, ports::IdSource& ids, RetryPolicy policy = {});

  /// Strongly consistent.
  Result<std::optional<Item>> get(const ItemKey& key) const;
  /// Any number, in as few calls as they take; each is read strongly consistent, all of them not at one instant. Those that are
  /// not there are left out.
  Result<ItemSet> get_all(std::vector<ItemKey> keys) const;
  Result<std::vector<Item>> query(const Query& query) const;
  /// Eventually consistent.
  Result<std::vector<Item>> scan(const Scan& scan) const;

  /// False: the condition did not hold, nothing was written. So it may be after a repeat whose first try was done but not
  /// answered.
  Result<bool> write(const Put& put) const;
  Result<bool> write(const Update& update) const;
  Result<bool> write(const Delete& erase) const;
  /// An update without a condition; returns the item as it now is. May count twice when its answer is lost.
  Result<Item> update_and_get(const Update& update) const;
  /// All or nothing; at most kMaxActions on different items. One action alone is an ordinary write, at half the price.
  Result<Transacted> transact(std::span<const Action> actions) const;

  /// Waits before what was overtaken is tried again.
  void pause(int failures) const { retry_.pause(failures); }

 private:
  enum class Effect { none, writes };
  Result<Reply> call(std::string_view operation, const std::string& body, Effect effect) const;
  template <class PageRequest>
  Result<std::vector<Item>> pages(std::string_view operation, std::int64_t limit, const PageRequest& request) const;
  Result<Transacted> write_alone(std::string_view operation, const std::string& body) const;
  Result<void> get_some(std::vector<ItemKey>& wanted, ItemSet& found) const;

  const DynamoTransport& transport_;
  ports::IdSource& ids_;
  mutable Retry retry_;
};

}  // namespace souk::aws
