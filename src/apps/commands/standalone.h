#pragma once

#include "apps/command.h"
#include "apps/options.h"

/// The commands that open no shop.
namespace souk::apps {

int restore(const RestoreOptions& options, const CommandContext& context);
int generate_key(const GenerateKeyOptions& options, const CommandContext& context);
int serve_test_provider(const TestProviderOptions& options);
int print_version(const CommandContext& context);

}  // namespace souk::apps
