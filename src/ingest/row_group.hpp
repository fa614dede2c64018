// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/chunk.hpp"
#include "ingest/columns.hpp"
#include "ingest/row_texts.hpp"

namespace audit::ingest {

/// What is made of an input's accepted rows: which columns are stored, or only judged, and which
/// texts are probed. The same for all of its rows; shared by threads.
class Conversion {
 public:
  /// `has`: by ColumnIndex, the columns that the input has.
  Conversion(const Recognised& input, const model::Schema& schema, const ChunkOptions& options,
             const std::vector<bool>& has);

  /// Typed columns and probes, empty, as the rows go into them.
  void prepare(Chunk& chunk) const;
  /// Room for so many rows in what is stored.
  void reserve_rows(Chunk& chunk, size_t rows) const;

 private:
  friend class RowGroup;
  struct Wanted {
    model::ColumnIndex column = 0;
    model::Type type = model::Type::text;
    bool stored = false;
    bool looked = false;                    // judged, and not kept
    bool appended = false;                  // a text that is not looked for among those above
    std::shared_ptr<model::TextPool> pool;  // that texts go into; nullptr: one of its own
  };

  const model::TableDef& def_;
  const model::TableRequest* request_;
  bool is_part_;
  bool notes_facts_;
  CellReader cells_;
  std::vector<Wanted> wanted_;
  std::vector<size_t> place_;            // by ColumnIndex: into wanted_
  std::vector<uint32_t> single_probes_;  // those in no joint search
};

/// Some hundreds of rows on their way into a chunk: gathered, then converted column by column (by
/// any thread), then put behind those before them. Used again and again by one thread.
class RowGroup {
 public:
  explicit RowGroup(const Conversion& conversion);

  /// Takes the row's texts. Those that do not stay good until append_to() are copied: where `copy`
  /// says so, or the texts themselves.
  void add(const Row& row, const RowTexts& texts, bool copy);
  /// All that needs nothing of other rows.
  void convert();
  /// Puts the rows into the chunk, and empties the group.
  void append_to(Chunk& chunk);

 private:
  struct Fault {
    size_t row = 0;
    model::ColumnIndex column = 0;
    std::string_view what;
  };
  struct Cells {
    std::vector<std::string_view> texts;
    // Of a text column: the rows whose text is not that of the row above, and its hash.
    std::vector<uint32_t> changes;
    std::vector<uint32_t> hashes;
    model::Column values;  // of any other
  };
  void read_cells(size_t place);
  static void hash(Cells& cells);
  void search(size_t search);
  void intern(const Cells& cells, model::Column& column);
  void append_new(const Cells& cells, model::Column& column);
  void note(model::ColumnIndex column, const TypedCell& cell);
  void report(const Fault& fault, Chunk& chunk) const;
  void clear();

  const Conversion& conversion_;
  std::vector<std::function<uint64_t(std::string_view)>> searches_;  // by TableRequest::searches
  std::vector<uint32_t> lines_;
  std::vector<std::string_view> keys_;  // that a part's rows carry
  std::vector<Cells> cells_;            // by Conversion::wanted_
  std::vector<model::Column> probes_;   // by TableRequest::probes
  std::vector<ColumnFacts> facts_;
  std::vector<Fault> faults_;
  std::deque<std::string> copies_;
  std::vector<uint32_t> codes_;  // of the column at hand
  DateMemory dates_;
};

}  // namespace audit::ingest
