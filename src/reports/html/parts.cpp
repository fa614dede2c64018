// SPDX-License-Identifier: MIT
#include "reports/html/parts.hpp"

#include <fmt/format.h>

namespace audit::reports::html {

using findings::Severity;
using findings::Status;

void begin_section(Page& page, std::string_view id, std::string_view heading) {
  page.raw(fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">", id))
      .text(heading)
      .raw("</h2>\n");
}

void begin_table(Page& page, std::string_view label, std::string_view classes) {
  page.raw("<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"").text(label);
  page.raw(fmt::format("\"><table class=\"{}\">\n", classes));
}

void end_table(Page& page) { page.raw("</table></div>\n"); }

void append_status(Page& page, Status status) {
  const char* name = findings::show(status);
  const char* sign = "";
  switch (status) {
    case Status::met:
      sign = "\xE2\x9C\x93";  // check mark
      break;
    case Status::late:
      sign = "\xE2\x97\x90";  // half a circle
      break;
    case Status::overdue:
      sign = "!";
      break;
    case Status::failed:
      sign = "\xE2\x9C\x95";  // cross
      break;
    case Status::upcoming:
      sign = "\xE2\x86\x92";  // arrow
      break;
    case Status::pending:
      sign = "\xE2\x80\xA6";
      break;
  }
  page.raw(fmt::format("<span class=\"status {0}\"><i aria-hidden=\"true\">{1}</i>{0}</span>", name,
                       sign));
}

void append_severity(Page& page, Severity severity) {
  page.raw(fmt::format("<span class=\"severity {0}\">{0}</span>", findings::show(severity)));
}

void append_rate_bar(Page& page, std::optional<double> rate, double target) {
  page.raw(
      "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" "
      "aria-hidden=\"true\">");
  if (rate) {
    page.raw("<rect class=\"s-missed\" width=\"100\" height=\"10\"/>");
    page.raw(fmt::format("<rect class=\"s-met\" width=\"{:.2f}\" height=\"10\"/>", *rate * 100));
  } else {
    page.raw("<rect class=\"s-none\" width=\"100\" height=\"10\"/>");
  }
  // At the very end the mark would be cut in half.
  page.raw(fmt::format("<rect class=\"s-target\" x=\"{:.2f}\" y=\"-3\" width=\"1\" height=\"16\"/>",
                       std::min(target * 100, 99.0)));
  page.raw("</svg>");
}

}  // namespace audit::reports::html
