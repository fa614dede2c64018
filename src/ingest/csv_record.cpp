// SPDX-License-Identifier: MIT
#include "ingest/csv_record.hpp"

#include <cstring>
#include <limits>

namespace audit::ingest {
namespace {

constexpr size_t k_nowhere = std::numeric_limits<size_t>::max();

/// Undoes doubled quotes in place.
std::string_view undouble(char* begin, size_t bytes) {
  size_t out = 0;
  for (size_t in = 0; in < bytes;) {
    // Up to and with the next quote; the one behind it, its double, is left out.
    const void* quote = std::memchr(begin + in, '"', bytes - in);
    const size_t end =
        quote == nullptr ? bytes : static_cast<size_t>(static_cast<const char*>(quote) - begin) + 1;
    std::memmove(begin + out, begin + in, end - in);
    out += end - in;
    in = end < bytes && quote != nullptr && begin[end] == '"' ? end + 1 : end;
  }
  return {begin, out};
}

/// True if every quote in `text` is one of a pair.
bool quotes_are_doubled(std::string_view text) {
  for (size_t at = text.find('"'); at != std::string_view::npos; at = text.find('"', at + 2)) {
    if (at + 1 == text.size() || text[at + 1] != '"') return false;
  }
  return true;
}

/// "=""00123""" is a guard within a quoted cell: what is left of it is ="00123" here.
bool is_guarded(std::string_view cell) {
  return cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"') &&
         quotes_are_doubled(cell.substr(2, cell.size() - 3));
}

}  // namespace

void RecordParser::set_text(char* data, size_t end, bool whole) {
  data_ = data;
  end_ = end;
  whole_ = whole;
  cursor_at_ = k_nowhere;
}

RecordParser::Stop RecordParser::fail(RecordEnd end) {
  failure_ = end;
  return Stop::fault;
}

RecordParser::Stop RecordParser::at_text_end(size_t cell_begin) {
  if (end_ - cell_begin > limits_.cell_bytes) return fail(RecordEnd::cell_too_large);
  return whole_ ? Stop::text_end : fail(RecordEnd::incomplete);
}

RecordParser::Stop RecordParser::line_break(size_t at, Field& field) {
  field.next = at + 1;
  if (data_[at] == '\r') {
    // Whether a line feed belongs to it must be known.
    if (field.next == end_ && !whole_) return fail(RecordEnd::incomplete);
    if (field.next < end_ && data_[field.next] == '\n') {
      cursor_.next();
      ++field.next;
    }
  }
  ++lines_;
  return Stop::line_break;
}

RecordParser::Stop RecordParser::stopped_by(size_t at, Field& field) {
  if (data_[at] != delimiter_) return line_break(at, field);
  field.next = at + 1;
  return Stop::delimiter;
}

inline RecordParser::Stop RecordParser::plain_field(size_t at, Field& field) {
  // Quotes within a cell that does not begin with one are text.
  size_t stop = cursor_.next();
  while (data_[stop] == '"' && stop < end_) stop = cursor_.next();
  field = {at, stop, stop};
  if (stop == end_) return at_text_end(at);
  if (stop - at > limits_.cell_bytes) return fail(RecordEnd::cell_too_large);
  return stopped_by(stop, field);
}

size_t RecordParser::opening_quote(size_t at) const {
  while (at < end_ && is_space(data_[at])) ++at;
  // ="00123" keeps a spreadsheet from making a number of it.
  if (at + 1 < end_ && data_[at] == '=' && data_[at + 1] == '"') ++at;
  return at < end_ && data_[at] == '"' ? at : k_nowhere;
}

// One pass over the bytes, in one piece so that the compiler keeps its state in registers.
// NOLINTNEXTLINE(readability-function-cognitive-complexity)
RecordParser::Stop RecordParser::quoted_field(size_t open, Field& field) {
  cursor_.next();
  field.begin = open + 1;
  doubled_ = false;
  for (;;) {
    const size_t at = cursor_.next();
    if (at - field.begin > limits_.cell_bytes && at > open) return fail(RecordEnd::cell_too_large);
    if (at == end_) return fail(whole_ ? RecordEnd::unclosed_quote : RecordEnd::incomplete);
    const char byte = data_[at];
    if (byte == '"') {
      if (at + 1 == end_ && !whole_) return fail(RecordEnd::incomplete);
      if (at + 1 == end_ || data_[at + 1] != '"') {
        field.end = at;
        return after_quote(at, field);
      }
      cursor_.next();
      doubled_ = true;
    } else if (byte == '\r' || (byte == '\n' && data_[at - 1] != '\r')) {
      ++lines_;
    }
  }
}

RecordParser::Stop RecordParser::after_quote(size_t closing, Field& field) {
  size_t at = closing + 1;
  while (at < end_ && is_space(data_[at])) ++at;
  field.next = at;
  if (at == end_) return whole_ ? Stop::text_end : fail(RecordEnd::incomplete);
  const char byte = data_[at];
  if (byte != delimiter_ && byte != '\n' && byte != '\r') return fail(RecordEnd::text_after_quote);
  cursor_.next();
  return stopped_by(at, field);
}

/// Past the most cells that are kept: only the first that is filled. False ends a trial.
bool RecordParser::keep_surplus(const Field& field, ParsedRecord& record) {
  if (field.end == field.begin) return true;
  if (limits_.trial) return false;
  if (record.cells == limits_.cells) keep_cell(field, record);
  return true;
}

inline void RecordParser::keep_cell(const Field& field, ParsedRecord& record) {
  if (doubled_) untidy_.push_back(cells_->size());
  cells_->emplace_back(data_ + field.begin, field.end - field.begin);
  ++record.cells;
}

void RecordParser::tidy_cells() {
  for (const size_t index : untidy_) {
    std::string_view& cell = (*cells_)[index];
    char* begin = data_ + (cell.data() - data_);
    cell = undouble(begin, cell.size());
    if (is_guarded(cell)) cell = undouble(begin + 2, cell.size() - 3);
  }
}

// One pass over the bytes, in one piece so that the compiler keeps its state in registers.
// NOLINTNEXTLINE(readability-function-cognitive-complexity)
ParsedRecord RecordParser::parse(size_t at, const Limits& limits,
                                 std::vector<std::string_view>& cells) {
  const size_t first_cell = cells.size();
  limits_ = limits;
  cells_ = &cells;
  lines_ = 0;
  untidy_.clear();
  if (cursor_at_ != at) cursor_.start(data_, end_, at);
  ParsedRecord record;
  Field field{at, at, at};
  Stop stop = Stop::delimiter;
  if (data_[at] == '\n' || data_[at] == '\r') stop = line_break(cursor_.next(), field);
  while (stop == Stop::delimiter) {
    const size_t begin = field.next;
    const char first = data_[begin];
    const uint32_t lines_before = lines_;
    const bool may_be_quoted = first == '"' || first == '=' || is_space(first);
    const size_t open = may_be_quoted ? opening_quote(begin) : k_nowhere;
    doubled_ = false;
    stop = open == k_nowhere ? plain_field(begin, field) : quoted_field(open, field);
    if (stop != Stop::fault) {
      if (record.cells < limits_.cells) {
        keep_cell(field, record);
      } else if (!keep_surplus(field, record)) {
        stop = fail(RecordEnd::too_many_cells);
      }
    }
    if (stop == Stop::fault) {
      cells.resize(first_cell);
      cursor_at_ = k_nowhere;
      record.end = failure_;
      record.next = cursor_.position();
      record.cells = 0;
      record.fault_at = open == k_nowhere ? begin : open;
      record.fault_lines = lines_before;
      return record;
    }
  }
  if (stop == Stop::fault) {  // a lone CR at the end of what is there so far
    cursor_at_ = k_nowhere;
    record.end = failure_;
    record.next = end_;
    return record;
  }
  if (field.next - at > limits.record_bytes) {
    cells.resize(first_cell);
    cursor_at_ = k_nowhere;
    record.end = RecordEnd::record_too_large;
    record.next = field.next;
    record.cells = 0;
    return record;
  }
  if (!limits.trial && !untidy_.empty()) tidy_cells();
  record.next = field.next;
  record.lines = lines_;
  cursor_at_ = record.next;
  return record;
}

}  // namespace audit::ingest
