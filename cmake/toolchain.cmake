# Flags every target of ours is compiled with. What differs between presets comes from CMakePresets.json as SOUK_* variables.
set(SOUK_SANITIZERS "" CACHE STRING "What -fsanitize= gets, for example address,undefined; empty for none")
option(SOUK_HARDENED "Compile with fortified libc calls and stack protection" OFF)
option(SOUK_FUZZERS "Build the fuzz targets, which needs clang, instead of the tests" OFF)

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Paths below the source folder count as relative, so that a second clone finds what the first one compiled.
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

find_program(MOLD_PROGRAM mold)
if(MOLD_PROGRAM)
  add_link_options(-fuse-ld=mold)
endif()
add_link_options(-Wl,--as-needed)

if(SOUK_SANITIZERS)
  add_compile_options(-fsanitize=${SOUK_SANITIZERS} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SOUK_SANITIZERS})
  if(SOUK_SANITIZERS MATCHES undefined)
    add_compile_options(-fno-sanitize-recover=undefined)
  endif()
endif()

if(SOUK_FUZZERS)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()

if(SOUK_HARDENED)
  add_compile_options(-D_FORTIFY_SOURCE=2 -fstack-protector-strong)
  add_link_options(-pie -Wl,-z,relro,-z,now)
endif()

# Ours alone: third-party sources and headers keep their own opinion.
add_library(souk_warnings INTERFACE)
target_compile_options(souk_warnings INTERFACE
  -Wall -Wextra -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough -Wsuggest-override -Wvla
  -Wcast-qual -Wextra-semi
  # GCC 12 reports these two for correct std::string and std::expected code (GCC bugs 105651 and 105562).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict -Wno-maybe-uninitialized>
  # Clang builds the fuzz targets alone; its own warnings come with clang-tidy.
  $<$<CXX_COMPILER_ID:GNU>:-Werror>)
