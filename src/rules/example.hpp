// SPDX-License-Identifier: MIT
#pragma once

#include "model/schema.hpp"
#include "rules/draft.hpp"
#include "rules/typed_rule.hpp"

namespace audit::rules {

/// An example's records as cell texts; tables in the order of the file. Unknown tables, columns and
/// statuses, and values that are no cells, are reported.
Example read_example(const ExampleDraft& draft, const model::Schema& schema,
                     util::Diagnostics& diagnostics);

}  // namespace audit::rules
