// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/html/page.hpp"

// Charts as inline SVG. What a chart shows stands beside it as a table too, for readers who can't
// see it.
namespace audit::reports::html {

struct Bar {
  std::string label;
  uint64_t count = 0;
};

struct ColumnChart {
  std::string_view id;
  std::string_view title;
  std::string_view note;     ///< what is counted
  std::string_view label;    ///< heads the labels in the table
  std::string_view counted;  ///< heads the counts
  std::string_view bar_class;
  std::vector<Bar> bars;
};
void append_columns(Page& page, const ColumnChart& chart);

struct TrendPoint {
  int32_t day = 0;
  double rate = 0;
};
/// Points in the order of their days, at least two. `target` is drawn as a line.
void append_line(Page& page, const std::vector<TrendPoint>& points, double target);

}  // namespace audit::reports::html
