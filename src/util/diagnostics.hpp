// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace audit::util {

/// What a place's file is called in messages; an option or a command can stand for it. Each name is
/// kept once, until the program ends, so that places are cheap to copy: rules hold thousands.
class FileName {
 public:
  FileName() = default;
  FileName(std::string_view name);  // NOLINT(google-explicit-constructor): a place is {name, 1, 1}
  FileName(const std::string& name) : FileName(std::string_view(name)) {}  // NOLINT: the same
  FileName(const char* name) : FileName(std::string_view(name)) {}         // NOLINT: the same

  [[nodiscard]] const std::string& text() const;
  [[nodiscard]] bool empty() const { return text().empty(); }

  bool operator==(const FileName& other) const { return text_ == other.text_; }
  bool operator<(const FileName& other) const { return text() < other.text(); }

 private:
  const std::string* text_ = nullptr;  // null: empty
};

/// A place in a text that the user wrote. Lines and columns count from 1; column counts bytes.
/// line 0: the place is the file as a whole. length: how many bytes the caret underlines (>= 1).
struct Spot {
  FileName file;
  uint32_t line = 0;
  uint32_t column = 0;
  uint32_t length = 1;

  bool operator==(const Spot&) const = default;
};

enum class Level : uint8_t { error, warning };

struct Diagnostic {
  Level level = Level::error;
  Spot spot;
  std::string text;    ///< What is wrong and what was expected, lower case, no full stop.
  std::string advice;  ///< Optional: what to write instead.
};

/// A file's text, and where its lines begin.
class Source {
 public:
  explicit Source(std::string text);
  [[nodiscard]] const std::string& text() const { return text_; }
  /// Where the line-th line, counted from 1, begins; npos if there is none.
  [[nodiscard]] size_t start_of(uint32_t line) const;
  /// That line without its end; empty if there is none.
  [[nodiscard]] std::string_view line(uint32_t line) const;

 private:
  std::string text_;
  std::vector<size_t> starts_;
};

/// What is wrong with text that the user wrote (options, profiles, rules). Faults are collected,
/// not thrown, so that all of them are shown in one go (exit code 2).
class Diagnostics {
 public:
  void error(Spot spot, std::string text, std::string advice = {});
  void warning(Spot spot, std::string text, std::string advice = {});

  /// Remembers a file's text so that a rendered diagnostic can show the line it speaks of.
  void remember_source(FileName file, std::string text);
  /// What was remembered; nullptr if nothing was.
  [[nodiscard]] const Source* source(FileName file) const;

  /// The same sources and nothing wrong yet: for a task that runs beside others.
  [[nodiscard]] Diagnostics of_same_sources() const;
  /// Appends what a task found, and its sources.
  void add(const Diagnostics& found);

  [[nodiscard]] bool has_errors() const;
  [[nodiscard]] const std::vector<Diagnostic>& list() const { return list_; }

  /// All diagnostics, by file, line and column, each as
  ///   rules.toml:12:9: error: unknown column 'actual_begn' …; did you mean 'actual_begin'?
  ///      12 | met_on = "actual_begn"
  ///         |           ^^^^^^^^^^^
  /// Control and bidi characters are shown as \u202e; long lines are cut to 120 columns round the
  /// caret. Equal diagnostics at one place are shown once.
  [[nodiscard]] std::string render() const;

 private:
  std::vector<Diagnostic> list_;
  std::map<FileName, std::shared_ptr<const Source>> sources_;
};

}  // namespace audit::util
