// SPDX-License-Identifier: MIT
#pragma once

#include "cli/arguments.hpp"

namespace audit::cli {

/// One function a command; each returns the exit code of spec 5 and may throw util::Fatal.
int check(const Arguments& arguments);
int worklist(const Arguments& arguments);
int show_case(const Arguments& arguments);
int print_report_schema(const Arguments& arguments);  ///< check --format json-schema
int verify(const Arguments& arguments);
int partition(const Arguments& arguments);
int merge(const Arguments& arguments);
int inspect(const Arguments& arguments);
int rules_list(const Arguments& arguments);
int rules_show(const Arguments& arguments);
int rules_check(const Arguments& arguments);
int rules_test(const Arguments& arguments);
int rules_docs(const Arguments& arguments);
int waivers_check(const Arguments& arguments);
int waivers_draft(const Arguments& arguments);
int history_list(const Arguments& arguments);
int history_trend(const Arguments& arguments);
int history_show(const Arguments& arguments);
int history_new(const Arguments& arguments);
int history_resolved(const Arguments& arguments);
int history_prune(const Arguments& arguments);
int init(const Arguments& arguments);
int completion(const Arguments& arguments);

}  // namespace audit::cli
