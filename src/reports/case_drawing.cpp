// SPDX-License-Identifier: MIT
#include "reports/case_drawing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "reports/summary.hpp"

namespace audit::reports {

namespace {

using calendar::Date;
using calendar::iso;
using findings::CaseFile;
using findings::CaseSpan;
using findings::Status;
using html::Page;
using Look = model::SpanDef::Look;

// In units of the drawing.
constexpr double k_left = 120;
constexpr double k_right = 990;
constexpr double k_row = 13;
constexpr double k_bar = 9;
constexpr double k_lane_gap = 12;
constexpr double k_least_bar = 3;
constexpr size_t k_most_rows = 8;  // of one lane; what overlaps more is drawn over one another

// A mistyped year must not squeeze the case into a line.
constexpr int32_t k_most_days = 4 * 366;
constexpr int32_t k_most_ahead = 366;
constexpr int k_most_ticks = 13;

constexpr std::array k_statuses{Status::overdue,  Status::failed,  Status::late,
                                Status::upcoming, Status::pending, Status::met};

/// Which days are drawn, and where.
struct Scale {
  int32_t first = 0;
  int32_t last = 1;

  [[nodiscard]] bool holds(int32_t day) const { return first <= day && day <= last; }
  [[nodiscard]] double x(int32_t day) const {
    const double share = static_cast<double>(std::clamp(day, first, last) - first) / (last - first);
    return k_left + share * (k_right - k_left);
  }
};

int32_t mark_day(const findings::CaseObligation& one) {
  const findings::Finding& finding = one.finding;
  return finding.due != calendar::k_no_date ? finding.due : finding.trigger;
}

Scale scale_of(const CaseFile& file) {
  const int32_t as_of = file.audit.run.as_of.days;
  std::vector<int32_t> days{as_of};
  for (const auto& event : file.events) days.push_back(event.date.days);
  for (const CaseSpan& span : file.spans) {
    days.push_back(span.from.days);
    if (span.until) days.push_back(span.until->days);
  }
  for (const auto& one : file.obligations) {
    if (mark_day(one) != calendar::k_no_date) days.push_back(mark_day(one));
  }
  std::erase_if(days, [&](int32_t day) { return day > as_of + k_most_ahead; });
  Scale scale;
  scale.last = *std::ranges::max_element(days) + 7;
  scale.first = std::max(*std::ranges::min_element(days) - 7, scale.last - k_most_days);
  return scale;
}

/// The first of each month, or of every second, third … so that there is room for their names.
std::vector<Date> ticks_of(const Scale& scale) {
  const int months = (scale.last - scale.first) / 30 + 1;
  int step = 1;
  for (const int wider : {2, 3, 6, 12}) {
    if (months / step > k_most_ticks) step = wider;
  }
  std::vector<Date> ticks;
  for (auto day = calendar::add_months(calendar::start_of_month({scale.first}), 1);
       day && day->days <= scale.last; day = calendar::add_months(*day, 1)) {
    if ((static_cast<int>(calendar::civil(*day).month) - 1) % step == 0) ticks.push_back(*day);
  }
  return ticks;
}

/// Marks tell the status by shape, for readers who see no colours, and in print.
void append_mark(Page& page, Status status, double x, double y) {
  const char* name = findings::show(status);
  const auto path = [&](std::string_view shape) {
    page.raw(
        fmt::format("<path class=\"mark {}\" transform=\"translate({:.1f} {:.1f})\" d=\"{}\"/>",
                    name, x, y, shape));
  };
  switch (status) {
    case Status::overdue:
      return path("M0-6L6 5H-6Z");
    case Status::failed:
      return path("M-5-5L5 5M5-5L-5 5");
    case Status::late:
      return path("M0-6A6 6 0 0 1 0 6Z");
    case Status::upcoming:
      return path("M0-6L6 0L0 6L-6 0Z");
    case Status::pending:
      return path("M-4 0A4 4 0 1 1 4 0A4 4 0 1 1-4 0");
    case Status::met:
      return path("M0-5V5");
  }
}

class Drawing {
 public:
  Drawing(Page& page, const CaseFile& file) : page_(page), file_(file), scale_(scale_of(file)) {}

  void run() {
    // The height is known when all is drawn: the lanes are drawn into a page of their own first.
    util::StringOutput lanes;
    Page inner(lanes);
    Drawing body(inner, file_);
    body.append_lanes();
    inner.flush();
    const double bottom = body.y_;
    page_.raw(
        fmt::format("<div class=\"drawing\" role=\"region\" tabindex=\"0\" aria-label=\"Drawn "
                    "timeline\"><svg viewBox=\"0 0 1000 {:.0f}\" role=\"img\" "
                    "aria-label=\"Timeline from {} to {}; the tables below tell the same\">\n",
                    bottom + 24, iso({scale_.first}), iso({scale_.last})));
    append_grid(bottom);
    page_.raw(lanes.text());
    page_.raw("</svg></div>\n");
    append_legend();
  }

 private:
  void append_grid(double bottom) {
    for (const Date tick : ticks_of(scale_)) {
      const double x = scale_.x(tick.days);
      page_.raw(
          fmt::format("<line class=\"gridline\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"0\" "
                      "y2=\"{1:.1f}\"/>",
                      x, bottom));
      page_.raw(fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>\n", x + 2,
                            bottom + 13, iso(tick).substr(0, 7)));
    }
    const double x = scale_.x(file_.audit.run.as_of.days);
    page_.raw(
        fmt::format("<line class=\"today\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"0\" "
                    "y2=\"{1:.1f}\"><title>as of {2}</title></line>\n",
                    x, bottom, iso(file_.audit.run.as_of)));
  }

  void append_lanes() {
    std::vector<std::string> drawn;
    for (const CaseSpan& span : file_.spans) {
      if (std::ranges::find(drawn, span.lane) == drawn.end()) {
        drawn.push_back(span.lane);
        append_span_lane(span.lane);
      }
    }
    for (const findings::CaseEvent& event : file_.events) {
      if (std::ranges::find(drawn, event.lane) == drawn.end()) {
        drawn.push_back(event.lane);
        append_event_lane(event.lane);
      }
    }
    append_marks();
  }

  void begin_lane(std::string_view name) {
    page_.raw(
        fmt::format("<line class=\"lane\" x1=\"0\" x2=\"1000\" y1=\"{0:.1f}\" y2=\"{0:.1f}\"/>"
                    "<text x=\"0\" y=\"{1:.1f}\">",
                    y_, y_ + k_lane_gap / 2 + k_bar));
    page_.text(name).raw("</text>\n");
    y_ += k_lane_gap / 2;
  }
  void end_lane(size_t rows) { y_ += static_cast<double>(rows) * k_row + k_lane_gap / 2; }

  // What overlaps goes into the first row that is free; the clock's looks share one row.
  void append_span_lane(const std::string& lane) {
    begin_lane(lane);
    std::vector<double> free_from;
    for (const CaseSpan& span : file_.spans) {
      if (span.lane != lane) continue;
      const int32_t end = span.until ? span.until->days : std::max(span.from.days, as_of());
      if (span.from.days > scale_.last || end < scale_.first) continue;
      const double from = scale_.x(span.from.days);
      const double width = std::max(scale_.x(end) - from, k_least_bar);
      size_t row = 0;
      if (span.look == Look::plain) {
        while (row < free_from.size() && free_from[row] > from) ++row;
        row = std::min(row, k_most_rows - 1);
      }
      if (row >= free_from.size()) free_from.resize(row + 1, 0);
      free_from[row] = std::max(free_from[row], from + width + 1);
      append_span(span, from, width, y_ + static_cast<double>(row) * k_row);
    }
    end_lane(std::max<size_t>(free_from.size(), 1));
  }

  void append_span(const CaseSpan& span, double x, double width, double y) {
    std::string tip = fmt::format("{}: {}", iso(span.from), span.words);
    if (!span.point) {
      tip = fmt::format("{} to {}: {}", iso(span.from), span.until ? iso(*span.until) : "open",
                        span.words);
    }
    page_.raw("<g><title>").text(tip).raw("</title>");
    if (span.look == Look::end) {
      page_.raw(
          fmt::format("<line class=\"end\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" "
                      "y2=\"{2:.1f}\"/>",
                      x, y - 3, y + k_bar + 3));
    } else {
      const char* look = span.look == Look::running  ? "running"
                         : span.look == Look::paused ? "paused"
                                                     : "span";
      page_.raw(
          fmt::format("<rect class=\"{}\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" "
                      "height=\"{}\"/>",
                      look, x, y, width, k_bar));
      // The running clock is hatched: it can be told from the paused one without colour.
      for (double at = x + 4; span.look == Look::running && at < x + width - 4; at += 8) {
        page_.raw(
            fmt::format("<line class=\"hatch\" x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" "
                        "y2=\"{:.1f}\"/>",
                        at, y + k_bar, at + 4, y));
      }
    }
    page_.raw("</g>\n");
  }

  void append_event_lane(const std::string& lane) {
    begin_lane(lane);
    for (const findings::CaseEvent& event : file_.events) {
      if (event.lane != lane || !scale_.holds(event.date.days)) continue;
      page_.raw(fmt::format("<circle class=\"dot\" cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"4\"><title>",
                            scale_.x(event.date.days), y_ + k_bar / 2));
      page_.text(
          fmt::format("{}: {} {} ({})", iso(event.date), event.label, event.words, event.key));
      page_.raw("</title></circle>\n");
    }
    end_lane(1);
  }

  // One mark a day and status, however many obligations.
  void append_marks() {
    for (const Status status : k_statuses) {
      std::map<int32_t, std::vector<std::string>> days;
      for (const auto& one : file_.obligations) {
        const int32_t day = mark_day(one);
        const bool dated = one.finding.due != calendar::k_no_date || status == Status::failed;
        if (one.finding.status != status || !dated || day == calendar::k_no_date) continue;
        if (scale_.holds(day)) days[day].push_back(file_.audit.rules[one.finding.rule].id);
      }
      if (days.empty()) continue;
      begin_lane(fmt::format("Due: {}", findings::show(status)));
      for (const auto& [day, rules] : days) {
        page_.raw("<g><title>").text(fmt::format("{}: {}", iso({day}), fmt::join(rules, ", ")));
        page_.raw("</title>");
        append_mark(page_, status, scale_.x(day), y_ + k_bar / 2);
        page_.raw("</g>\n");
      }
      end_lane(1);
    }
  }

  void append_legend() {
    page_.raw("<ul class=\"marks\" aria-hidden=\"true\">");
    for (const Status status : k_statuses) {
      page_.raw("<li><svg viewBox=\"-9 -7 18 14\">");
      append_mark(page_, status, 0, 0);
      page_.raw(fmt::format("</svg> {}</li>", findings::show(status)));
    }
    for (const auto& [look, name] : {
             std::pair{Look::paused,  "paused" },
             std::pair{Look::running, "running"}
    }) {
      const bool there = std::ranges::any_of(
          file_.spans, [look = look](const CaseSpan& span) { return span.look == look; });
      if (there) page_.raw(fmt::format("<li><i class=\"swatch {0}\"></i>clock {0}</li>", name));
    }
    page_.raw("<li>dotted line: as of</li></ul>\n");
  }

  // What is open is drawn as far as it is known: to the as-of date.
  [[nodiscard]] int32_t as_of() const { return file_.audit.run.as_of.days; }

  Page& page_;
  const CaseFile& file_;
  Scale scale_;
  double y_ = 6;
};

}  // namespace

void append_case_drawing(Page& page, const CaseFile& file) { Drawing(page, file).run(); }

}  // namespace audit::reports
