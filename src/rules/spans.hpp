// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/schema.hpp"
#include "rules/typed_rule.hpp"
#include "util/diagnostics.hpp"

namespace audit::rules {

/// Finds the columns, derived ones too, that the schema's spans name. One that is not there, no
/// date, or personal is an error.
void resolve_spans(model::Schema& schema, const std::vector<DerivedColumn>& derived,
                   util::Diagnostics& diagnostics);

}  // namespace audit::rules
