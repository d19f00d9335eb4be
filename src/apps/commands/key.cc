#include "apps/commands/commands.h"
#include "usecases/create_api_key.h"

namespace souk::apps {
namespace {

int create(const KeyOptions& options, Shop& shop, const CommandContext& context) {
  const usecases::CreateApiKey create_api_key{*shop.api_keys, shop.ids, shop.clock};
  const Act act{.actor = kOperator, .operation = "souk key create"};
  const auto made =
      create_api_key({.role = options.role,
                      .scopes = options.scopes,
                      .label = options.label,
                      .expires_at = options.lifetime ? std::optional{shop.clock.now() + *options.lifetime} : std::nullopt},
                     act);
  if (!made) return complain(context, "key create", made.error());
  std::fprintf(context.err, "Keep it well, it is shown this once:\n");
  std::fflush(context.err);
  std::fprintf(context.out, "%s\n", made->text.c_str());
  return kDone;
}

std::string state_of(const ApiKey& key, Instant now) {
  if (key.revoked) return "revoked";
  return key.has_expired(now) ? "expired" : "active";
}

std::string scopes_of(const ApiKey& key) {
  const std::string scopes = spelled(key.scopes);
  return scopes.empty() ? "all its role may" : scopes;
}

std::string day_of(std::optional<Instant> instant) { return instant ? to_rfc3339(*instant).substr(0, 10) : "never"; }

int list(Shop& shop, const CommandContext& context) {
  const auto keys = shop.api_keys->all();
  if (!keys) return complain(context, "key list", keys.error());
  for (const auto& key : *keys)
    std::fprintf(context.out, "%s  %s  %s  made %s by %s  expires %s  last used %s  %s  %s\n", key.id.text().c_str(),
                 std::string(name_of(key.role)).c_str(), state_of(key, shop.clock.now()).c_str(),
                 to_rfc3339(key.created_at).c_str(), key.created_by.c_str(), day_of(key.expires_at).c_str(),
                 day_of(key.last_used_day).c_str(), scopes_of(key).c_str(), key.label.c_str());
  return kDone;
}

int revoke(const KeyOptions& options, Shop& shop, const CommandContext& context) {
  const auto id = ApiKeyId::parse(options.id);
  if (!id)
    return complain(context, "key revoke",
                    {ErrorCode::not_found, "'" + options.id + "' is no key's id; `souk key list` shows them"});
  const Act act{.actor = kOperator, .operation = "souk key revoke"};
  if (const auto revoked = shop.api_keys->revoke(*id, act); !revoked) return complain(context, "key revoke", revoked.error());
  std::fprintf(context.out, "%s is revoked\n", options.id.c_str());
  return kDone;
}

int rotate_signing(Shop& shop, const CommandContext& context) {
  if (const auto rotated = shop.accounts->tokens->rotate(); !rotated)
    return complain(context, "key rotate-signing", rotated.error());
  std::fprintf(context.out,
               "Access tokens are signed with another key from now on; the one before counts until its tokens run out\n");
  return kDone;
}

}  // namespace

int run(const KeyOptions& options, Shop& shop, const CommandContext& context) {
  switch (options.verb) {
    case KeyOptions::Verb::create: return create(options, shop, context);
    case KeyOptions::Verb::list: return list(shop, context);
    case KeyOptions::Verb::revoke: return revoke(options, shop, context);
    case KeyOptions::Verb::rotate_signing: return rotate_signing(shop, context);
  }
  std::unreachable();
}

}  // namespace souk::apps
