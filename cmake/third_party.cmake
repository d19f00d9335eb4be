# Every library that is not ours, under the short name a module writes after LINKS.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(OpenSSL 3 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(spdlog 1.10 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(prometheus-cpp REQUIRED)
set(Boost_USE_STATIC_LIBS ON)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
pkg_check_modules(gumbo REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(brotlienc REQUIRED IMPORTED_TARGET libbrotlienc)

function(third_party name)
  add_library(third_party_${name} INTERFACE)
  target_link_libraries(third_party_${name} INTERFACE ${ARGN})
endfunction()

third_party(boost_json Boost::json)
third_party(brotli PkgConfig::brotlienc)
third_party(cli11 CLI11::CLI11)
third_party(crypto OpenSSL::Crypto)
third_party(csv csv)
third_party(fmt fmt::fmt)
third_party(gumbo PkgConfig::gumbo)
third_party(prometheus prometheus-cpp::core)
third_party(sodium PkgConfig::sodium)
third_party(spdlog spdlog::spdlog)
third_party(stemmer stemmer)
third_party(zlib ZLIB::ZLIB)

# Asio and Beast are compiled once, in src/net/asio_impl.cc: a file that includes them then only pays for the parsing.
third_party(asio Boost::headers OpenSSL::SSL Threads::Threads)
target_compile_definitions(third_party_asio INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED)
if(SOUK_SANITIZERS MATCHES thread)  # which does not see fences; Asio's locks order all we rely on without them
  target_compile_definitions(third_party_asio INTERFACE BOOST_ASIO_DISABLE_FENCED_BLOCK)
endif()

# SQLite with SQLite3 Multiple Ciphers: the amalgamation that third_party/package.json pins.
set(SQLITE3MC_DIR ${PROJECT_SOURCE_DIR}/third_party/node_modules/better-sqlite3-multiple-ciphers/deps/sqlite3)
if(NOT EXISTS ${SQLITE3MC_DIR}/sqlite3.c)
  message(FATAL_ERROR "SQLite is not here yet. Run script/setup, which installs third_party/package.json.")
endif()
add_library(sqlite3mc STATIC ${SQLITE3MC_DIR}/sqlite3.c)
target_include_directories(sqlite3mc SYSTEM PUBLIC ${SQLITE3MC_DIR})
# A change of the key keeps account of the rows that are written meanwhile. The header asks for it too.
target_compile_definitions(sqlite3mc PUBLIC SQLITE_ENABLE_PREUPDATE_HOOK)
target_compile_definitions(sqlite3mc PRIVATE
  SQLITE_ENABLE_FTS5
  CODEC_TYPE=7                    # a database with a key is encrypted with AEGIS-256 (CODEC_TYPE_AEGIS)
  SQLITE_THREADSAFE=2             # a connection belongs to one thread at a time: src/sqlite sees to it
  SQLITE_DEFAULT_MEMSTATUS=0
  SQLITE_DEFAULT_FOREIGN_KEYS=1
  SQLITE_DEFAULT_FILE_PERMISSIONS=0600  # shoppers' data: also in a folder that others may read
  SQLITE_DQS=0                    # "text" in double quotes is a column name, never silently a string
  SQLITE_LIKE_DOESNT_MATCH_BLOBS
  SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION
  SQLITE_TEMP_STORE=2             # temporary tables hold shoppers' data: memory only, never a plain file
  SQLITE_USE_URI=0)
# The ciphers use AES-NI. Without the sanitizers: they triple its compile time and slow every test down to search SQLite's
# own code, while calls from ours into it stay checked.
target_compile_options(sqlite3mc PRIVATE -w -O2 -maes -msse4.2 -fno-sanitize=all)
target_link_libraries(sqlite3mc PUBLIC Threads::Threads ${CMAKE_DL_LIBS})
third_party(sqlite3mc sqlite3mc)
