#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "apps/command.h"
#include "apps/options.h"
#include "apps/shop.h"
#include "apps/shop_verbs.h"

namespace souk::apps {

/// A command that came through the channel, on the shop that this process serves. The words are read again here: who calls may
/// be another version.
int run_beside(const std::vector<std::string>& words, Shop& shop, const CommandContext& context);

/// A command in a process of its own: through the channel when a server holds the folder, else on the folder itself.
int run_command(const Command& command, const std::vector<std::string>& words);

/// The HTTP surface of an open shop.
std::unique_ptr<http::Service> make_shop_service(Shop& shop, const ShopVerbs& verbs, const ServeOptions& options,
                                                 std::function<bool()> is_ready);

}  // namespace souk::apps
