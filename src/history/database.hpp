// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace audit::history {

class Database;

/// A prepared statement. Parameters are bound in order, from the first; run() and next() go on with
/// the next execution once they are through.
class Statement {
 public:
  Statement& bind(int64_t value);
  Statement& bind(std::string_view text);
  /// Executes a statement that gives no rows.
  void run();
  /// The next row of a query; false: there is none, and the statement can be bound anew.
  bool next();
  [[nodiscard]] int64_t number(int column) const;
  [[nodiscard]] std::string text(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const;
  };
  Statement(const Database& database, std::string_view sql);
  void reset();

  const Database* database_;  // outlives the statement
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  int bound_ = 0;
};

/// One connection to an SQLite file. Every fault is Fatal{output}, in words that name the file and
/// what to do.
class Database {
 public:
  /// Opens a file that is there. For writing where it can be, else for reading.
  explicit Database(const std::string& path);

  void run(const char* sql);  ///< one or more statements without rows
  [[nodiscard]] Statement prepare(std::string_view sql) const { return {*this, sql}; }
  [[nodiscard]] int64_t number(const char* sql) const;
  [[nodiscard]] std::string text(const char* sql) const;
  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] int64_t last_id() const;

  /// Throws what an SQLite result code means for this file.
  [[noreturn]] void fail(int code) const;
  /// The same, for what is wrong with the content.
  [[noreturn]] void fail(std::string_view what) const;

 private:
  friend class Statement;
  struct Close {
    void operator()(sqlite3* database) const;
  };
  std::string path_;
  std::unique_ptr<sqlite3, Close> database_;
};

/// Rolls back in its destructor unless commit() was called. immediate: at once the only writer;
/// waits some seconds for another one.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Database* database_;
  bool open_ = true;
};

}  // namespace audit::history
