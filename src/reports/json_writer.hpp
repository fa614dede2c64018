// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "util/atomic_file.hpp"

namespace audit::reports {

/// Writes JSON from front to back, never holding more than a buffer of it. Commas are its own
/// affair; that what is begun is ended is the caller's.
class JsonWriter {
 public:
  explicit JsonWriter(util::Output& out);

  void begin_object() { open('{'); }
  void end_object() { close('}'); }
  void begin_array() { open('['); }
  void end_array() { close(']'); }
  /// The next value or key begins a line, after `spaces` of indentation.
  void line(unsigned spaces);
  void key(std::string_view name);

  void text(std::string_view value);
  void text_or_null(std::string_view value);  ///< empty: null
  void date_or_null(int32_t days);            ///< calendar::k_no_date: null
  void number(uint64_t value);
  void number_or_null(int64_t value);  ///< 0: null
  void real(double value);             ///< shortest digits; always with a point
  void real_or_null(std::optional<double> value);
  void boolean(bool value);
  void null();

  /// Ends the line; what follows is a document of its own.
  void end_document();
  void flush();  ///< All that was written is with the Output.

 private:
  void open(char bracket);
  void close(char bracket);
  void begin_value();
  void append(std::string_view bytes);

  util::Output* out_;
  std::string buffer_;
  bool comma_due_ = false;
  std::optional<unsigned> line_due_;
};

/// `value` as a JSON string, quotes included. Control and bidi characters become \uXXXX; bytes that
/// are not UTF-8 the visible text \xNN.
void append_json_text(std::string& out, std::string_view value);

}  // namespace audit::reports
