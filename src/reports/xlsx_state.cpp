// SPDX-License-Identifier: MIT
#include "reports/xlsx_state.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <new>
#include <optional>
#include <utility>

#include "reports/neutralise.hpp"
#include "util/fatal.hpp"
#include "util/text.hpp"

namespace audit::reports {

namespace {

constexpr size_t k_most_units = 32767;     // UTF-16 units of a cell, as Excel limits them
constexpr size_t k_longest_name = 31;      // of a sheet
constexpr int32_t k_epoch_serial = 25569;  // 1970-01-01 as Excel counts days
constexpr int32_t k_first_serial = 61;     // 1900-03-01; Excel takes 1900 for a leap year
constexpr int64_t k_day_seconds = 86400;
constexpr const char* k_cut_mark = " … (cut)";
constexpr size_t k_cut_mark_units = 8;

size_t units_of(char32_t code_point) {
  return code_point > 0xFFFF && code_point <= 0x10FFFF ? 2 : 1;
}

/// `text` as a cell can hold it: control characters visible, characters that XML forbids too, and
/// cut with a mark where it is too long.
std::string cell_text(std::string_view text) {
  const std::string shown = util::visible(text);
  std::string out;
  out.reserve(shown.size());
  size_t units = 0;
  size_t room_for_mark = 0;  // where to cut should it prove too long
  for (size_t at = 0; at < shown.size();) {
    const size_t start = at;
    const char32_t c = util::next_code_point(shown, at);
    const bool forbidden = c == 0xFFFE || c == 0xFFFF;
    const std::string_view piece = forbidden ? std::string_view("\xEF\xBF\xBD")  // U+FFFD
                                             : std::string_view(shown).substr(start, at - start);
    units += units_of(c);
    if (units > k_most_units) return out.substr(0, room_for_mark) + k_cut_mark;
    out.append(piece);
    if (units + k_cut_mark_units <= k_most_units) room_for_mark = out.size();
  }
  return out;
}

/// "_x0041_" in a cell would be read as the escape of a letter; so is its first underscore escaped.
std::string without_escapes(std::string text) {
  const auto is_escape = [&text](size_t at) {
    if (at + 7 > text.size() || text[at + 1] != 'x' || text[at + 6] != '_') return false;
    return text.find_first_not_of("0123456789abcdefABCDEF", at + 2) == at + 6;
  };
  for (size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (!is_escape(at)) continue;
    text.insert(at, "_x005F");
    at += 6;
  }
  return text;
}

/// Colours of a tone, 0xRRGGBB.
struct Colours {
  std::optional<uint32_t> text;
  std::optional<uint32_t> ground;
};

Colours colours_of(XlsxTone tone) {
  switch (tone) {
    case XlsxTone::muted:
      return {0x666666, std::nullopt};
    case XlsxTone::good:
      return {0x006100, 0xC6EFCE};
    case XlsxTone::warn:
      return {0x7F6000, 0xFFEB9C};
    case XlsxTone::bad:
      return {0x9C0006, 0xFFC7CE};
    case XlsxTone::info:
      return {0x1F4E79, 0xDDEBF7};
    case XlsxTone::heading:
      return {0xFFFFFF, 0x1F4E79};
    case XlsxTone::plain:
    case XlsxTone::bold:
    case XlsxTone::title:
      break;
  }
  return {};
}

void set_colours(lxw_format* format, XlsxTone tone) {
  const Colours colours = colours_of(tone);
  if (colours.text) format_set_font_color(format, *colours.text);
  if (colours.ground) format_set_bg_color(format, *colours.ground);
}

void set_looks(lxw_format* format, const XlsxLook& look) {
  set_colours(format, look.tone);
  switch (look.tone) {
    case XlsxTone::title:
      format_set_font_size(format, 16);
      [[fallthrough]];
    case XlsxTone::bold:
    case XlsxTone::heading:
      format_set_bold(format);
      break;
    case XlsxTone::plain:
    case XlsxTone::muted:
    case XlsxTone::good:
    case XlsxTone::warn:
    case XlsxTone::bad:
    case XlsxTone::info:
      break;
  }
  if (look.tone == XlsxTone::heading) format_set_bottom(format, LXW_BORDER_THIN);
  if (look.tone != XlsxTone::title) format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  if (look.wrap) format_set_text_wrap(format);
  if (look.right) format_set_align(format, LXW_ALIGN_RIGHT);
}

void set_type(lxw_format* format, const XlsxLook& look) {
  switch (look.type) {
    case XlsxType::text:
      if (look.held_as_text) format_set_num_format(format, "@");
      break;
    case XlsxType::date:
      format_set_num_format(format, "yyyy-mm-dd");
      format_set_align(format, LXW_ALIGN_LEFT);
      break;
    case XlsxType::number:
      format_set_num_format(format, "#,##0");
      break;
    case XlsxType::percent:
      format_set_num_format(format, "0.00%");
      break;
  }
}

/// The library goes on where memory or a temporary file fails it, and leaves something out. What it
/// does not tell, errno does (see lxw_tmpfile in xlsx_spool).
void expect_no_failure() {
  if (errno == ENOMEM) throw std::bad_alloc();
  if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == EIO) fail_to_spool(errno);
}

}  // namespace

void expect_memory(lxw_error error) {
  if (error == LXW_ERROR_MEMORY_MALLOC_FAILED || errno == ENOMEM) throw std::bad_alloc();
}

void expect_done(lxw_error error) {
  expect_memory(error);
  AUDIT_ASSERT(error == LXW_NO_ERROR);
}

XlsxBookState::XlsxBookState(XlsxOptions options) : options_(std::move(options)) {
  errno = 0;
  lxw_workbook_options library{};
  library.constant_memory = LXW_TRUE;
  library.use_zip64 = LXW_FALSE;
  std::string folder = spool_.folder();
  library.tmpdir = folder.data();  // the library keeps a copy
  workbook_ = workbook_new_opt(spool_.path().c_str(), &library);
  if (workbook_ == nullptr) {
    expect_no_failure();
    fail_to_spool(errno);
  }
  std::string title = util::visible(options_.title);
  std::string author = "caljobs-audit";
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.author = author.data();
  // Noon, so that it is never 0, for which the library would take the clock's time.
  properties.created = int64_t{options_.as_of.days} * k_day_seconds + k_day_seconds / 2;
  expect_done(workbook_set_properties(workbook_, &properties));
}

XlsxBookState::~XlsxBookState() {
  if (workbook_ != nullptr) lxw_workbook_free(workbook_);
}

std::string XlsxBookState::free_name(std::string_view wanted) {
  std::string fit;
  for (const char c : util::visible(wanted)) {
    fit += std::string_view("[]:*?/\\'").find(c) == std::string_view::npos ? c : ' ';
  }
  fit = util::trim(fit);
  if (fit.empty()) fit = "Sheet";
  const auto cut = [&fit](size_t most) {
    size_t end = 0;
    size_t units = 0;
    for (size_t at = 0; at < fit.size();) {
      units += units_of(util::next_code_point(fit, at));
      if (units > most) break;
      end = at;
    }
    return std::string(util::trim(std::string_view(fit).substr(0, end)));
  };
  std::string name = cut(k_longest_name);
  for (unsigned number = 2; !names_.insert(util::fold(name)).second; ++number) {
    const std::string suffix = fmt::format(" {}", number);
    name = cut(k_longest_name - suffix.size()) + suffix;
  }
  return name;
}

lxw_worksheet* XlsxBookState::add_sheet(std::string_view wanted) {
  expect_no_failure();
  const std::string name = free_name(wanted);
  lxw_worksheet* sheet = workbook_add_worksheet(workbook_, name.c_str());
  if (sheet == nullptr) {
    expect_no_failure();
    fail_to_spool(errno);
  }
  worksheet_set_landscape(sheet);
  worksheet_fit_to_pages(sheet, 1, 0);
  sheets_.push_back(sheet);
  return sheet;
}

lxw_format* XlsxBookState::format(const XlsxLook& look) {
  lxw_format*& format = formats_[look];
  if (format == nullptr) {
    format = made(workbook_add_format(workbook_));
    set_looks(format, look);
    set_type(format, look);
  }
  return format;
}

lxw_format* XlsxBookState::condition_format(XlsxTone tone) {
  lxw_format*& format = condition_formats_[tone];
  if (format == nullptr) {
    format = made(workbook_add_format(workbook_));
    set_colours(format, tone);
  }
  return format;
}

void XlsxBookState::write_text(lxw_worksheet* sheet, uint32_t row, uint16_t column,
                               std::string_view value, XlsxLook look) {
  look.type = XlsxType::text;
  look.held_as_text = begins_formula(value);
  const std::string text = without_escapes(cell_text(value));
  expect_done(worksheet_write_string(sheet, row, column, text.c_str(), format(look)));
}

void XlsxBookState::write_date(lxw_worksheet* sheet, uint32_t row, uint16_t column, int32_t days,
                               XlsxLook look) {
  if (days == calendar::k_no_date) return;
  const int32_t serial = days + k_epoch_serial;
  if (serial < k_first_serial) {  // Excel knows no such day
    write_text(sheet, row, column, calendar::iso(calendar::Date{days}), look);
    return;
  }
  look.type = XlsxType::date;
  write_number(sheet, row, column, serial, look);
}

void XlsxBookState::write_number(lxw_worksheet* sheet, uint32_t row, uint16_t column, double value,
                                 XlsxLook look) {
  expect_done(worksheet_write_number(sheet, row, column, value, format(look)));
}

/// All rows are in the sheets' temporary files; how many bytes each took. The library does not look
/// whether they were written.
std::vector<uint64_t> XlsxBookState::flush_rows() const {
  expect_no_failure();
  std::vector<uint64_t> bytes;
  for (lxw_worksheet* sheet : sheets_) {
    lxw_worksheet_write_single_row(sheet);
    if (std::fflush(sheet->optimize_tmpfile) != 0 || std::ferror(sheet->optimize_tmpfile) != 0) {
      fail_to_spool(errno);
    }
    const long at = std::ftell(sheet->optimize_tmpfile);
    AUDIT_ASSERT(at >= 0);
    bytes.push_back(static_cast<uint64_t>(at));
  }
  return bytes;
}

void XlsxBookState::write(util::Output& out) {
  AUDIT_ASSERT(workbook_ != nullptr);
  const std::vector<uint64_t> bytes = flush_rows();
  const lxw_error error = workbook_close(workbook_);
  workbook_ = nullptr;
  expect_no_failure();
  if (error != LXW_NO_ERROR) fail_to_spool(errno);
  spool_.verify(bytes);
  spool_.copy_to(out);
}

}  // namespace audit::reports
