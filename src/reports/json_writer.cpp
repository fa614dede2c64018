// SPDX-License-Identifier: MIT
#include "reports/json_writer.hpp"

#include <fmt/format.h>

#include <iterator>

#include "calendar/date.hpp"
#include "reports/plain_bytes.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

constexpr size_t k_buffer_bytes = size_t{256} * 1024;

constexpr PlainBytes k_plain("\"\\");

void append_escape(std::string& out, char32_t c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\t':
      out += "\\t";
      break;
    case '\r':
      out += "\\r";
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<uint32_t>(c));
  }
}

}  // namespace

void append_json_text(std::string& out, std::string_view value) {
  constexpr char32_t k_invalid = 0xFFFFFFFF;
  if (k_plain.all(value)) {
    out.append("\"").append(value).append("\"");
    return;
  }
  out += '"';
  while (!value.empty()) {
    const size_t plain = k_plain.run(value);
    out.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    size_t used = 0;
    const char32_t c = util::next_code_point(value, used);
    if (c == k_invalid) {
      const auto byte = static_cast<unsigned char>(value[0]);
      fmt::format_to(std::back_inserter(out), "\\\\x{:02X}", byte);
    } else if (c == '"' || c == '\\' || util::is_control(c)) {
      append_escape(out, c);
    } else {
      out.append(value.substr(0, used));
    }
    value.remove_prefix(used);
  }
  out += '"';
}

JsonWriter::JsonWriter(util::Output& out) : out_(&out) { buffer_.reserve(k_buffer_bytes * 2); }

void JsonWriter::begin_value() {
  if (comma_due_) buffer_ += ',';
  if (line_due_) {
    buffer_ += '\n';
    buffer_.append(*line_due_, ' ');
  } else if (comma_due_) {
    buffer_ += ' ';
  }
  comma_due_ = false;
  line_due_.reset();
}

void JsonWriter::open(char bracket) {
  begin_value();
  buffer_ += bracket;
}

void JsonWriter::close(char bracket) {
  comma_due_ = false;
  begin_value();
  buffer_ += bracket;
  comma_due_ = true;
  if (buffer_.size() >= k_buffer_bytes) flush();
}

void JsonWriter::line(unsigned spaces) { line_due_ = spaces; }

void JsonWriter::key(std::string_view name) {
  begin_value();
  append_json_text(buffer_, name);
  buffer_ += ": ";
}

void JsonWriter::append(std::string_view bytes) {
  begin_value();
  buffer_.append(bytes);
  comma_due_ = true;
}

void JsonWriter::text(std::string_view value) {
  begin_value();
  append_json_text(buffer_, value);
  comma_due_ = true;
}

void JsonWriter::text_or_null(std::string_view value) {
  if (value.empty()) {
    null();
  } else {
    text(value);
  }
}

void JsonWriter::date_or_null(int32_t days) {
  text_or_null(days == calendar::k_no_date ? std::string{} : calendar::iso(calendar::Date{days}));
}

void JsonWriter::number(uint64_t value) { append(fmt::format_int(value).c_str()); }

void JsonWriter::number_or_null(int64_t value) {
  if (value == 0) {
    null();
  } else {
    append(fmt::format_int(value).c_str());
  }
}

void JsonWriter::real(double value) {
  const std::string digits = fmt::format("{}", value);
  append(digits.find_first_of(".e") == std::string::npos ? digits + ".0" : digits);
}

void JsonWriter::real_or_null(std::optional<double> value) {
  if (value) {
    real(*value);
  } else {
    null();
  }
}

void JsonWriter::boolean(bool value) { append(value ? "true" : "false"); }

void JsonWriter::null() { append("null"); }

void JsonWriter::end_document() {
  buffer_ += '\n';
  comma_due_ = false;
  if (buffer_.size() >= k_buffer_bytes) flush();
}

void JsonWriter::flush() {
  out_->append(buffer_);
  buffer_.clear();
}

}  // namespace audit::reports
