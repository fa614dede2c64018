// SPDX-License-Identifier: MIT
#include "reports/html/sheet.hpp"

#include <fmt/format.h>

#include "reports/html/assets.hpp"

namespace audit::reports::html {

namespace {

void append_style(Page& page, const Asset& asset) {
  page.raw("<style>");
  for (const std::string_view part : asset.parts) page.raw(part);
  page.raw("</style>\n");
}

}  // namespace

void begin_sheet(Page& page, const findings::Run& run, std::string_view title,
                 std::string_view about) {
  page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  page.raw(
      fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src '{}' '{}'; base-uri 'none'; form-action 'none'\">\n",
                  style().hash, sheet().hash));
  page.raw(
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n"
      "<meta name=\"robots\" content=\"noindex\">\n<title>");
  page.text(title).raw(" as of ").date(run.as_of.days).raw("</title>\n");
  append_style(page, style());
  append_style(page, sheet());
  page.raw("</head>\n<body>\n<header>\n<div class=\"banner\"><div><h1>").text(title);
  page.raw(" <span>as of ").date(run.as_of.days).raw("</span></h1>\n<p>").text(about);
  page.raw("</p></div></div>\n</header>\n<main class=\"sheet\">\n");
}

void end_sheet(Page& page, const findings::Run& run) {
  page.raw("</main>\n<footer><p>caljobs-audit ").text(run.version).raw(" \xC2\xB7 profile ");
  page.text(run.profile).raw(" \xC2\xB7 calendar ").text(run.calendar);
  page.raw(" \xC2\xB7 nothing was sent anywhere.</p></footer>\n</body>\n</html>\n");
  page.flush();
}

}  // namespace audit::reports::html
