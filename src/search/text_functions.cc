#include "search/text_functions.h"

#include <array>
#include <memory>
#include <new>
#include <utility>

#include <sqlite3.h>

#include "sqlite/error.h"

namespace souk::search {

namespace {

static_assert(8 * kTextFields < 64, "hits_in packs a byte for each field into a positive 64-bit number");

int create_tokenizer(void* languages, const char**, int, Fts5Tokenizer** created) {
  auto analyzer = Analyzer::make(*static_cast<const Languages*>(languages));
  if (!analyzer) return SQLITE_ERROR;
  *created = reinterpret_cast<Fts5Tokenizer*>(new (std::nothrow) Analyzer(std::move(*analyzer)));
  return *created == nullptr ? SQLITE_NOMEM : SQLITE_OK;
}

void delete_tokenizer(Fts5Tokenizer* tokenizer) { delete reinterpret_cast<Analyzer*>(tokenizer); }

using TakeToken = int (*)(void*, int, const char*, int, int, int);

int tokenize_document(const Analyzer& analyzer, std::string_view text, void* context, TakeToken take) {
  int outcome = SQLITE_OK;
  analyzer.for_each_word(text, [&](const Word& word) {
    const auto put = [&](const std::string& token, bool same_position) {
      outcome = take(context, same_position ? FTS5_TOKEN_COLOCATED : 0, token.data(), static_cast<int>(token.size()),
                     static_cast<int>(word.begin), static_cast<int>(word.end));
      return outcome == SQLITE_OK;
    };
    const bool pair_after_its_first = word.ideographs && word.pair;
    if (!put(word.folded, pair_after_its_first)) return false;
    for (const auto& stem : word.stems) {
      if (!put(stem, true)) return false;
    }
    return true;
  });
  return outcome;
}

int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* text, int length, TakeToken take) {
  if ((flags & FTS5_TOKENIZE_QUERY) != 0) return take(context, 0, text, length, 0, length);
  try {
    const std::string_view document(text, static_cast<std::size_t>(length));
    return tokenize_document(*reinterpret_cast<const Analyzer*>(tokenizer), document, context, take);
  } catch (const std::bad_alloc&) {  // SQLite's frames are C: nothing may be thrown through them
    return SQLITE_NOMEM;
  }
}

void hits(const Fts5ExtensionApi* api, Fts5Context* row, sqlite3_context* result, int, sqlite3_value**) {
  std::array<std::uint8_t, kTextFields> counts{};
  Fts5PhraseIter hit{};
  int column = 0;
  int offset = 0;
  if (const int code = api->xPhraseFirst(row, 0, &hit, &column, &offset); code != SQLITE_OK) {
    return sqlite3_result_error_code(result, code);
  }
  for (; column >= 0; api->xPhraseNext(row, &hit, &column, &offset)) {
    auto& count = counts[static_cast<std::size_t>(column)];
    if (count < 0xFF) ++count;
  }
  std::int64_t packed = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) packed |= std::int64_t{counts[i]} << 8 * i;
  sqlite3_result_int64(result, packed);
}

/// FTS5 hands its table of functions out through a pointer bound to a query.
Result<fts5_api*> fts5_of(sqlite3* handle) {
  fts5_api* api = nullptr;
  sqlite3_stmt* statement = nullptr;
  int code = sqlite3_prepare_v2(handle, "SELECT fts5(?1)", -1, &statement, nullptr);
  if (code == SQLITE_OK) {
    sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
    sqlite3_step(statement);
    code = sqlite3_finalize(statement);
  }
  if (code != SQLITE_OK) return std::unexpected(sqlite::error_of(handle, code));
  return api;
}

}  // namespace

Result<void> add_text_functions(sqlite::Connection& connection, const Languages& languages) {
  TRY(fts5_api* const api, fts5_of(connection.handle()));
  fts5_tokenizer functions{.xCreate = create_tokenizer, .xDelete = delete_tokenizer, .xTokenize = tokenize};
  const auto delete_languages = [](void* owned) { delete static_cast<Languages*>(owned); };
  auto owned = std::make_unique<Languages>(languages);
  int code = api->xCreateTokenizer(api, "souk", owned.get(), &functions, delete_languages);
  if (code == SQLITE_OK) {
    [[maybe_unused]] const Languages* const the_connections_now = owned.release();
    code = api->xCreateFunction(api, "souk_hits", nullptr, hits, nullptr);
  }
  if (code != SQLITE_OK) return std::unexpected(sqlite::error_of(connection.handle(), code));
  return {};
}

}  // namespace souk::search
