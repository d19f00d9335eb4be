#pragma once

#include "apps/command.h"
#include "apps/options.h"
#include "apps/shop.h"

/// The commands that work on an open shop, here or in the process that serves it. Each returns its exit code.
namespace souk::apps {

int run(const DemoOptions& options, Shop& shop, const CommandContext& context);
int run(const ImportCommand& options, Shop& shop, const CommandContext& context);
int run(const ExportOptions& options, Shop& shop, const CommandContext& context);
int run(const BackupOptions& options, Shop& shop, const CommandContext& context);
int run(const KeyOptions& options, Shop& shop, const CommandContext& context);
int run(const RotateKeyOptions& options, Shop& shop, const CommandContext& context);
int run(const DoctorOptions& options, Shop& shop, const CommandContext& context);

}  // namespace souk::apps
