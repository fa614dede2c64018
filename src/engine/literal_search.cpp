// SPDX-License-Identifier: MIT
#include "engine/literal_search.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>
#include <map>

#include "engine/words.hpp"
#include "util/ascii.hpp"
#include "util/bytes.hpp"
#include "util/fatal.hpp"

namespace audit::engine {

namespace {

// Makes each letter lower, and other bytes others.
constexpr uint64_t k_lower = 0x2020202020202020U;
constexpr unsigned char k_case = 0x20;
constexpr uint64_t k_every_place = ~uint64_t{0};  // of a chunk

// Of English letters, a to z, so many are this one (of 1,000, rounded up).
constexpr std::array<uint32_t, 26> k_frequency = {82, 15, 28, 43, 127, 22, 20, 61, 70,
                                                  2,  8,  40, 24, 67,  75, 20, 1,  60,
                                                  63, 91, 28, 10, 24,  2,  20, 1};

uint32_t frequency(char c) {
  return util::is_letter(c) ? k_frequency.at(static_cast<size_t>(c - 'a')) : 1;
}

/// Where the rarest four bytes of the literal begin; of a shorter one its start.
size_t rarest_gram(std::string_view literal) {
  size_t rarest = 0;
  uint64_t least = std::numeric_limits<uint64_t>::max();
  for (size_t at = 0; at + k_gram_bytes <= literal.size(); ++at) {
    uint64_t share = 1;
    for (const char c : literal.substr(at, k_gram_bytes)) share *= frequency(c);
    if (share >= least) continue;
    least = share;
    rarest = at;
  }
  return rarest;
}

}  // namespace

LiteralSearch::LiteralSearch(const std::vector<std::string>& literals, util::Kernel kernel)
    : grams_(gram_function(kernel)) {
  std::map<std::string, std::vector<uint32_t>> numbers;
  for (uint32_t i = 0; i < literals.size(); ++i) {
    AUDIT_ASSERT(!literals[i].empty());
    numbers[literals[i]].push_back(i);
  }
  for (auto& [text, of_text] : numbers) {
    Literal literal;
    literal.text = text;
    std::string start = text.substr(0, sizeof literal.start);
    std::string mask(start.size(), '\xFF');
    start.resize(sizeof literal.start);
    mask.resize(sizeof literal.start);
    literal.start_mask = util::load_word(mask.data());
    literal.start = (util::load_word(start.data()) | k_lower) & literal.start_mask;
    literal.gram_at = rarest_gram(text);
    literal.numbers = std::move(of_text);
    literals_.push_back(std::move(literal));
  }
  // Grams that begin alike share a bucket: what fits one place of it is then the least.
  std::ranges::sort(literals_, {}, [](const Literal& literal) {
    return std::string_view(literal.text).substr(literal.gram_at);
  });
  for (size_t bucket = 0; bucket < k_buckets; ++bucket) {
    bucket_begins_[bucket + 1] = literals_.size() * (bucket + 1) / k_buckets;
    for (const Literal& literal : this->bucket(bucket)) put_into_bucket(literal, bucket);
  }
  for (size_t i = 0; i < literals_.size(); ++i) {
    if (literals_[i].text.size() < k_gram_bytes) short_.push_back(i);
  }
}

void LiteralSearch::put_into_bucket(const Literal& literal, size_t bucket) {
  const auto bit = static_cast<uint8_t>(1U << bucket);
  for (size_t place = 0; place < k_gram_bytes; ++place) {
    const auto add = [&](unsigned byte) {
      tables_.low[place][byte & 0x0FU] |= bit;
      tables_.high[place][byte >> 4U] |= bit;
      tables_.byte[byte] |= uint32_t{bit} << (8 * place);
    };
    const size_t at = literal.gram_at + place;
    if (at >= literal.text.size()) {  // a short one: any byte may follow
      for (unsigned byte = 0; byte < tables_.byte.size(); ++byte) add(byte);
      continue;
    }
    const auto byte = static_cast<unsigned char>(literal.text[at]);
    add(byte);
    if (util::is_letter(literal.text[at])) add(byte ^ k_case);
  }
}

void LiteralSearch::search(std::string_view text, Listener& listener) const {
  constexpr size_t k_behind = k_gram_bytes - 1;
  const size_t places = std::max(text.size(), k_behind) - k_behind;  // that have room for a gram
  size_t at = 0;
  while (places - at >= k_gram_chunk) {
    const size_t chunks = std::min((places - at) / k_gram_chunk, k_chunks);
    if (!search_chunks(text.data(), text, {at, chunks, k_every_place}, listener)) return;
    at += chunks * k_gram_chunk;
  }
  if (at < places && places >= k_gram_chunk) {  // the last chunk overlaps with the one before
    const size_t base = places - k_gram_chunk;
    if (!search_chunks(text.data(), text, {base, 1, k_every_place << (at - base)}, listener))
      return;
  } else if (at < places) {
    // A short text, with zeros behind it: no more of it may be read.
    std::array<char, k_gram_chunk + k_behind> copy{};
    std::memcpy(copy.data(), text.data(), text.size());
    if (!search_chunks(copy.data(), text, {0, 1, ~(k_every_place << places)}, listener)) return;
  }
  for (size_t place = places; place < text.size(); ++place) {
    if (!tell_short(text, place, listener)) return;
  }
}

bool LiteralSearch::search_chunks(const char* data, std::string_view text, const Chunks& chunks,
                                  Listener& listener) const {
  // Not cleared before: the kernel writes all that is looked at.
  std::array<uint64_t, k_chunks> masks;                  // NOLINT(*-member-init)
  std::array<uint8_t, k_chunks * k_gram_chunk> buckets;  // NOLINT(*-member-init)
  grams_(tables_, data + chunks.base, chunks.count, masks.data(), buckets.data());
  for (size_t chunk = 0; chunk < chunks.count; ++chunk) {
    for (uint64_t mask = masks[chunk] & chunks.places; mask != 0; mask &= mask - 1) {
      const size_t place = chunk * k_gram_chunk + static_cast<size_t>(std::countr_zero(mask));
      if (!tell_at(buckets[place], text, chunks.base + place, listener)) return false;
    }
  }
  return true;
}

bool LiteralSearch::tell_short(std::string_view text, size_t begin, Listener& listener) const {
  for (const size_t index : short_) {
    const Literal& literal = literals_[index];
    if (stands_at(literal, text, begin) && !tell_all(literal, begin, listener)) return false;
  }
  return true;
}

bool LiteralSearch::tell_all(const Literal& literal, size_t begin, Listener& listener) {
  return std::ranges::all_of(literal.numbers, [&](uint32_t number) {
    return listener.found(number, begin + literal.text.size());
  });
}

bool LiteralSearch::tell_at(unsigned buckets, std::string_view text, size_t gram,
                            Listener& listener) const {
  for (; buckets != 0; buckets &= buckets - 1) {
    for (const Literal& literal : bucket(static_cast<size_t>(std::countr_zero(buckets)))) {
      if (gram < literal.gram_at || !stands_at(literal, text, gram - literal.gram_at)) continue;
      if (!tell_all(literal, gram - literal.gram_at, listener)) return false;
    }
  }
  return true;
}

bool LiteralSearch::stands_at(const Literal& literal, std::string_view text, size_t begin) {
  const std::string_view here = text.substr(begin);
  if (here.size() >= sizeof literal.start) {  // nearly all that does not stand there ends here
    const uint64_t start = (util::load_word(here.data()) | k_lower) & literal.start_mask;
    if (start != literal.start) return false;
  }
  return equal_lowered(here.substr(0, literal.text.size()), literal.text);
}

}  // namespace audit::engine
