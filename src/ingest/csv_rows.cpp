// SPDX-License-Identifier: MIT
#include "ingest/csv_rows.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "util/memory.hpp"

namespace audit::ingest {
namespace {

constexpr uint64_t k_cells_a_record = 4;  // a record may hold that many cells of the largest size
constexpr uint64_t k_trial_share = 32;    // trials may read the text that many times over …
constexpr uint64_t k_trial_floor = uint64_t{64} << 20U;  // … and this
constexpr long k_own_holders = 2;  // of the window in use: as such, and in the list of all
constexpr size_t k_batch_cells = size_t{1} << 20U;  // more than a window holds that never grew

std::unique_ptr<ByteSource> observed(std::unique_ptr<ByteSource> source, StoredBytes& stored) {
  source->observe(&stored);
  return source;
}

bool is_break(char byte) { return byte == '\n' || byte == '\r'; }

}  // namespace

CsvRows::CsvRows(Input& input, const Dialect& dialect, const RowOptions& options)
    : stream_(observed(input.open(), stored_), dialect, options.doubt),
      parser_(index_function(options.kernel), dialect.delimiter),
      expected_cells_(options.expected_cells) {
  const Bounds& bounds = options.bounds;
  limits_ = {bounds.columns, bounds.cell_bytes, k_cells_a_record * bounds.cell_bytes, false};
  // NOLINTNEXTLINE(cppcoreguidelines-prefer-member-initializer): it is of the line above
  trial_limits_ = limits_;
  trial_limits_.trial = true;
  if (expected_cells_ > 0) trial_limits_.cells = expected_cells_;
  // A small input (there are hundreds among the rules' examples) needs no large window.
  const uint64_t hint = input.size_hint();
  const uint64_t enough = hint == 0 ? options.block_bytes : 4 * (hint + TextStream::k_least_room);
  const size_t bytes = std::min<uint64_t>(options.block_bytes, enough);
  const util::KeptInMemory kept;
  window_ = windows_.emplace_back(
      std::make_shared<Window>(std::max(bytes, TextStream::k_least_room) + k_chunk_bytes));
}

bool CsvRows::next(RowBatch& batch) {
  const util::KeptInMemory kept;
  batch.clear();
  // Not before it is half of the window: one that grew is handed out in many batches.
  if (begin_ >= end_ - begin_) drop_front();
  while (batch.rows.empty()) {
    if (begin_ == end_ && at_end_) return finish(batch);
    fill_window();
    parser_.set_text(window().data(), end_, at_end_);
    scan(batch);
    batch.text = window_;
    if (!batch.rows.empty() || (at_end_ && begin_ == end_)) continue;
    batch.text.reset();
    if (begin_ > 0) {
      drop_front();
    } else {
      grow();
    }
  }
  return true;
}

void CsvRows::fill_window() {
  const size_t capacity = window().size() - k_chunk_bytes;
  while (!at_end_ && capacity - end_ >= TextStream::k_least_room) {
    const size_t got = stream_.fill(window().data(), end_, capacity - end_, marks_);
    at_end_ = got == 0;
    end_ += got;
  }
  // The index reads on to a chunk's end; nothing there may look like structure.
  std::memset(window().data() + end_, 0, k_chunk_bytes);
}

void CsvRows::drop_front() {
  if (begin_ == 0) return;
  if (recovery_.active) take_marks(begin_, recovery_.row, nullptr);
  if (window_.use_count() == k_own_holders) {
    std::memmove(window().data(), window().data() + begin_, end_ - begin_);
  } else {
    change_window(window().size());
  }
  marks_.erase(marks_.begin(), marks_.begin() + static_cast<std::ptrdiff_t>(next_mark_));
  next_mark_ = 0;
  for (Mark& mark : marks_) mark.at -= begin_;
  dropped_ += begin_;
  end_ -= begin_;
  begin_ = 0;
}

void CsvRows::grow() {
  if (!at_end_) change_window((window().size() - k_chunk_bytes) * 2 + k_chunk_bytes);
}

/// To one that no batch holds, with what is not yet handed out at its front (drop_front() and
/// grow() see to begin_ and end_). Whoever held one gave it back before the call of next() that
/// finds it.
void CsvRows::change_window(size_t bytes) {
  const std::shared_ptr<Window> before = std::exchange(window_, nullptr);
  std::erase_if(windows_, [&](const auto& one) { return one->size() != bytes; });
  for (const std::shared_ptr<Window>& one : windows_) {
    if (one != before && one.use_count() == 1) window_ = one;
  }
  if (!window_) window_ = windows_.emplace_back(std::make_shared<Window>(bytes));
  std::memcpy(window().data(), before->data() + begin_, end_ - begin_);
}

void CsvRows::scan(RowBatch& batch) {
  while (begin_ < end_ && batch.cells.size() < k_batch_cells) {
    if (recovery_.active) {
      if (!recover(batch)) return;
      continue;
    }
    ParsedRecord record = parser_.parse(begin_, limits_, batch.cells);
    if (record.end == RecordEnd::complete) {
      add_row(record, batch);
      continue;
    }
    if (record.end == RecordEnd::incomplete && end_ - begin_ <= limits_.record_bytes) return;
    if (record.end == RecordEnd::incomplete || record.end == RecordEnd::record_too_large) {
      record.fault_at = begin_ + limits_.record_bytes;
      const bool splits_break =
          window()[record.fault_at] == '\n' && window()[record.fault_at - 1] == '\r';
      if (splits_break) --record.fault_at;
      record.fault_lines = count_lines(begin_, record.fault_at);
    }
    start_recovery(record);
  }
}

void CsvRows::add_row(const ParsedRecord& record, RowBatch& batch) {
  Row row;
  row.first_cell = static_cast<uint32_t>(batch.cells.size() - record.cells);
  row.cell_count = record.cells;
  row.line = line_;
  if (record.cells > limits_.cells) row.fault = RowFault::too_many_cells;
  if (next_mark_ < marks_.size()) take_marks(record.next, row, &batch);
  batch.rows.push_back(row);
  line_ += record.lines;
  begin_ = record.next;
  ends_within_line_ = begin_ == end_ && !is_break(window()[end_ - 1]);
}

/// Notes in `row` (and of which cells, where there is a batch) what was dropped or replaced before
/// `end`.
void CsvRows::take_marks(size_t end, Row& row, RowBatch* batch) {
  for (; next_mark_ < marks_.size() && marks_[next_mark_].at < end; ++next_mark_) {
    const Mark& mark = marks_[next_mark_];
    if (mark.kind == Mark::Kind::nul) {
      row.had_nul = true;
      continue;
    }
    row.had_bad_bytes = true;
    if (batch == nullptr || row.cell_count == 0) continue;
    // The last cell that begins at or before the mark.
    const char* place = window().data() + mark.at;
    const auto first = batch->cells.begin() + row.first_cell;
    const auto after =
        std::upper_bound(first, batch->cells.end(), place,
                         [](const char* at, std::string_view cell) { return at < cell.data(); });
    if (after == first) continue;
    const auto index = static_cast<uint32_t>(after - batch->cells.begin() - 1);
    if (batch->bad_cells.empty() || batch->bad_cells.back() != index) {
      batch->bad_cells.push_back(index);
    }
  }
}

void CsvRows::start_recovery(const ParsedRecord& record) {
  recovery_ = {};
  recovery_.active = true;
  recovery_.seeking = true;
  recovery_.row.line = line_;
  recovery_.cell_at = dropped_ + record.fault_at;
  recovery_.may_be_quote = record.end == RecordEnd::cell_too_large;
  switch (record.end) {
    case RecordEnd::unclosed_quote:
      recovery_.row.fault = RowFault::unclosed_quote;
      break;
    case RecordEnd::text_after_quote:
      recovery_.row.fault = RowFault::text_after_quote;
      break;
    default:
      recovery_.row.fault = RowFault::cell_too_large;
      break;
  }
  line_ += record.fault_lines;
  begin_ = record.fault_at;
}

bool CsvRows::seek_line() {
  const auto text_end = window().begin() + static_cast<std::ptrdiff_t>(end_);
  const auto found =
      std::find_if(window().begin() + static_cast<std::ptrdiff_t>(begin_), text_end, is_break);
  begin_ = static_cast<size_t>(found - window().begin());
  if (begin_ == end_) return false;
  if (window()[begin_] == '\r') {
    if (begin_ + 1 == end_ && !at_end_) return false;
    if (begin_ + 1 < end_ && window()[begin_ + 1] == '\n') ++begin_;
  }
  ++begin_;
  ++line_;
  return true;
}

bool CsvRows::is_right(const ParsedRecord& record) const {
  if (record.end != RecordEnd::complete) return false;
  return expected_cells_ == 0 ? record.cells > 0 : record.cells == expected_cells_;
}

/// One step of the search: false if it needs more text.
bool CsvRows::recover(RowBatch& batch) {
  if (recovery_.given_up) {
    begin_ = end_;
    return false;
  }
  if (recovery_.seeking) {
    recovery_.seeking = !seek_line();
    return !recovery_.seeking;
  }
  const ParsedRecord record = parser_.parse(begin_, trial_limits_, batch.cells);
  if (record.end == RecordEnd::complete) batch.cells.resize(batch.cells.size() - record.cells);
  trial_bytes_ += record.next - begin_;
  if (trial_bytes_ > k_trial_floor + k_trial_share * (dropped_ + end_)) {
    recovery_.given_up = true;
    return true;
  }
  if (record.end == RecordEnd::incomplete && end_ - begin_ <= limits_.record_bytes) return false;
  if (is_right(record)) {
    end_recovery(batch);
  } else {
    recovery_.seeking = true;
  }
  return true;
}

void CsvRows::end_recovery(RowBatch& batch) {
  const bool within_cell = dropped_ + begin_ - recovery_.cell_at <= limits_.cell_bytes;
  if (recovery_.may_be_quote && within_cell) recovery_.row.fault = RowFault::unclosed_quote;
  take_marks(begin_, recovery_.row, nullptr);
  recovery_.row.first_cell = static_cast<uint32_t>(batch.cells.size());
  batch.rows.push_back(recovery_.row);
  recovery_.active = false;
}

bool CsvRows::finish(RowBatch& batch) {
  if (recovery_.active) {
    take_marks(end_ + 1, recovery_.row, nullptr);
    if (recovery_.row.fault == RowFault::unclosed_quote) {
      recovery_.row.fault = RowFault::open_at_end;
    }
    batch.rows.push_back(recovery_.row);
    recovery_.active = false;
    return true;
  }
  if (next_mark_ == marks_.size()) return false;
  Row row;  // NUL bytes behind the last record
  row.line = line_;
  take_marks(end_ + 1, row, nullptr);
  batch.rows.push_back(row);
  return true;
}

uint32_t CsvRows::count_lines(size_t from, size_t end) const {
  uint32_t lines = 0;
  for (size_t at = from; at < end; ++at) {
    if (window()[at] == '\r' ||
        (window()[at] == '\n' && (at == from || window()[at - 1] != '\r'))) {
      ++lines;
    }
  }
  return lines;
}

}  // namespace audit::ingest
