// SPDX-License-Identifier: MIT
// One page that holds all it needs: it opens from a file share and asks nobody for anything.
#include <fmt/format.h>

#include "reports/formats.hpp"
#include "reports/html/assets.hpp"
#include "reports/html/parts.hpp"
#include "reports/summary.hpp"
#include "reports/totals_check.hpp"
#include "reports/trend.hpp"

namespace audit::reports {

namespace {

using findings::Audit;
using html::Page;

void append_asset(Page& page, const html::Asset& asset) {
  for (const std::string_view part : asset.parts) page.raw(part);
}

void append_head(Page& page, const Audit& audit) {
  page.raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
  // Nothing may be loaded, and no style or script runs but the two that the build put here.
  page.raw(
      fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                  "style-src '{}'; script-src '{}'; base-uri 'none'; form-action 'none'\">\n",
                  html::style().hash, html::script().hash));
  page.raw(
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"robots\" "
      "content=\"noindex\">\n<title>Compliance audit as of ");
  page.date(audit.run.as_of.days)
      .raw(" \xC2\xB7 ")
      .text(audit.run.profile)
      .raw("</title>\n<style>");
  append_asset(page, html::style());
  page.raw("</style>\n</head>\n");
}

void append_banner(Page& page, const Audit& audit) {
  const findings::Run& run = audit.run;
  page.raw(
      "<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n<header>\n"
      "<div class=\"banner\"><div><h1>Compliance audit <span>as of ");
  page.date(run.as_of.days).raw("</span></h1>\n<p>Profile ").text(run.profile);
  if (!run.period.empty()) page.raw(" \xC2\xB7 period ").text(run.period);
  page.raw(" \xC2\xB7 calendar ").text(run.calendar.empty() ? "none" : run.calendar);
  page.raw(" \xC2\xB7 reminders ")
      .text(run.remind)
      .raw(
          " ahead</p></div>\n"
          "<div id=\"appearance\"></div></div>\n<nav aria-label=\"Sections\"><ul>\n");
  const auto link = [&page](const char* to, const char* name) {
    page.raw(fmt::format("<li><a href=\"#{}\">{}</a></li>\n", to, name));
  };
  link("summary", "At a glance");
  if (!audit.groups.empty()) link("groups", "Who must act");
  if (!summary_rows(audit, "rule").empty()) link("rules", "By rule");
  link("unchecked", "Not checked");
  link("findings", "Findings");
  if (!audit.waivers.empty()) link("waivers", "Waivers");
  link("inputs", "Input");
  page.raw("</ul></nav>\n</header>\n<main>\n");
}

}  // namespace

void write_html(const Audit& audit, const FormatOptions& options, util::Output& out) {
  TotalsCheck check(audit);
  Page page(out);
  const html::View view{&audit, last_month(audit), options.target};
  append_head(page, audit);
  append_banner(page, audit);
  append_headline(page, view);
  append_charts(page, view);
  append_groups(page, view);
  append_rules(page, view);
  append_unchecked(page, view);
  append_findings(page, view);
  append_waivers(page, view);
  append_inputs(page, view);
  append_words(page, view);
  page.raw("</main>\n<footer><p>Made ").text(audit.run.started_at);
  page.raw(fmt::format(" in {:.2f} s, on one machine; nothing was sent anywhere.</p></footer>\n",
                       audit.run.seconds));
  append_data(page, view, check);
  page.raw("<script>");
  append_asset(page, html::script());
  page.raw("</script>\n</body>\n</html>\n");
  page.flush();
  check.finish();
}

}  // namespace audit::reports
