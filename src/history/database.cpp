// SPDX-License-Identifier: MIT
#include "history/database.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::history {

namespace {

// A run that is just being recorded, or a prune, is over in this time; a whole audit is not, and is
// not waited for.
constexpr int k_patience_ms = 3000;

/// What a result code means to whom the store belongs; empty: SQLite's own words will do.
std::string meaning_of(int code) {
  switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return "is in use by another run; start again when that one is done";
    case SQLITE_NOTADB:
      return "is no history store, or is damaged; name another file, or restore this one from a "
             "copy";
    case SQLITE_CORRUPT:
      return "is damaged; restore it from a copy, or name a new file";
    case SQLITE_FULL:
      return "can't be written: the disk is full";
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return "can't be written: no permission for it or its folder";
    case SQLITE_CANTOPEN:
      return "can't be opened, or its folder not written to";
    default:
      return {};
  }
}

}  // namespace

void Statement::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

void Database::Close::operator()(sqlite3* database) const { sqlite3_close_v2(database); }

Statement::Statement(const Database& database, std::string_view sql) : database_(&database) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(database.database_.get(), sql.data(),
                                      static_cast<int>(sql.size()), &statement, nullptr);
  statement_.reset(statement);
  if (code != SQLITE_OK) database.fail(code);
}

Statement& Statement::bind(int64_t value) {
  const int code = sqlite3_bind_int64(statement_.get(), ++bound_, value);
  if (code != SQLITE_OK) database_->fail(code);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  // The text lives until run() or the last next(): the callers bind and run in one expression, but
  // a query's text may be a temporary, so SQLite keeps its own copy.
  // NOLINTNEXTLINE(performance-no-int-to-ptr): SQLITE_TRANSIENT is -1 as a pointer
  const int code =
      sqlite3_bind_text(statement_.get(), ++bound_, text.data() == nullptr ? "" : text.data(),
                        static_cast<int>(text.size()), SQLITE_TRANSIENT);
  if (code != SQLITE_OK) database_->fail(code);
  return *this;
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
  bound_ = 0;
}

void Statement::run() {
  const int code = sqlite3_step(statement_.get());
  reset();
  if (code != SQLITE_DONE && code != SQLITE_ROW) database_->fail(code);
}

bool Statement::next() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  reset();
  if (code != SQLITE_DONE) database_->fail(code);
  return false;
}

int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string Statement::text(int column) const {
  const void* const bytes = sqlite3_column_blob(statement_.get(), column);
  if (bytes == nullptr) return {};
  const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column));
  return {static_cast<const char*>(bytes), size};
}

Database::Database(const std::string& path) : path_(path) {
  sqlite3* database = nullptr;
  // A name is a file, never a URI, and links are followed: what the user names is what is meant.
  const int code = sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) fail(code);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, k_patience_ms);
  // Files of unknown origin may hold a schema that runs code or reads elsewhere.
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
}

void Database::run(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) fail(code);
}

int64_t Database::number(const char* sql) const {
  Statement statement = prepare(sql);
  return statement.next() ? statement.number(0) : 0;
}

std::string Database::text(const char* sql) const {
  Statement statement = prepare(sql);
  return statement.next() ? statement.text(0) : std::string();
}

int64_t Database::last_id() const { return sqlite3_last_insert_rowid(database_.get()); }

void Database::fail(int code) const {
  std::string meaning = meaning_of(code);
  if (meaning.empty()) {
    meaning =
        fmt::format("can't be used: {}",
                    database_ == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(database_.get()));
  }
  fail(meaning);
}

void Database::fail(std::string_view what) const {
  throw util::Fatal(util::ExitCode::output,
                    fmt::format("the history store '{}' {}", util::visible(path_), what));
}

Transaction::Transaction(Database& database) : database_(&database) {
  database.run("BEGIN IMMEDIATE");
}

Transaction::~Transaction() {
  if (!open_) return;
  try {
    database_->run("ROLLBACK");
  } catch (...) {
    // SQLite has rolled back by itself, as it does after a full disk; else closing the file does.
    // Nor is there memory for a complaint at times.
    open_ = false;
  }
}

void Transaction::commit() {
  database_->run("COMMIT");
  open_ = false;
}

}  // namespace audit::history
