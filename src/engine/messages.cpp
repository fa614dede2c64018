// SPDX-License-Identifier: MIT
#include "engine/messages.hpp"

#include <fmt/format.h>

#include <type_traits>
#include <utility>

#include "util/personal.hpp"

namespace audit::engine {

namespace {

constexpr int k_places = 4;  // of model::k_number_scale

std::string show_value(DateKind /*kind*/, int32_t value) { return calendar::iso({value}); }
std::string show_value(NumberKind /*kind*/, int64_t value) { return show_number(value); }
std::string show_value(BoolKind /*kind*/, uint8_t value) { return value == 1 ? "true" : "false"; }
std::string show_value(DurationKind /*kind*/, calendar::Duration value) {
  return calendar::show(value);
}

/// Staff and other columns may hold an SSN; nine digits are one unless they are an identifier.
std::string show_text(model::Type type, std::string_view value) {
  return util::without_ssn(
      value, type == model::Type::identifier ? util::SsnForm::separated : util::SsnForm::any);
}

template <typename Kind>
std::string show_cell(Kind kind, model::Type type, const typename Kind::Element& cell) {
  if constexpr (std::is_same_v<Kind, TextKind>) {
    return show_text(type, cell);
  } else {
    return show_value(kind, cell);
  }
}

}  // namespace

std::string show_number(int64_t scaled) {
  const bool negative = scaled < 0;
  const uint64_t size =
      negative ? 0 - static_cast<uint64_t>(scaled) : static_cast<uint64_t>(scaled);
  const auto scale = static_cast<uint64_t>(model::k_number_scale);
  std::string text = fmt::format("{}{}", negative ? "-" : "", size / scale);
  if (size % scale == 0) return text;
  std::string places = fmt::format("{:0{}}", size % scale, k_places);
  places.erase(places.find_last_not_of('0') + 1);
  return text.append(".").append(places);
}

Message::Message(Compiler& compiler, const rules::Template& text, model::TableIndex table) {
  for (const auto& part : text.parts) {
    if (const auto* words = std::get_if<std::string>(&part)) {
      parts_.emplace_back(*words);
      continue;
    }
    const auto& expression = std::get<rules::Expression>(part);
    const bool met_on = expression.op == rules::Op::own && expression.own == rules::OwnWord::met_on;
    Shown shown;
    shown.node = compiler.compile(expression, table);
    shown.type = expression.type;
    if (met_on) shown.missing = "not yet";
    parts_.emplace_back(std::move(shown));
  }
}

void Message::render(const Batch& batch, Scratch& scratch, std::vector<std::string>& out) const {
  const size_t first = out.size();
  out.resize(first + batch.size());
  for (const auto& part : parts_) {
    if (const auto* words = std::get_if<std::string>(&part)) {
      for (size_t i = 0; i < batch.size(); ++i) out[first + i] += *words;
      continue;
    }
    const auto& shown = std::get<Shown>(part);
    const Vector& values = shown.node->evaluate(batch, scratch);
    with_kind(shown.type, [&](auto kind) {
      const auto& cells = values.*decltype(kind)::cells;
      for (size_t i = 0; i < batch.size(); ++i) {
        out[first + i] += decltype(kind)::present(cells[i]) ? show_cell(kind, shown.type, cells[i])
                                                            : shown.missing;
      }
    });
  }
}

}  // namespace audit::engine
