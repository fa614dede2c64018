// SPDX-License-Identifier: MIT
#include "reports/html/page.hpp"

#include <fmt/format.h>

#include "calendar/date.hpp"
#include "reports/json_writer.hpp"
#include "reports/plain_bytes.hpp"
#include "reports/summary.hpp"
#include "util/text.hpp"

namespace audit::reports::html {

namespace {

constexpr size_t k_buffer_bytes = size_t{256} * 1024;

// What needs no second look: nearly every byte of nearly every text.
constexpr PlainBytes k_shown_as_it_is("");
constexpr PlainBytes k_plain("&<>\"'");

}  // namespace

void append_escaped(std::string& out, std::string_view value) {
  std::string shown;
  if (!k_shown_as_it_is.all(value)) {
    shown = util::visible(value);
    value = shown;
  }
  while (!value.empty()) {
    const size_t plain = k_plain.run(value);
    out.append(value.substr(0, plain));
    value.remove_prefix(plain);
    if (value.empty()) break;
    switch (value.front()) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += value.front();
    }
    value.remove_prefix(1);
  }
}

void append_script_text(std::string& out, std::string_view value) {
  std::string shown;
  if (!k_shown_as_it_is.all(value)) {
    shown = util::visible(value);
    value = shown;
  }
  size_t at = out.size();
  append_json_text(out, value);
  // With it "</script" and "<!--" are gone.
  while ((at = out.find('<', at)) != std::string::npos) out.replace(at, 1, "\\u003c");
}

Page& Page::raw(std::string_view markup) {
  buffer_ += markup;
  settle();
  return *this;
}

Page& Page::text(std::string_view value) {
  append_escaped(buffer_, value);
  return *this;
}

Page& Page::count(uint64_t number) { return raw(grouped(number)); }

Page& Page::date(int32_t days) {
  return raw(days == calendar::k_no_date ? "\xE2\x80\x93" : calendar::iso(calendar::Date{days}));
}

Page& Page::percent(std::optional<double> rate) { return raw(reports::percent(rate)); }

Page& Page::element(std::string_view tag, std::string_view value) {
  const std::string_view name = tag.substr(0, tag.find(' '));
  buffer_ += '<';
  buffer_ += tag;
  buffer_ += '>';
  append_escaped(buffer_, value);
  buffer_ += "</";
  buffer_ += name;
  buffer_ += '>';
  settle();
  return *this;
}

Page& Page::count_cell(uint64_t number) {
  return raw(fmt::format("<td class=\"n{}\">{}</td>", number == 0 ? " zero" : "", grouped(number)));
}

void Page::settle() {
  if (buffer_.size() >= k_buffer_bytes) flush();
}

void Page::flush() {
  out_->append(buffer_);
  buffer_.clear();
}

}  // namespace audit::reports::html
