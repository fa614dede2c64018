// SPDX-License-Identifier: MIT
#pragma once

#include <xlsxwriter.h>

#include <map>
#include <memory>
#include <new>
#include <set>
#include <string>
#include <vector>

#include "reports/xlsx_book.hpp"
#include "reports/xlsx_spool.hpp"

// What the sheets of one workbook share; inside xlsx_book only.
namespace audit::reports {

/// A look: what a library format is made from.
struct XlsxLook {
  XlsxType type = XlsxType::text;
  XlsxTone tone = XlsxTone::plain;
  bool wrap = false;
  bool right = false;         ///< text that heads numbers
  bool held_as_text = false;  ///< stays text when somebody edits it: it begins like a formula
  auto operator<=>(const XlsxLook&) const = default;
};

/// What the library made, which is nothing where memory fails.
template <typename Made>
Made* made(Made* it) {
  if (it == nullptr) throw std::bad_alloc();
  return it;
}
/// Of what the library was asked to do: memory did not fail it; it was done.
void expect_memory(lxw_error error);
void expect_done(lxw_error error);

class XlsxBookState {
 public:
  explicit XlsxBookState(XlsxOptions options);
  ~XlsxBookState();
  XlsxBookState(const XlsxBookState&) = delete;
  XlsxBookState& operator=(const XlsxBookState&) = delete;

  lxw_worksheet* add_sheet(std::string_view wanted);
  lxw_format* format(const XlsxLook& look);
  lxw_format* condition_format(XlsxTone tone);  ///< colours only, over any look
  /// A cell of text, as is safe; nothing where it is empty and plain.
  void write_text(lxw_worksheet* sheet, uint32_t row, uint16_t column, std::string_view value,
                  XlsxLook look);
  void write_date(lxw_worksheet* sheet, uint32_t row, uint16_t column, int32_t days, XlsxLook look);
  void write_number(lxw_worksheet* sheet, uint32_t row, uint16_t column, double value,
                    XlsxLook look);

  [[nodiscard]] uint32_t rows_of_sheet() const { return options_.rows_of_sheet; }
  [[nodiscard]] lxw_workbook* workbook() const { return workbook_; }
  void write(util::Output& out);

 private:
  XlsxOptions options_;
  XlsxSpool spool_;
  lxw_workbook* workbook_ = nullptr;  // freed by closing it
  std::map<XlsxLook, lxw_format*> formats_;
  std::map<XlsxTone, lxw_format*> condition_formats_;
  std::set<std::string> names_;  // of sheets, folded
  std::vector<lxw_worksheet*> sheets_;

  std::string free_name(std::string_view wanted);
  [[nodiscard]] std::vector<uint64_t> flush_rows() const;
};

}  // namespace audit::reports
