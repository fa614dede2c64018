// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "rules/language/language.hpp"
#include "rules/language/places.hpp"
#include "util/diagnostics.hpp"

namespace audit::rules {

/// A stretch of an expression's text, as byte offsets.
struct Range {
  uint32_t begin = 0;
  uint32_t end = 0;
};

/// Reports faults of one expression text at their places in the file. Keeps a reference to all
/// arguments of the constructor: it must not outlive them.
class Faults {
 public:
  Faults(const SourceText& source, util::Diagnostics& diagnostics)
      : Faults(source, diagnostics, diagnostics.source(source.spot.file)) {}
  /// `file`: the whole text of the file that the source stands in, or nullptr.
  Faults(const SourceText& source, util::Diagnostics& diagnostics, const util::Source* file);

  /// The first k_most_faults of an expression are reported: a text that is no expression at all
  /// (a note pasted by mistake) should not scroll the others away.
  void error(Range range, std::string text, std::string advice = {});
  void error_at(const util::Spot& spot, std::string text, std::string advice = {});

  [[nodiscard]] bool any() const { return count_ > 0; }
  /// Where a stretch of the text stands in its file; never reaches into a next line.
  [[nodiscard]] util::Spot spot(Range range) const;
  /// The text as written, for advice; long stretches are cut.
  [[nodiscard]] std::string quote(Range range) const;

 private:
  [[nodiscard]] const std::vector<Place>& places() const;

  const SourceText& source_;
  util::Diagnostics& diagnostics_;
  const util::Source* file_;
  /// Of each byte and of the end; found when first asked for: most texts have no fault, and finding
  /// their places means to walk through the file.
  mutable std::vector<Place> places_;
  uint32_t count_ = 0;
};

}  // namespace audit::rules
