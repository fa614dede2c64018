// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/date.hpp"
#include "findings/audit.hpp"

// One participant's case, to settle an argument: what `case` shows. As with Audit, every view is
// made from this and nothing else; no name, birth date or word of a note is in it.
namespace audit::findings {

/// How the days between two dates were counted.
enum class DayKind : uint8_t {
  counted,
  weekend,   ///< not counted by a limit in business days
  holiday,   ///< likewise
  suspended  ///< a day of suspension: the due date moved on by it
};
const char* show(DayKind kind);

/// Days in a row that were counted alike; both ends are in it.
struct DaySpan {
  calendar::Date first;
  calendar::Date last;
  DayKind kind = DayKind::counted;
  std::string reason;  ///< the holiday's name, the suspension's reason

  [[nodiscard]] int64_t days() const { return int64_t{last.days} - first.days + 1; }
  bool operator==(const DaySpan&) const = default;
};

/// Days counted one by one, so that a person can count them again. Empty for spans of more than ten
/// years, as a mistyped year makes them.
struct DayCount {
  std::vector<DaySpan> spans;  ///< in order, without gaps
  int64_t counted = 0;
  int64_t not_counted = 0;
};

/// One obligation with its arithmetic; the statuses that are no finding too.
struct CaseObligation {
  Finding finding;      ///< message and remedy filled for every status
  std::string limit;    ///< "5 business days"; empty: the rule gives the due date itself
  std::string formula;  ///< then: how, as the rule writes it
  DayCount to_due;      ///< the days after the trigger up to the due date
  DayCount late;        ///< of a late or overdue one: those after the due date up to `late_until`
  int32_t late_until = calendar::k_no_date;  ///< the day it was met, or counting ended
  std::string record;                        ///< the record's label
};

/// What happened on a day, by one record.
struct CaseEvent {
  calendar::Date date;
  std::string lane;
  std::string table;
  std::string key;
  std::string label;  ///< which record, in words a person knows
  std::string words;  ///< "began, ended"
  std::string file;
  uint32_t line = 0;
};

/// What went on from one day to another.
struct CaseSpan {
  std::string lane;
  std::string words;
  model::SpanDef::Look look = model::SpanDef::Look::plain;
  calendar::Date from;
  std::optional<calendar::Date> until;  ///< none: it goes on
  bool point = false;                   ///< a day, not a time
  bool operator==(const CaseSpan&) const = default;
};

/// A view of the data, which outlives it.
struct CaseFile {
  Audit audit;  ///< the participant's share of it; rules: what Finding::rule points into
  std::string participant;
  std::string participant_name;             ///< under --with-names only
  std::vector<CaseEvent> events;            ///< by date
  std::vector<CaseSpan> spans;              ///< by lane in the order of the schema, then date
  std::vector<CaseObligation> obligations;  ///< by due date, else trigger; undated ones last
  bool one_obligation = false;              ///< --finding: only that one is here
  model::TextPool texts;                    ///< of the obligations' findings, beside the data's

  /// The text as a view that lives as long as the file.
  std::string_view keep(std::string_view text) { return texts.text(texts.intern(text)); }
};

/// The participant's row in the participants' table, if there is one.
std::optional<uint32_t> find_participant(const model::Dataset& data, std::string_view state_id);

/// All dates of all of the participant's records that were read, personal ones left out.
std::vector<CaseEvent> case_events(const model::Dataset& data, uint32_t participant);
/// What the schema's spans make of the participant's records.
std::vector<CaseSpan> case_spans(const model::Dataset& data, uint32_t participant);
/// "203 · Objective Assessment": the record's label columns; empty: none is filled.
std::string record_label(const model::Dataset& data, model::TableIndex index, uint32_t row);

}  // namespace audit::findings
