// SPDX-License-Identifier: MIT
// The schema that ships knows every header that real reports are known to hold.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "config/files.hpp"
#include "config/schema_file.hpp"
#include "util/text.hpp"

namespace {

using audit::model::ColumnDef;
using audit::model::Schema;
using audit::model::TableDef;
using audit::util::fold_header;

Schema bundled_schema() {
  const std::string path = std::string(AUDIT_RULES_DIR) + "/schema.toml";
  audit::util::Diagnostics diagnostics;
  Schema schema =
      audit::config::read_schema(path, *audit::config::DiskFiles{}.read(path), diagnostics);
  CHECK_MESSAGE(diagnostics.list().empty(), diagnostics.render());
  return schema;
}

bool has_header(const std::vector<std::string>& headers, const std::string& header) {
  return std::ranges::any_of(
      headers, [&](const std::string& h) { return fold_header(h) == fold_header(header); });
}

/// The column that a header stands for, "(known)" if it is only known, "" if it is neither.
std::string meaning(const TableDef& table, const std::string& header) {
  for (const ColumnDef& column : table.columns) {
    if (!column.internal &&
        (has_header(column.headers, header) || fold_header(column.name) == fold_header(header))) {
      return column.name;
    }
  }
  return has_header(table.known_headers, header) ? "(known)" : "";
}

struct Report {
  const char* name;
  const char* table;
  std::vector<std::pair<std::string, std::string>> headers;  ///< header, column ("": only known)
};

const std::vector<Report> k_reports = {
    {"Services Provided (individual)",
     "activities",       {{"User ID", ""},
      {"State ID", "state_id"},
      {"App ID", "app_id"},
      {"Region/LWDB", "region"},
      {"Office", "office"},
      {"Office of Responsibility", ""},
      {"Service", "service"},
      {"NAICS", ""},
      {"ONET", "occupational_training_code"},
      {"Completion Status", "completion_code"},
      {"Program", ""},
      {"Provider", "provider"},
      {"Registered Apprenticeship", ""},
      {"Type of Apprenticeship", ""},
      {"Hispanic", ""},
      {"Learning Mode", ""},
      {"Agency Code", ""},
      {"Ex Offender", ""},
      {"Comments", ""},
      {"Create Date", "created_on"},
      {"Actual Begin Date", "actual_begin"},
      {"Projected Begin Date", "projected_begin"},
      {"Actual End Date", "actual_end"},
      {"Projected End Date", "projected_end"},
      {"Most recent Employment Date", ""},
      {"Staff Created", "created_by"},
      {"Staff Edited", ""}}                                                                     },
    {"the same report in another state",
     "activities",       {{"UserName", ""},
      {"State ID", "state_id"},
      {"Region / LWIA", "region"},
      {"Office", "office"},
      {" Office of Responsibility", ""},
      {"First Name", ""},
      {"Last Name", ""},
      {"City, State, Country", ""},
      {"Service", "service"},
      {"Completion Status", "completion_code"},
      {"Provider", "provider"},
      {"Program", ""},
      {"Staff Created", "created_by"},
      {"Create Date", "created_on"},
      {"Actual\nDate", "actual_begin"}}                                                         },
    {"Grant Participants",
     "applications",     {{"Grant", ""},
      {"LWDB", "region"},
      {"State ID", "state_id"},
      {"App ID", "app_id"},
      {"Responsible Office", "office"},
      {"Participation Date", "participation_date"},
      {"Grant Enroll Date", ""},
      {"Last Grant Activity Date", ""},
      {"Projected Grant Activity End Date", ""},
      {"Career Services", ""},
      {"Edu / Train", ""},
      {"Work Exp.", ""},
      {"RR Add. Assist", ""},
      {"Homeless / Runaway", ""},
      {"Exhast. TANF", ""},
      {"Long Term Unempl.", ""},
      {"Exit Date", "exit_date"},
      {"Received Credential", ""},
      {"Entered Employment", ""},
      {"With Disability", ""}}                                                                },
    {"Case Management - Individual Case Notes",
     "case_notes",       {{"Userid", ""},
      {"State ID", "state_id"},
      {"Individual", ""},
      {"Create Date", "created_on"},
      {"Created By", "created_by"},
      {"Contact Date", "contact_date"},
      {"Contact Type", "contact_type"},
      {"Last Edited By", "last_edited_by"},
      {"Last Edit Date", "last_edited_on"},
      {"Case Subject", "subject"},
      {"Case Notes", "description"}}                                                            },
    {"Case Closure Employment - Detail Report",
     "employments",      {{"App #", "app_id"},
      {"Close Date", ""},
      {"State ID", ""},
      {"Name", ""},
      {"Case Manager", ""},
      {"Office", ""},
      {"Employer", "employer_name"},
      {"Industry", "naics_code"},
      {"City", ""},
      {"Contact", "contact_name"},
      {"Phone", "contact_phone"},
      {"Job Title", "job_title"},
      {"O*Net", "occupation_code"},
      {"Salary Unit", ""},
      {"Wage", "hourly_wage"},
      {"Hours", "hours_per_week"},
      {"Start Date", "job_start"},
      {"End Date", "job_end"}}                                                                 },
    {"Individual Employment Plan (With Objectives)",
     "plans",            {{"LWDB", "region"},
      {"Office", "office"},
      {"State ID", "state_id"},
      {"Individual Name", ""},
      {"Plan ID", "plan_id"},
      {"Plan Status", "status"},
      {"Plan Created Date", "created_on"},
      {"Plan Start Date", "started_on"},
      {"Plan Edit Date", ""},
      {"IEP Close Date", "closed_on"},
      {"Plan Created By", "created_by"},
      {"Plan Last Edited By", ""},
      {"Goal ID", ""},
      {"Program On Goal", ""},
      {"Goal Create Date", ""},
      {"Goal Status", ""},
      {"Goal Description", ""}}                                                                      },
    {"the follow-ups table on the screen",
     "follow_ups",       {{"Required By", "required_by"},
      {"Date Complete", "completed_on"},
      {"Status", "status"},
      {"Follow Up Type", "follow_up_type"}}                                                     },
    {"the contact attempts on the screen",
     "contact_attempts", {{"Attempt Number", "attempt_number"}, {"Date", "contact_date"}, {"Time", "time_of_day"}}},
};

}  // namespace

TEST_CASE("every header of a real report is a column or known") {
  const Schema schema = bundled_schema();
  for (const Report& report : k_reports) {
    CAPTURE(report.name);
    const auto index = schema.find_table(report.table);
    REQUIRE(index.has_value());
    for (const auto& [header, column] : report.headers) {
      const auto& the_header = header;  // clang 14 captures no binding
      CAPTURE(the_header);
      CHECK(meaning(schema.tables[*index], header) == (column.empty() ? "(known)" : column));
    }
  }
}

TEST_CASE("no header of a table stands for two of its columns") {
  const Schema schema = bundled_schema();
  for (const TableDef& table : schema.tables) {
    std::map<std::string, std::string> owner;
    for (const ColumnDef& column : table.columns) {
      for (const std::string& header : column.headers) {
        CAPTURE(table.name);
        CAPTURE(header);
        const auto [at, is_new] = owner.emplace(fold_header(header), column.name);
        CHECK((is_new || at->second == column.name));
      }
    }
  }
}

TEST_CASE("names, numbers, birth dates and note texts are personal") {
  const Schema schema = bundled_schema();
  const std::vector<std::pair<const char*, const char*>> personal = {
      {"participants", "last_name"    },
      {"participants", "first_name"   },
      {"participants", "ssn"          },
      {"participants", "birth_date"   },
      {"case_notes",   "description"  },
      {"employments",  "contact_name" },
      {"employments",  "contact_phone"}
  };
  for (const auto& [table, column] : personal) {
    const auto& the_column = column;  // clang 14 captures no binding
    CAPTURE(the_column);
    const TableDef& def = schema.tables[*schema.find_table(table)];
    CHECK(def.columns[*def.find(column)].personal);
  }
}

TEST_CASE("every table that reaches a participant is a child set of participants") {
  const Schema schema = bundled_schema();
  for (const TableDef& table : schema.tables) {
    const bool apart =
        table.name == "participants" || table.name == "activity_codes" || table.name == "staff";
    CAPTURE(table.name);
    CHECK(schema.find_child_set(schema.participants, table.name).has_value() == !apart);
  }
}
