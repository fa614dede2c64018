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
void append_cell(Kind kind, model::Type type, const typename Kind::Element& cell,
                 std::string& text) {
  if constexpr (!std::is_same_v<Kind, TextKind>) {
    text += show_value(kind, cell);
  } else if (util::looks_like_ssn(cell)) {
    text += show_text(type, cell);
  } else {
    text += cell;
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

void Message::render(const Batch& batch, Scratch& scratch, findings::TextList& out) const {
  // Each part has nodes of its own, so that the values of all can be there at once.
  std::vector<const Vector*> values;
  for (const auto& part : parts_) {
    const auto* shown = std::get_if<Shown>(&part);
    values.push_back(shown == nullptr ? nullptr : &shown->node->evaluate(batch, scratch));
  }
  std::string text;
  for (size_t i = 0; i < batch.size(); ++i) {
    text.clear();
    append_row(values, i, text);
    out.push_back(text);
  }
}

void Message::append_row(const std::vector<const Vector*>& values, size_t i,
                         std::string& text) const {
  for (size_t part = 0; part < parts_.size(); ++part) {
    if (const auto* words = std::get_if<std::string>(&parts_[part])) {
      text += *words;
      continue;
    }
    const auto& shown = std::get<Shown>(parts_[part]);
    with_kind(shown.type, [&](auto kind) {
      const auto& cell = (values[part]->*decltype(kind)::cells)[i];
      if (decltype(kind)::present(cell)) {
        append_cell(kind, shown.type, cell, text);
      } else {
        text += shown.missing;
      }
    });
  }
}

}  // namespace audit::engine
