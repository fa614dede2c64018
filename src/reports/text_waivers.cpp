// SPDX-License-Identifier: MIT
// The text report's section on waivers.
#include <fmt/format.h>

#include <algorithm>

#include "reports/summary.hpp"
#include "reports/text_parts.hpp"

namespace audit::reports {

using findings::WaiverUse;
using State = WaiverUse::State;
using Fit = TextTable::Fit;

namespace {

std::string effect_of(const WaiverUse& waiver) {
  switch (waiver.state) {
    case State::expired:
      return waiver.lapsed == 0 ? "covered nothing any more"
                                : counted(waiver.lapsed, "violation") +
                                      (waiver.lapsed == 1 ? " counts again" : " count again");
    case State::unmatched:
      return waiver.note.empty() ? "covers nothing" : "covers nothing: " + waiver.note;
    case State::expiring:
    case State::used:
      break;
  }
  return "covers " + counted(waiver.matched, "violation");
}

Style state_style(State state) {
  switch (state) {
    case State::expired:
      return Style::red;
    case State::unmatched:
    case State::expiring:
      return Style::yellow;
    case State::used:
      break;
  }
  return Style::plain;
}

uint64_t count_of(const findings::Audit& audit, State state) {
  return static_cast<uint64_t>(std::ranges::count(audit.waivers, state, &WaiverUse::state));
}

}  // namespace

void append_waivers(TextPage& page, const findings::Audit& audit) {
  if (audit.waivers.empty()) return;
  page.heading("Waivers");
  std::string counts;
  const auto add = [&](State state, std::string_view what) {
    const uint64_t count = count_of(audit, state);
    if (count > 0) counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, what);
  };
  add(State::used, "in use");
  add(State::expiring, "in use that will expire soon");
  add(State::expired, "expired");
  add(State::unmatched, "that cover nothing");
  page.paragraph(fmt::format("{}: {}.", counted(audit.waivers.size(), "waiver"), counts), k_indent);

  TextTable table({text_column("state"), text_column("rule", Fit::cut, 16),
                   text_column("for", Fit::wrap, 16), text_column("until"),
                   text_column("approved by", Fit::cut, 12, 1), text_column("", Fit::wrap, 20)});
  bool any = false;
  for (const State state : {State::expired, State::unmatched, State::expiring}) {
    for (const WaiverUse& waiver : audit.waivers) {
      if (waiver.state != state) continue;
      table.add({cell(findings::show(state), state_style(state)), cell(waiver.rule),
                 cell(waiver.subject), cell(waiver.until), cell(waiver.approved_by),
                 cell(effect_of(waiver))});
      any = true;
    }
  }
  if (any) page.out += table.render(k_indent, page.width, page.colour);
}

}  // namespace audit::reports
