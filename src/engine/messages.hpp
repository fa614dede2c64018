// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "engine/compiler.hpp"
#include "findings/texts.hpp"

namespace audit::engine {

/// A message or remedy, compiled. Dates print as YYYY-MM-DD, numbers without trailing zeros, a
/// missing value as "(none)", a missing met_on as "not yet".
class Message {
 public:
  Message(Compiler& compiler, const rules::Template& text, model::TableIndex table);

  /// Appends a text for each row of the batch, whose `own` is filled.
  void render(const Batch& batch, Scratch& scratch, findings::TextList& out) const;

 private:
  /// The `i`-th row's; `values` are those of the parts, nullptr where a part is words.
  void append_row(const std::vector<const Vector*>& values, size_t i, std::string& text) const;

  struct Shown {
    NodePtr node;
    model::Type type = model::Type::text;
    const char* missing = "(none)";
  };
  std::vector<std::variant<std::string, Shown>> parts_;
};

/// "12.5", "-0.0625", "40".
std::string show_number(int64_t scaled);

}  // namespace audit::engine
