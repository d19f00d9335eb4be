#include "apps/command.h"

namespace souk::apps {

int exit_code_of(const Error& error) { return error.code == ErrorCode::key_rejected ? kLocked : kFailed; }

int complain(const CommandContext& context, const std::string& command, const Error& error) {
  std::fprintf(context.err, "souk %s: %s (%s)\n", command.c_str(), error.detail.c_str(),
               std::string(name_of(error.code)).c_str());
  if (!error.cause.empty()) std::fprintf(context.err, "  because: %s\n", error.cause.c_str());
  std::fflush(context.err);
  return exit_code_of(error);
}

}  // namespace souk::apps
