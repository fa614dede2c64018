// SPDX-License-Identifier: MIT
#include <doctest/doctest.h>

#include <algorithm>

#include "findings/audit.hpp"
#include "findings/fingerprint.hpp"

using namespace audit::findings;
using namespace audit::model;
using audit::calendar::k_no_date;

namespace {

// A small world with names of its own: people, cases (applications), visits (children of both) and
// goals, which reach a person but no case.
enum TableNumber : TableIndex { people, cases, visits, goals };

ColumnDef column(const char* name, Type type = Type::text) {
  ColumnDef def;
  def.name = name;
  def.type = type;
  return def;
}

TableDef table(const char* name, std::vector<ColumnDef> columns,
               std::vector<RelationIndex> relations) {
  TableDef def;
  def.name = name;
  def.columns = std::move(columns);
  def.relations = std::move(relations);
  def.key = 0;
  return def;
}

Relation relation(const char* name, TableIndex child, TableIndex parent, ColumnIndex by) {
  Relation out;
  out.name = name;
  out.child = child;
  out.parent = parent;
  LinkPart part;
  part.child = by;
  part.parent = 0;
  LinkWay way;
  way.parts.push_back(part);
  out.ways.push_back(way);
  return out;
}

Schema make_schema() {
  Schema schema;
  const auto id = Type::identifier;
  schema.tables = {
      table("people", {column("person", id), column("surname"), column("given")}, {}),
      table("cases",
            {column("case_id", id), column("person", id), column("area"), column("bureau"),
             column("clerk")},
            {0}),
      table("visits",
            {column("visit", id), column("case_id", id), column("person", id), column("bureau")},
            {1, 2}),
      table("goals", {column("goal", id), column("person", id)}, {3}),
  };
  schema.relations = {relation("person", cases, people, 1), relation("case", visits, cases, 1),
                      relation("person", visits, people, 2), relation("person", goals, people, 1)};
  schema.participants = people;
  schema.applications = cases;
  schema.region_column = "area";
  schema.office_column = "bureau";
  schema.case_manager_column = "clerk";
  schema.program_column = "programme";  // no table has it
  schema.name_columns = {"surname", "given"};
  return schema;
}

Column text_column(const std::vector<std::string>& cells) {
  Column out;
  out.pool = std::make_shared<TextPool>();
  for (const std::string& cell : cells) out.codes.push_back(out.pool->intern(cell));
  return out;
}

void fill(Table& out, const TableDef& def, const std::vector<std::vector<std::string>>& rows,
          const std::vector<uint32_t>& file, std::vector<uint32_t> line) {
  out.def = &def;
  out.present = true;
  out.rows = static_cast<uint32_t>(rows.size());
  for (size_t c = 0; c < def.columns.size(); ++c) {
    std::vector<std::string> cells;
    for (const auto& row : rows) cells.push_back(row[c]);
    out.columns.push_back(text_column(cells));
    if (c == 0) out.key = text_column(cells);
  }
  for (const uint32_t each : file) out.file.append(1, each);
  out.line = std::move(line);
}

Dataset make_data(const Schema& schema) {
  Dataset data;
  data.schema = &schema;
  data.tables.resize(4);
  InputFile input;
  input.path = "cases.csv";
  data.inputs.push_back(input);
  input.path = "visits.csv";
  data.inputs.push_back(input);
  fill(data.tables[people], schema.tables[people],
       {
           {"P1", "Doe", "Jo"},
           {"P2", "",    "Li"},
           {"P3", "",    ""  }
  },
       {0, 0, k_none}, {2, 3, 0});
  fill(data.tables[cases], schema.tables[cases],
       {
           {"C1", "P1", "North", "Main St", "Ann"},
           {"C2", "P2", "",      "",        ""   }
  },
       {0, 0}, {2, 3});
  fill(data.tables[visits], schema.tables[visits],
       {
           {"V1", "C1",   "P9",   ""       }, // its case's person and bureau
           {"V2", "C1",   "",     "Side St"}, // its own bureau
           {"V3", "C404", "P2",   ""       }, // the case is not in the input
           {"V4", "",     "P404", "Main St"}
  },  // a person that no table knows
       {1, 1, 1, 1}, {5, 6, 7, 8});
  fill(data.tables[goals], schema.tables[goals],
       {
           {"G1", "P3"}
  },
       {0}, {9});
  data.links.resize(4);
  data.links[0].parent = {0, 1};
  data.links[1].parent = {0, 0, k_none, k_none};
  data.links[2].parent = {0, 0, 1, k_none};
  data.links[3].parent = {2};
  return data;
}

Obligation obligation(uint32_t row, Status status, int32_t trigger = 100) {
  Obligation out;
  out.row = row;
  out.status = status;
  out.trigger = trigger;
  out.late_by = status == Status::late ? 2 : 0;
  return out;
}

RuleOutcome outcome(const char* id, Severity severity, TableIndex table,
                    std::vector<Obligation> obligations) {
  RuleOutcome out;
  out.id = id;
  out.severity = severity;
  out.table = table;
  out.obligations = std::move(obligations);
  for (const Obligation& each : out.obligations) {
    if (!is_violation(each.status) && each.status != Status::upcoming) continue;
    out.messages.push_back(std::string(id) + " row " + std::to_string(each.row));
    out.remedies.push_back("mend it");
  }
  return out;
}

std::vector<RuleOutcome> make_outcomes() {
  std::vector<RuleOutcome> outcomes;
  outcomes.push_back(outcome(
      "visit.rule", Severity::warning, visits,
      {obligation(0, Status::late), obligation(1, Status::met), obligation(1, Status::pending),
       obligation(2, Status::failed), obligation(3, Status::upcoming)}));
  outcomes.push_back(outcome("goal.rule", Severity::error, goals, {obligation(0, Status::failed)}));
  outcomes.push_back(outcome("case.rule", Severity::warning, cases,
                             {obligation(0, Status::overdue), obligation(1, Status::met)}));
  outcomes.push_back(
      outcome("person.rule", Severity::info, people,
              {obligation(1, Status::failed, k_no_date), obligation(2, Status::failed)}));
  RuleOutcome skipped;
  skipped.id = "a.skipped";
  skipped.skipped_because = "table approvals was not given";
  outcomes.push_back(skipped);
  outcomes[0].in_business_days = true;
  return outcomes;
}

Finding finding(const Audit& audit, const std::string& message) {
  const auto found = std::ranges::find(audit.findings, message, &Finding::message);
  REQUIRE(found != audit.findings.end());
  return *found;
}

const Group* group(const Audit& audit, const std::string& by, const std::string& name) {
  for (const Group& each : audit.groups) {
    if (each.by == by && each.name == name) return &each;
  }
  return nullptr;
}

}  // namespace

TEST_CASE("assemble: whose a record is, and where it belongs") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  const Audit audit = assemble(make_outcomes(), data, {});
  struct Row {
    const char* message;
    const char* participant;
    const char* application;
    const char* region;
    const char* office;
    const char* case_manager;
    const char* file;
    uint32_t line;
  };
  for (const Row& row : {
           Row{"visit.rule row 0",  "P1",   "C1",   "North", "Main St", "Ann", "visits.csv", 5},
           {"visit.rule row 2",  "P2",   "C404", "",      "",        "",    "visits.csv", 7},
           {"visit.rule row 3",  "P404", "",     "",      "Main St", "",    "visits.csv", 8},
           {"goal.rule row 0",   "P3",   "",     "",      "",        "",    "cases.csv",  9},
           {"case.rule row 0",   "P1",   "C1",   "North", "Main St", "Ann", "cases.csv",  2},
           {"person.rule row 1", "P2",   "",     "",      "",        "",    "cases.csv",  3},
           {"person.rule row 2", "P3",   "",     "",      "",        "",    "",           0}
  }) {
    CAPTURE(row.message);
    const Finding f = finding(audit, row.message);
    CHECK(f.participant == row.participant);
    CHECK(f.application == row.application);
    CHECK(f.region == row.region);
    CHECK(f.office == row.office);
    CHECK(f.case_manager == row.case_manager);
    CHECK(f.program.empty());
    CHECK(f.file == row.file);
    CHECK(f.line == row.line);
    CHECK(f.participant_name.empty());
    CHECK(f.remedy == "mend it");
  }
  const Finding late = finding(audit, "visit.rule row 0");
  CHECK(late.table == "visits");
  CHECK(late.key == "V1");
  CHECK(late.late_by == 2);
  CHECK(late.late_in_business_days);
  CHECK(late.fingerprint == fingerprint("visit.rule", "visits", "V1", 100));
}

TEST_CASE("assemble: a finding whose clock was paused says so") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  std::vector<RuleOutcome> outcomes = make_outcomes();
  outcomes[0].obligations[0].paused_days = 3;
  outcomes[0].obligations[0].counted_days = 5;
  const Audit audit = assemble(std::move(outcomes), data, {});
  CHECK(finding(audit,
                "visit.rule row 0 (clock paused by a suspension: 5 business days counted, 3 not)")
            .paused_days == 3);
}

TEST_CASE("assemble: names only when asked for") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  AssembleOptions options;
  options.with_names = true;
  const Audit audit = assemble(make_outcomes(), data, options);
  CHECK(finding(audit, "visit.rule row 0").participant_name == "Doe, Jo");
  CHECK(finding(audit, "visit.rule row 2").participant_name == "Li");
  CHECK(finding(audit, "person.rule row 2").participant_name.empty());
}

TEST_CASE("assemble: rules by id, findings in the fixed order, skipped rules kept") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  const Audit audit = assemble(make_outcomes(), data, {});
  std::vector<std::string> ids;
  for (const RuleResult& rule : audit.rules) ids.push_back(rule.id);
  CHECK(ids == std::vector<std::string>{"a.skipped", "case.rule", "goal.rule", "person.rule",
                                        "visit.rule"});
  CHECK(audit.rules[0].skipped_because == "table approvals was not given");
  std::vector<std::string> messages;
  for (const Finding& f : audit.findings) messages.emplace_back(f.message);
  CHECK(messages == std::vector<std::string>{"goal.rule row 0", "case.rule row 0",
                                             "visit.rule row 0", "visit.rule row 2",
                                             "visit.rule row 3", "person.rule row 1",
                                             "person.rule row 2"});
}

TEST_CASE("assemble: tallies count every obligation, met and pending ones too") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  const Audit audit = assemble(make_outcomes(), data, {});
  CHECK(audit.totals.obligations() == 10);
  CHECK(audit.totals.violations() == 6);
  CHECK(audit.totals.of(Status::met) == 2);
  CHECK(audit.totals.of(Status::pending) == 1);
  CHECK(audit.rules[4].tally.obligations() == 5);
  CHECK(audit.rules[4].tally.rate() == 0.3333);
  CHECK(audit.rules[0].tally.obligations() == 0);
  CHECK_FALSE(audit.rules[0].tally.rate().has_value());
}

TEST_CASE("assemble: groups add up to the whole, and the nameless one comes last") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  const Audit audit = assemble(make_outcomes(), data, {});
  for (const std::string by : {"region", "office", "case_manager", "program"}) {
    CAPTURE(by);
    uint64_t sum = 0;
    std::string last;
    for (const Group& each : audit.groups) {
      if (each.by != by) continue;
      sum += each.tally.obligations();
      last = each.name;
    }
    CHECK(sum == audit.totals.obligations());
    CHECK(last.empty());
  }
  REQUIRE(group(audit, "office", "Main St") != nullptr);
  CHECK(group(audit, "office", "Main St")->tally.obligations() == 3);  // V1, V4, C1
  CHECK(group(audit, "office", "Side St")->tally.obligations() == 2);
  CHECK(group(audit, "office", "Side St")->tally.of(Status::met) == 1);
  CHECK(group(audit, "office", "")->tally.obligations() == 5);
  CHECK(group(audit, "case_manager", "Ann")->tally.obligations() == 4);
  CHECK(group(audit, "program", "")->tally.obligations() == 10);
}

TEST_CASE("assemble: columns that were not read are as if empty") {
  const Schema schema = make_schema();
  Dataset data = make_data(schema);
  for (Table& each : data.tables) {
    for (size_t c = 1; c < each.columns.size(); ++c) each.columns[c] = Column{};
  }
  data.links.clear();
  const Audit audit = assemble(make_outcomes(), data, {});
  CHECK(finding(audit, "visit.rule row 0").participant.empty());
  CHECK(finding(audit, "case.rule row 0").application == "C1");
  CHECK(audit.totals.obligations() == 10);
}

TEST_CASE("assemble: nothing audited is an empty audit with no rate") {
  const Schema schema = make_schema();
  const Dataset data = make_data(schema);
  const Audit audit = assemble({}, data, {});
  CHECK(audit.findings.empty());
  CHECK(audit.groups.empty());
  CHECK_FALSE(audit.totals.rate().has_value());
  CHECK(audit.inputs.size() == 2);
}

TEST_CASE("assemble: any number of threads gives the same audit") {
  // Rows of many, so that threads share one rule's obligations.
  constexpr uint32_t k_rows = 100000;
  const Schema schema = make_schema();
  Dataset data = make_data(schema);
  std::vector<std::vector<std::string>> rows;
  for (uint32_t i = 0; i < k_rows; ++i) {
    rows.push_back({"V" + std::to_string(i), "C" + std::to_string(i % 4), "P2",
                    i % 3 == 0 ? "123-45-6789" : "Office " + std::to_string(i % 50)});
  }
  data.tables[visits].columns.clear();
  fill(data.tables[visits], schema.tables[visits], rows, std::vector<uint32_t>(k_rows, 1),
       std::vector<uint32_t>(k_rows, 7));
  data.links[1].parent = audit::model::ParentRows(k_rows, 2);
  data.links[2].parent = audit::model::ParentRows(k_rows, 3);
  for (uint32_t i = 0; i < k_rows; ++i) data.links[2].parent.set(i, 1);
  std::vector<RuleOutcome> outcomes = make_outcomes();
  std::vector<Obligation> many;
  for (uint32_t i = 0; i < k_rows; ++i) {
    many.push_back(obligation(i, static_cast<Status>(i % 6), static_cast<int32_t>(i % 7)));
    if (i % 1000 == 1) many.back().paused_days = 2;
  }
  outcomes.push_back(outcome("visit.second", Severity::error, visits, std::move(many)));
  for (uint32_t i = 0; i < k_rows; ++i) outcomes.back().met_rows.push_back(k_rows - 1 - i);

  AssembleOptions options;
  const Audit one = assemble(outcomes, data, options);
  CHECK(one.totals.of(Status::met) == k_rows + k_rows / 6 + 1 + 2);
  CHECK(one.findings.size() == 7 + 66667);
  REQUIRE(group(one, "office", "***-**-6789") != nullptr);
  for (const unsigned threads : {2U, 5U}) {
    CAPTURE(threads);
    options.threads = threads;
    const Audit other = assemble(outcomes, data, options);
    REQUIRE(other.findings.size() == one.findings.size());
    bool same = true;
    for (size_t i = 0; i < one.findings.size(); ++i) {
      const Finding a = one.findings[i];
      const Finding b = other.findings[i];
      same = same && a.rule == b.rule && a.key == b.key && a.message == b.message &&
             a.office == b.office && a.office.find("123-45") == std::string_view::npos &&
             a.status == b.status && a.file == b.file && a.fingerprint == b.fingerprint;
    }
    CHECK(same);
    REQUIRE(other.groups.size() == one.groups.size());
    for (size_t i = 0; i < one.groups.size(); ++i) {
      CHECK(other.groups[i].name == one.groups[i].name);
      CHECK(other.groups[i].tally.by_status == one.groups[i].tally.by_status);
    }
    for (size_t i = 0; i < one.rules.size(); ++i) {
      CHECK(other.rules[i].tally.by_status == one.rules[i].tally.by_status);
    }
  }
}
