// SPDX-License-Identifier: MIT
// What a manager wants to know first: how we are doing, what must be done, what was not checked.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/comparison.hpp"
#include "reports/html/parts.hpp"
#include "reports/summary.hpp"

namespace audit::reports::html {

using findings::Audit;
using findings::Finding;
using findings::Status;
using findings::Tally;

namespace {

void begin_card(Page& page, const char* classes, std::string_view label) {
  page.raw(fmt::format("<li class=\"card {}\"><h3>", classes)).text(label).raw("</h3>");
}

/// "2 more than on 2025-12-31 (16)": the sign in words, so that no colour need tell it.
void append_count_change(Page& page, const View& view, uint64_t now, uint64_t before) {
  std::string text = "as many as";
  const char* tone = "same";
  if (now > before) {
    text = fmt::format("\xE2\x96\xB2 {} more than", grouped(now - before));
    tone = "worse";
  } else if (now < before) {
    text = fmt::format("\xE2\x96\xBC {} fewer than", grouped(before - now));
    tone = "better";
  }
  page.raw(fmt::format("<p class=\"change {}\">{} on {} ({})</p>", tone, text,
                       calendar::iso(view.before->as_of), grouped(before)));
}

void append_rate_change(Page& page, const View& view, double now) {
  const auto before = view.before->totals.rate;
  if (!before) return;
  const char* tone = now > *before ? "better" : now < *before ? "worse" : "same";
  const char* sign = now > *before ? "\xE2\x96\xB2 " : now < *before ? "\xE2\x96\xBC " : "";
  page.raw(fmt::format("<p class=\"change {}\">{}{} points since {} ({})</p>", tone, sign,
                       points(now, *before), calendar::iso(view.before->as_of), percent(before)));
}

void append_rate_card(Page& page, const View& view) {
  const Tally& totals = view.audit->totals;
  begin_card(page, "rate", "Compliance rate");
  const auto rate = totals.rate();
  if (!rate) {
    page.raw("<p class=\"big\">\xE2\x80\x93</p><p>Nothing fell due, so there is no rate.</p></li>");
    return;
  }
  page.raw("<p class=\"big\">").percent(rate).raw("</p>");
  append_rate_bar(page, rate, view.target);
  page.raw(fmt::format("<p>{} of {} that fell due {} met.", grouped(totals.of(Status::met)),
                       counted(fell_due(totals), "obligation"),
                       totals.of(Status::met) == 1 ? "was" : "were"));
  if (view.target < 1.0) page.raw(fmt::format(" Target: {}.", percent(view.target)));
  page.raw("</p>");
  if (view.before != nullptr) append_rate_change(page, view, *rate);
  page.raw("</li>\n");
}

std::string set_aside(const Tally& totals) {
  std::string text;
  if (totals.waived > 0) {
    text += fmt::format(" {} waived and left out of the rate.", grouped(totals.waived));
  }
  if (totals.baselined > 0) {
    text += fmt::format(" {} known from the baseline.", grouped(totals.baselined));
  }
  return text;
}

void append_violations_card(Page& page, const View& view) {
  const Tally& totals = view.audit->totals;
  begin_card(page, totals.violations() == 0 ? "calm" : "violations", "Violations");
  page.raw("<p class=\"big\">").count(totals.violations()).raw("</p>");
  if (totals.violations() > 0) {
    page.raw(fmt::format("<p>{} late, {} overdue, {} failed.{}</p>",
                         grouped(totals.of(Status::late)), grouped(totals.of(Status::overdue)),
                         grouped(totals.of(Status::failed)), set_aside(totals)));
  } else if (is_whole(*view.audit)) {
    page.raw("<p>No violations.</p>");
  } else {
    page.raw("<p>None in what was checked. Not everything was.</p>");
  }
  if (view.before != nullptr) {
    append_count_change(page, view, totals.violations(), view.before->totals.violations);
  }
  page.raw("</li>\n");
}

/// What is neither met nor set aside, and how long the oldest of it has waited.
struct Open {
  uint64_t overdue = 0;
  uint64_t failed = 0;
  int32_t oldest_due = calendar::k_no_date;
};

Open open_findings(const Audit& audit) {
  Open open;
  for (const Finding& finding : audit.findings) {
    if (finding.waived) continue;
    if (finding.status == Status::failed) ++open.failed;
    if (finding.status != Status::overdue) continue;
    ++open.overdue;
    if (open.oldest_due == calendar::k_no_date || finding.due < open.oldest_due) {
      open.oldest_due = finding.due;
    }
  }
  return open;
}

void append_open_card(Page& page, const View& view) {
  const Open open = open_findings(*view.audit);
  const uint64_t all = open.overdue + open.failed;
  begin_card(page, all == 0 ? "calm" : "open", "Needs action now");
  page.raw("<p class=\"big\">").count(all).raw("</p>");
  if (all == 0) {
    page.raw("<p>Nothing is overdue or failed");
    page.raw(view.audit->totals.waived > 0 ? " but what is waived.</p></li>\n" : ".</p></li>\n");
    return;
  }
  page.raw(fmt::format("<p>{} overdue and {} failed{}.", grouped(open.overdue),
                       grouped(open.failed),
                       view.audit->totals.waived > 0 ? ", waived ones left out" : ""));
  if (open.oldest_due != calendar::k_no_date) {
    const int64_t age = int64_t{view.audit->run.as_of.days} - open.oldest_due;
    page.raw(fmt::format(" The oldest was due {} ({} ago).",
                         calendar::iso(calendar::Date{open.oldest_due}),
                         counted(static_cast<uint64_t>(std::max<int64_t>(age, 0)), "day")));
  }
  page.raw("</p></li>\n");
}

void append_upcoming_card(Page& page, const View& view) {
  const uint64_t upcoming = view.audit->totals.of(Status::upcoming);
  begin_card(page, upcoming == 0 ? "calm" : "upcoming", "Due soon");
  page.raw("<p class=\"big\">").count(upcoming).raw("</p><p>");
  page.raw(upcoming == 1   ? "It falls due within "
           : upcoming == 0 ? "Nothing falls due within "
                           : "They fall due within ");
  page.text(view.audit->run.remind).raw(".</p>");
  if (view.before != nullptr) {
    // More or less of what is to come is neither good nor bad.
    const auto before = view.before->totals.upcoming;
    page.raw(fmt::format("<p class=\"change same\">{} on {}</p>", grouped(before),
                         calendar::iso(view.before->as_of)));
  }
  page.raw("</li>\n");
}

void append_checked_card(Page& page, const Audit& audit) {
  const uint64_t skipped = skipped_count(audit);
  const size_t unaudited = unaudited_inputs(audit).size() + empty_inputs(audit).size();
  begin_card(page, is_whole(audit) ? "calm" : "gaps", "Rules not checked");
  page.raw("<p class=\"big\">").count(skipped);
  page.raw(fmt::format("<small> of {}</small></p><p>", grouped(audit.rules.size())));
  if (audit.rules.empty()) {
    page.raw("Nothing was checked: no rule is enabled. ");
  } else if (skipped > 0) {
    page.raw("The input did not hold what they need. ");
  }
  if (unaudited > 0) {
    page.raw(fmt::format("{} not audited or empty. ", counted(unaudited, "input file")));
  } else if (audit.unaudited_input) {
    page.raw("Some of the input was not audited. ");
  }
  if (const size_t cut = cut_off_inputs(audit).size(); cut > 0) {
    page.raw(fmt::format("<strong>{} cut off.</strong> ", counted(cut, "input file")));
  }
  if (is_whole(audit)) page.raw("Every rule was checked, on all of the input. ");
  if (!audit.warnings.empty()) {
    page.raw(fmt::format("{} on the input. ", counted(audit.warnings.size(), "warning")));
  }
  if (const uint64_t problems = problem_count(audit); problems > 0) {
    page.raw(fmt::format("{}. ", counted(problems, "data problem")));
  }
  page.raw("<a href=\"#unchecked\">What was not checked</a></p></li>\n");
}

}  // namespace

void append_headline(Page& page, const View& view) {
  const Audit& audit = *view.audit;
  begin_section(page, "summary", "At a glance");
  page.raw("<ul class=\"cards\">\n");
  append_rate_card(page, view);
  append_violations_card(page, view);
  append_open_card(page, view);
  append_upcoming_card(page, view);
  append_checked_card(page, audit);
  page.raw("</ul>\n");
  if (view.before != nullptr && view.before->rules_digest != audit.run.rules_digest) {
    page.raw("<p class=\"note\">The rules or their limits have changed since ")
        .date(view.before->as_of.days)
        .raw(": a difference may come from that.</p>\n");
  }
  page.raw("</section>\n");
}

}  // namespace audit::reports::html
