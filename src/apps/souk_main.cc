#include <cstdio>
#include <exception>

#include "apps/dispatch.h"
#include "apps/memory_privacy.h"
#include "apps/options.h"

int main(int argc, char** argv) {
  souk::apps::keep_memory_private();
  const std::vector<std::string> words(argv + 1, argv + argc);
  const auto parsed = souk::apps::parse(words);
  if (const auto* usage = std::get_if<souk::apps::Usage>(&parsed)) {
    std::fputs(usage->text.c_str(), usage->exit_code == 0 ? stdout : stderr);
    return usage->exit_code;
  }
  try {
    return souk::apps::run_command(std::get<souk::apps::Command>(parsed), words);
  } catch (const std::exception& error) {  // the edge: an exception is a bug or a broken process
    std::fprintf(stderr, "souk: %s\n", error.what());
    return 70;
  }
}
