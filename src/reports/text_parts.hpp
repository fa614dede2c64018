// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

#include "findings/audit.hpp"
#include "reports/format.hpp"
#include "reports/text_table.hpp"

// The sections of the text report, in the order in which they are read. Each appends to `out`, and
// nothing where it has nothing to say.
namespace audit::reports {

inline constexpr size_t k_indent = 2;  ///< of what stands below a heading
inline constexpr size_t k_least_width = 60;

Style style_of(findings::Status status);

/// What the sections share: how wide, whether in colour.
struct TextPage {
  std::string out;
  size_t width = 100;
  bool colour = false;

  /// An empty line and a heading.
  void heading(std::string_view text);
  /// Wrapped to the width; further lines stand `hanging` columns deeper than the first.
  void paragraph(std::string_view text, size_t indent, size_t hanging = 0,
                 Style style = Style::plain);
};

void append_headline(TextPage& page, const findings::Audit& audit);
/// What could not be checked, and what the checks on the input found.
void append_attention(TextPage& page, const findings::Audit& audit);
/// What became of the waivers: those that need someone's hand, one by one.
void append_waivers(TextPage& page, const findings::Audit& audit);
void append_inputs(TextPage& page, const findings::Audit& audit);
void append_summary(TextPage& page, const findings::Audit& audit, std::string_view by);
void append_worst_groups(TextPage& page, const findings::Audit& audit, std::string_view by);
void append_findings(TextPage& page, const findings::Audit& audit);
void append_problems(TextPage& page, const findings::Audit& audit);
/// The last line, which a terminal leaves in sight.
void append_bottom_line(TextPage& page, const findings::Audit& audit);

}  // namespace audit::reports
