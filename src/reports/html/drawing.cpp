// SPDX-License-Identifier: MIT
#include "reports/html/drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "calendar/date.hpp"
#include "reports/summary.hpp"

namespace audit::reports::html {

namespace {

// In units of the drawing; it is as wide as its column of the page.
constexpr double k_column_width = 360;
constexpr double k_column_height = 150;
constexpr double k_label_height = 20;
constexpr double k_count_height = 16;

constexpr size_t k_fewest_slots = 6;  // fewer bars keep this width

constexpr double k_trend_width = 720;
constexpr double k_trend_height = 200;
constexpr double k_trend_left = 52;
constexpr double k_trend_right = 16;
constexpr double k_trend_top = 12;
constexpr double k_trend_bottom = 26;
constexpr size_t k_most_dots = 60;

void append_bar(Page& page, const ColumnChart& chart, size_t index, uint64_t most) {
  const Bar& bar = chart.bars[index];
  const double slot =
      k_column_width / static_cast<double>(std::max(chart.bars.size(), k_fewest_slots));
  const double room = k_column_height - k_label_height - k_count_height;
  const double share =
      static_cast<double>(bar.count) / static_cast<double>(std::max<uint64_t>(most, 1));
  // One of ten thousand is still to be seen.
  const double height = bar.count == 0 ? 0 : std::max(room * share, 1.5);
  const double left = slot * static_cast<double>(index);
  const double top = k_column_height - k_label_height - height;
  page.raw(fmt::format(
      "<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" rx=\"2\"/>",
      chart.bar_class, left + slot * 0.15, top, slot * 0.7, height));
  page.raw(fmt::format("<text class=\"value\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", left + slot / 2,
                       top - 4, grouped(bar.count)));
  page.raw(fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\">", left + slot / 2,
                       k_column_height - 5))
      .text(bar.label)
      .raw("</text>\n");
}

void append_bars_table(Page& page, const ColumnChart& chart) {
  page.raw("<details><summary>The numbers</summary><table class=\"small\"><thead><tr>");
  page.element("th scope=\"col\"", chart.label);
  page.element("th scope=\"col\" class=\"n\"", chart.counted).raw("</tr></thead><tbody>\n");
  for (const Bar& bar : chart.bars) {
    page.raw("<tr>").element("th scope=\"row\"", bar.label).count_cell(bar.count).raw("</tr>\n");
  }
  page.raw("</tbody></table></details>\n");
}

/// A round number of percent below all points: the axis begins there, and says so.
double axis_start(const std::vector<TrendPoint>& points, double target) {
  double least = target;
  for (const TrendPoint& point : points) least = std::min(least, point.rate);
  constexpr double k_steps = 20;  // of five percent
  return std::max(0.0, (std::floor(least * k_steps) - 1) / k_steps);
}

}  // namespace

void append_columns(Page& page, const ColumnChart& chart) {
  uint64_t most = 0;
  for (const Bar& bar : chart.bars) most = std::max(most, bar.count);
  page.raw("<figure class=\"chart\"><figcaption><h3>").text(chart.title);
  page.raw("</h3><p class=\"note\">").text(chart.note).raw("</p></figcaption>\n");
  page.raw(fmt::format("<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-labelledby=\"{2}-t\">",
                       k_column_width, k_column_height, chart.id));
  page.raw(fmt::format("<title id=\"{}-t\">", chart.id)).text(chart.title).raw(": ");
  for (size_t i = 0; i < chart.bars.size(); ++i) {
    page.raw(i == 0 ? "" : ", ").text(chart.bars[i].label).raw(" ").count(chart.bars[i].count);
  }
  page.raw("</title>\n");
  const double base = k_column_height - k_label_height;
  page.raw(fmt::format("<line class=\"axis\" x1=\"0\" y1=\"{0}\" x2=\"{1}\" y2=\"{0}\"/>\n", base,
                       k_column_width));
  for (size_t i = 0; i < chart.bars.size(); ++i) append_bar(page, chart, i, most);
  page.raw("</svg>\n");
  append_bars_table(page, chart);
  page.raw("</figure>\n");
}

void append_line(Page& page, const std::vector<TrendPoint>& points, double target) {
  const double low = axis_start(points, target);
  const double days = std::max(points.back().day - points.front().day, 1);
  const double width = k_trend_width - k_trend_left - k_trend_right;
  const double height = k_trend_height - k_trend_top - k_trend_bottom;
  const auto x = [&](const TrendPoint& point) {
    return k_trend_left + width * (point.day - points.front().day) / days;
  };
  const auto y = [&](double rate) { return k_trend_top + height * (1 - (rate - low) / (1 - low)); };

  page.raw(
      fmt::format("<svg class=\"trend\" viewBox=\"0 0 {} {}\" role=\"img\" "
                  "aria-labelledby=\"trend-t\"><title id=\"trend-t\">Compliance rate from {} "
                  "({}) to {} ({})</title>\n",
                  k_trend_width, k_trend_height, calendar::iso(calendar::Date{points.front().day}),
                  percent(points.front().rate), calendar::iso(calendar::Date{points.back().day}),
                  percent(points.back().rate)));
  for (const double rate : {low, (low + 1) / 2, 1.0}) {
    page.raw(
        fmt::format("<line class=\"grid\" x1=\"{0}\" y1=\"{1:.1f}\" x2=\"{2}\" y2=\"{1:.1f}\"/>"
                    "<text class=\"scale\" x=\"{3}\" y=\"{4:.1f}\">{5:.4g} %</text>\n",
                    k_trend_left, y(rate), k_trend_width - k_trend_right, k_trend_left - 6,
                    y(rate) + 4, rate * 100));
  }
  if (target < 1.0) {
    page.raw(
        fmt::format("<line class=\"goal\" x1=\"{0}\" y1=\"{1:.1f}\" x2=\"{2}\" y2=\"{1:.1f}\"/>\n",
                    k_trend_left, y(target), k_trend_width - k_trend_right));
  }
  page.raw("<polyline class=\"line\" points=\"");
  for (const TrendPoint& point : points)
    page.raw(fmt::format("{:.1f},{:.1f} ", x(point), y(point.rate)));
  page.raw("\"/>\n");
  const size_t step = points.size() <= k_most_dots ? 1 : points.size() - 1;
  for (size_t i = 0; i < points.size(); i += step) {
    page.raw(fmt::format("<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.5\"/>\n",
                         x(points[i]), y(points[i].rate)));
  }
  page.raw(fmt::format("<text class=\"tick first\" x=\"{}\" y=\"{}\">{}</text>", k_trend_left,
                       k_trend_height - 8, calendar::iso(calendar::Date{points.front().day})));
  page.raw(fmt::format("<text class=\"tick last\" x=\"{}\" y=\"{}\">{}</text></svg>\n",
                       k_trend_width - k_trend_right, k_trend_height - 8,
                       calendar::iso(calendar::Date{points.back().day})));
}

}  // namespace audit::reports::html
