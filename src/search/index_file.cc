#include "search/index_file.h"

#include <string>
#include <system_error>

#include <fmt/format.h>

#include "search/text_functions.h"

namespace souk::search {

namespace {

// Raised whenever tables, packing or word breaking change: an index of another format is built anew.
constexpr std::int64_t kFormat = 1;

constexpr std::string_view kSchema = R"sql(
CREATE TABLE state (
  id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  languages  TEXT    NOT NULL,
  sequence   INTEGER NOT NULL,
  generation INTEGER NOT NULL
) STRICT;

CREATE TABLE products (
  number INTEGER NOT NULL PRIMARY KEY,
  record BLOB    NOT NULL
) STRICT;

CREATE TABLE categories (
  id        BLOB NOT NULL PRIMARY KEY,
  slug      TEXT NOT NULL,
  title     TEXT NOT NULL,
  parent_id BLOB
) STRICT, WITHOUT ROWID;

CREATE TABLE vocabulary (
  word      TEXT    NOT NULL PRIMARY KEY,
  spelling  TEXT    NOT NULL,
  documents INTEGER NOT NULL,
  headings  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE words USING fts5 (title, vendor, type, tags, options, sku, description, tokenize = 'souk');
)sql";

using Connected = Result<std::unique_ptr<sqlite::Connection>>;

// A lost commit is told again by the catalog's feed, so none has to wait for the disk.
Connected open_writer(const IndexPlace& place, const Languages& languages) {
  TRY(auto connection,
      sqlite::Connection::open(place.file, {.durability = sqlite::OpenOptions::Durability::normal, .key = place.key}));
  TRY(add_text_functions(*connection, languages));
  return connection;
}

Result<bool> is_ours(sqlite::Connection& connection, const Languages& languages) {
  TRY(const auto format, connection.first<std::int64_t>("PRAGMA user_version"));
  if (format != kFormat) return false;
  TRY(const auto made_for, connection.first<std::string>("SELECT languages FROM state"));
  return made_for == languages.name();
}

/// nullptr for a file that is no index of ours.
Connected open_existing(const IndexPlace& place, const Languages& languages) {
  auto connection = open_writer(place, languages);
  if (!connection && connection.error().code != ErrorCode::corrupt) return connection;
  if (!connection || !is_ours(**connection, languages).value_or(false)) return nullptr;
  return connection;
}

Connected make_new(const IndexPlace& place, const Languages& languages) {
  for (const char* const suffix : {"", "-wal", "-shm"}) {
    std::error_code problem;
    std::filesystem::remove(place.file.string() + suffix, problem);
    if (problem) return fail(ErrorCode::unavailable, "The search index cannot be replaced", problem.message());
  }
  TRY(auto connection, open_writer(place, languages));
  TRY(auto transaction, sqlite::Transaction::begin(*connection, sqlite::Transaction::Kind::write));
  TRY(connection->execute(std::string(kSchema) + fmt::format("PRAGMA user_version = {};", kFormat)));
  TRY(connection->run("INSERT INTO state (id, languages, sequence, generation) VALUES (1, ?, 0, 0)", languages.name()));
  TRY(transaction.commit());
  return connection;
}

Result<void> read_categories(sqlite::Connection& connection, IndexContents& contents) {
  TRY(auto rows, connection.query("SELECT id, slug, title, parent_id FROM categories"));
  while (true) {
    TRY(const bool found, rows.next());
    if (!found) return {};
    Category& category = contents.categories.emplace_back();
    category.id = rows.column<CategoryId>(0);
    category.slug = rows.column<std::string>(1);
    category.title = rows.column<std::string>(2);
    category.parent = rows.column<std::optional<CategoryId>>(3);
  }
}

Result<void> read_vocabulary(sqlite::Connection& connection, IndexContents& contents) {
  TRY(auto rows, connection.query("SELECT word, documents, headings, spelling FROM vocabulary ORDER BY word"));
  while (true) {
    TRY(const bool found, rows.next());
    if (!found) return {};
    contents.vocabulary.append(rows.text(0), {rows.integer(1), rows.integer(2), rows.column<std::string>(3)});
  }
}

}  // namespace

Result<IndexFile> IndexFile::open(const IndexPlace& place, const Languages& languages) {
  TRY(auto connection, open_existing(place, languages));
  if (connection == nullptr) return replace(place, languages);
  return IndexFile(std::move(connection));
}

Result<IndexFile> IndexFile::replace(const IndexPlace& place, const Languages& languages) {
  TRY(auto connection, make_new(place, languages));
  return IndexFile(std::move(connection));
}

Result<IndexContents> IndexFile::contents() {
  IndexContents contents;
  TRY(const auto state, connection_->first<std::int64_t, std::int64_t>("SELECT sequence, generation FROM state"));
  if (!state) return fail(ErrorCode::corrupt, "The search index is damaged", "it has no state");
  contents.state = {.sequence = std::get<0>(*state), .generation = std::get<1>(*state)};
  TRY(read_categories(*connection_, contents));
  TRY(read_vocabulary(*connection_, contents));
  return contents;
}

Result<void> IndexFile::for_each_record(const std::function<void(DocumentNumber, const Record&)>& visit) {
  TRY(auto rows, connection_->query("SELECT number, record FROM products ORDER BY number"));
  while (true) {
    TRY(const bool found, rows.next());
    if (!found) return {};
    TRY(const Record record, unpack_record(rows.blob(1)));
    visit(rows.column<DocumentNumber>(0), record);
  }
}

Result<void> IndexFile::put_record(DocumentNumber number, const Record& record) {
  TRY(connection_->run(
      "INSERT INTO products (number, record) VALUES (?, ?) ON CONFLICT (number) DO UPDATE SET record = excluded.record", number,
      pack(record)));
  return {};
}

Result<void> IndexFile::put_texts(DocumentNumber number, const ProductTexts& texts) {
  const auto& [title, vendor, type, tags, options, sku, description] = texts;
  TRY(
      connection_->run("INSERT OR REPLACE INTO words (rowid, title, vendor, type, tags, options, sku, description)"
                       " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                       number, title, vendor, type, tags, options, sku, description));
  return {};
}

Result<std::optional<ProductTexts>> IndexFile::texts(DocumentNumber number) {
  TRY(auto row,
      connection_->query("SELECT title, vendor, type, tags, options, sku, description FROM words WHERE rowid = ?", number));
  TRY(const bool found, row.next());
  if (!found) return std::nullopt;
  ProductTexts texts;
  for (std::size_t i = 0; i < texts.size(); ++i) texts[i] = row.text(static_cast<int>(i));
  return texts;
}

Result<void> IndexFile::erase(DocumentNumber number) {
  TRY(connection_->run("DELETE FROM products WHERE number = ?", number));
  TRY(connection_->run("DELETE FROM words WHERE rowid = ?", number));
  return {};
}

Result<void> IndexFile::change_words(const WordChanges& changes) {
  for (const auto& [word, change] : changes) {
    if (change.documents == 0 && change.headings == 0) continue;
    TRY(
        connection_->run("INSERT INTO vocabulary (word, spelling, documents, headings) VALUES (?, ?, ?, ?) ON CONFLICT (word)"
                         " DO UPDATE SET documents = documents + excluded.documents, headings = headings + excluded.headings",
                         word, change.spelling, change.documents, change.headings));
    if (change.documents < 0) TRY(connection_->run("DELETE FROM vocabulary WHERE word = ? AND documents <= 0", word));
  }
  return {};
}

Result<void> IndexFile::put_categories(const std::vector<Category>& categories) {
  TRY(connection_->run("DELETE FROM categories"));
  for (const Category& category : categories) {
    TRY(connection_->run("INSERT INTO categories (id, slug, title, parent_id) VALUES (?, ?, ?, ?)", category.id, category.slug,
                         category.title, category.parent));
  }
  return {};
}

Result<void> IndexFile::put_state(const IndexState& state) {
  TRY(connection_->run("UPDATE state SET sequence = ?, generation = ?", state.sequence, state.generation));
  return {};
}

Connected open_reader(const IndexPlace& place, const Languages& languages) {
  TRY(auto connection, sqlite::Connection::open(place.file, {.access = sqlite::OpenOptions::Access::read_only,
                                                             .busy_timeout = std::chrono::milliseconds{1000},
                                                             .key = place.key}));
  TRY(add_text_functions(*connection, languages));
  return connection;
}

}  // namespace souk::search
