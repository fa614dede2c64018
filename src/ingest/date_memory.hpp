// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/cell.hpp"
#include "util/bytes.hpp"

namespace audit::ingest {

/// What day a text was found to be. An export's dates are those of some years, so that nearly every
/// one was there before, and to look here takes less than to read it again. Of one thread.
class DateMemory {
 public:
  /// read_date(text).
  DateCell read(std::string_view text) {
    if (text.size() < k_least || text.size() > k_most) return read_date(text);
    if (entries_.empty()) entries_.resize(size_t{1} << k_place_bits);
    const Key key(text);
    Entry& entry = entries_[key.place()];
    if (entry.key == key) return {entry.days, entry.form, DateFault::none, false, {}};
    const DateCell cell = read_date(text);
    // Only what is a date and nothing else.
    if (cell.fault == DateFault::none && !cell.has_time && cell.rest.empty()) {
      entry = {key, cell.days, cell.form};
    }
    return cell;
  }

 private:
  static constexpr size_t k_least = 8;  // M/D/YYYY
  static constexpr size_t k_most = 10;  // YYYY-MM-DD
  static constexpr unsigned k_place_bits = 11;

  /// All of the text: its first and its last eight bytes, and how many there are.
  struct Key {
    uint64_t first = 0;
    uint64_t last = 0;
    size_t size = 0;

    Key() = default;
    explicit Key(std::string_view text)
        : first(util::load_word(text.data())),
          last(util::load_word(text.data() + text.size() - sizeof(uint64_t))),
          size(text.size()) {}
    bool operator==(const Key&) const = default;
    [[nodiscard]] size_t place() const {
      return ((first ^ (last * 0x9E3779B97F4A7C15U)) * 0xD6E8FEB86659FD93U) >> (64 - k_place_bits);
    }
  };
  struct Entry {
    Key key;
    int32_t days = calendar::k_no_date;
    DateForm form = DateForm::none;
  };
  std::vector<Entry> entries_;  // none before the first is asked for
};

}  // namespace audit::ingest
