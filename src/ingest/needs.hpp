// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

#include "model/dataset.hpp"

namespace audit::ingest {

/// Which columns of a table are read from its files whatever the rules want (spec 7: "Keys, links,
/// entry dates, codes and what the reports group by are always read").
std::vector<bool> always_read(const model::Schema& schema, model::TableIndex table);

/// Of these, what the reports and the checks of records ask for.
std::vector<bool> reported_columns(const model::Schema& schema, model::TableIndex table);

/// The columns that hold keys or links: there zero-width characters are dropped whatever the type.
std::vector<bool> key_and_link_columns(const model::Schema& schema, model::TableIndex table);

/// Does a chain of relations lead from this table to the participants' table?
std::vector<bool> reaches_participants(const model::Schema& schema);

/// The links whose absence rejects a row, each a set of columns that must all be present: those to
/// parents that reach a participant. A row needs one of them; empty: nothing is asked.
std::vector<std::vector<model::ColumnIndex>> vital_links(const model::Schema& schema,
                                                         model::TableIndex table);

/// The parts of the key that a row without one of its own gets (of each part, the first column that
/// is present): as the schema says, else its link columns. Empty: a key must be given.
std::vector<std::vector<model::ColumnIndex>> default_key_parts(const model::Schema& schema,
                                                               model::TableIndex table);

}  // namespace audit::ingest
