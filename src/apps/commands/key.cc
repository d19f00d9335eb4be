#include "apps/commands/commands.h"
#include "usecases/create_api_key.h"

namespace souk::apps {
namespace {

int create(const KeyOptions& options, Shop& shop, const CommandContext& context) {
  const usecases::CreateApiKey create_api_key{*shop.api_keys, shop.ids, shop.clock};
  const auto made = create_api_key(Role::owner, options.label);
  if (!made) return complain(context, "key create", made.error());
  std::fprintf(context.err, "Keep it well, it is shown this once:\n");
  std::fflush(context.err);
  std::fprintf(context.out, "%s\n", made->text.c_str());
  return kDone;
}

int list(Shop& shop, const CommandContext& context) {
  const auto keys = shop.api_keys->all();
  if (!keys) return complain(context, "key list", keys.error());
  for (const auto& key : *keys)
    std::fprintf(context.out, "%s  owner  %s  %s  %s\n", key.id.text().c_str(), to_rfc3339(key.created_at).c_str(),
                 key.revoked ? "revoked" : "active ", key.label.c_str());
  return kDone;
}

int revoke(const KeyOptions& options, Shop& shop, const CommandContext& context) {
  const auto id = ApiKeyId::parse(options.id);
  if (!id)
    return complain(context, "key revoke",
                    {ErrorCode::not_found, "'" + options.id + "' is no key's id; `souk key list` shows them"});
  if (const auto found = shop.api_keys->find(*id); !found) return complain(context, "key revoke", found.error());
  if (const auto revoked = shop.api_keys->revoke(*id); !revoked) return complain(context, "key revoke", revoked.error());
  std::fprintf(context.out, "%s is revoked\n", options.id.c_str());
  return kDone;
}

int rotate_signing(Shop& shop, const CommandContext& context) {
  if (const auto rotated = shop.accounts->tokens->rotate(); !rotated)
    return complain(context, "key rotate-signing", rotated.error());
  std::fprintf(context.out, "Access tokens are signed with another key from now on; the one before counts until its tokens run out\n");
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
