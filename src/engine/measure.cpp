// SPDX-License-Identifier: MIT
#include "engine/measure.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <utility>

#include "engine/batch.hpp"
#include "engine/patterns.hpp"
#include "engine/phrase.hpp"
#include "engine/phrase_search.hpp"
#include "engine/words.hpp"
#include "util/text.hpp"

namespace audit::engine {

namespace {

using model::TextProbe;
using model::Type;
using rules::Expression;
using rules::FunctionId;
using rules::Op;

constexpr char k_separator = '\x1f';

std::string text_value(const rules::Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text == nullptr ? std::string{} : *text;
}

std::vector<std::string> texts_of(const rules::ValueSet& set) {
  std::vector<std::string> texts;
  for (const rules::Value& value : set.values) texts.push_back(text_value(value));
  return texts;
}

// The pattern of a function: its second argument, which is constant, else the call's own value.
std::string pattern_of(const Expression& call) {
  return text_value(call.args.size() > 1 ? call.args[1].value : call.value);
}

std::string named(std::string_view what, const std::vector<std::string>& parts) {
  std::string name(what);
  for (const std::string& part : parts) name.append(1, k_separator).append(part);
  return name;
}

TextProbe test(std::string name, std::function<bool(std::string_view)> holds) {
  return {.type = Type::boolean,
          .name = std::move(name),
          .measure = [holds = std::move(holds)](std::string_view text) -> int64_t {
            return holds(text) ? 1 : 0;
          }};
}

bool is_exact(const Expression& expression) {
  return std::ranges::any_of(expression.args, [](const Expression& argument) {
    return argument.type == Type::identifier;
  });
}

bool is_literal_text(const Expression& expression) {
  return expression.op == Op::literal && std::holds_alternative<std::string>(expression.value);
}

TextProbe member_test(const std::vector<std::string>& texts, bool exact) {
  std::vector<std::string> members;
  members.reserve(texts.size());
  for (const std::string& text : texts) {
    members.push_back(exact ? std::string(util::trim(text)) : util::fold(text));
  }
  std::erase(members, std::string{});
  std::ranges::sort(members);
  std::string name = named(exact ? "in exactly" : "in", members);
  return test(std::move(name), [members = std::move(members), exact](std::string_view text) {
    return exact ? std::ranges::binary_search(members, util::trim(text), std::less<>{})
                 : std::ranges::binary_search(members, util::fold(text));
  });
}

// `starts with` and `contains`: as texts compare, folded.
TextProbe part_test(const Expression& expression) {
  const bool starts = expression.op == Op::starts_with;
  const bool exact = expression.args[0].type == Type::identifier;
  const std::string literal = text_value(expression.args[1].value);
  std::string part = exact ? std::string(util::trim(literal)) : util::fold(literal);
  std::string name = named(starts ? "starts" : "contains", {exact ? "exactly" : "", part});
  return test(std::move(name), [part = std::move(part), starts, exact](std::string_view text) {
    if (part.empty()) return false;
    const std::string whole = exact ? std::string(text) : util::fold(text);
    return starts ? whole.starts_with(part) : whole.find(part) != std::string::npos;
  });
}

TextProbe pattern_test(const std::string& pattern) {
  return test(named("matches", {pattern}),
              [regex = compile_pattern(pattern, false)](std::string_view text) {
                return re2::RE2::PartialMatch(text, *regex);
              });
}

TextProbe phrases_test(const std::vector<std::string>& phrases) {
  const std::string pattern = phrases_pattern(phrases);
  if (pattern.empty()) return test("phrases", [](std::string_view) { return false; });
  TextProbe probe = test(named("phrases", {pattern}),
                         [searched = std::make_shared<const PhraseTest>(phrases, pattern)](
                             std::string_view text) { return searched->finds(text); });
  probe.phrases = phrases;
  return probe;
}

TextProbe all_words_test(const Expression& expression) {
  const std::string pattern = pattern_of(expression);
  TextProbe member = member_test(texts_of(*expression.set), false);
  std::string name = named("all words", {pattern, member.name});
  const std::string candidate = word_candidate_pattern(pattern);
  const auto any = candidate.empty() ? nullptr : compile_pattern(candidate, true);
  return test(std::move(name), [regex = compile_pattern(pattern, true), any,
                                is_member = std::move(member.measure)](std::string_view text) {
    // One walk over the text says of most that no word needs a look of its own.
    if (any != nullptr && !re2::RE2::PartialMatch(text, *any)) return true;
    const std::vector<std::string_view> words = words_of(text);
    return std::ranges::all_of(words, [&](std::string_view word) {
      return !re2::RE2::FullMatch(word, *regex) || is_member(word) == 1;
    });
  });
}

std::optional<TextProbe> function_measure(const Expression& expression) {
  switch (expression.function) {
    case FunctionId::length:
      return TextProbe{.type = Type::number,
                       .name = "length",
                       .measure = [](std::string_view text) { return scaled(length_of(text)); }};
    case FunctionId::words:
      return TextProbe{.type = Type::number, .name = "words", .measure = [](std::string_view text) {
                         return scaled(count_words(text));
                       }};
    case FunctionId::all_words:
      return all_words_test(expression);
    case FunctionId::has_words: {
      if (!is_literal_text(expression.args.at(1))) return std::nullopt;
      const std::string needle = text_value(expression.args[1].value);
      return test(named("has words", {needle}),
                  [needle](std::string_view text) { return has_words(text, needle); });
    }
    default:
      return std::nullopt;
  }
}

std::optional<TextProbe> probe_of(const Expression& expression) {
  switch (expression.op) {
    case Op::is_missing:
    case Op::is_present:
      return presence_probe();
    case Op::matches:
      return pattern_test(text_value(expression.value));
    case Op::contains_any:
      return phrases_test(texts_of(*expression.set));
    case Op::in_set:
    case Op::not_in_set:
      return member_test(texts_of(*expression.set), is_exact(expression));
    case Op::equal:
    case Op::not_equal:
      if (!is_literal_text(expression.args.at(1))) return std::nullopt;
      return member_test({text_value(expression.args[1].value)}, is_exact(expression));
    case Op::starts_with:
    case Op::contains:
      if (!is_literal_text(expression.args.at(1))) return std::nullopt;
      return part_test(expression);
    case Op::call:
      return function_measure(expression);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<model::JointSearch> joint_searches(const std::vector<model::ProbeRequest>& probes) {
  std::vector<model::JointSearch> searches;
  std::vector<std::vector<std::vector<std::string>>> sets;  // by search, then by probe
  for (uint32_t i = 0; i < probes.size(); ++i) {
    if (probes[i].probe.phrases.empty()) continue;
    auto search = std::ranges::find_if(searches, [&](const model::JointSearch& one) {
      return one.column == probes[i].column && one.probes.size() < PhraseSets::k_most;
    });
    if (search == searches.end()) {
      search = searches.insert(search, model::JointSearch{.column = probes[i].column});
      sets.emplace_back();
    }
    search->probes.push_back(i);
    sets[static_cast<size_t>(search - searches.begin())].push_back(probes[i].probe.phrases);
  }
  auto phrases_of = sets.begin();
  for (model::JointSearch& joint : searches) {
    joint.start = [phrases = std::make_shared<const PhraseSets>(*phrases_of++)] {
      auto search = std::make_shared<PhraseSearch>(phrases);
      return [search](std::string_view text) { return search->search(text); };
    };
  }
  return searches;
}

TextProbe presence_probe() {
  return test("present", [](std::string_view) { return true; });
}

std::optional<Measure> measure_of(const Expression& expression) {
  if (expression.args.empty()) return std::nullopt;
  const Type type = expression.args[0].type;
  if (type != Type::text && type != Type::identifier) return std::nullopt;
  std::optional<TextProbe> probe = probe_of(expression);
  if (!probe) return std::nullopt;
  const bool negated = expression.op == Op::not_equal || expression.op == Op::not_in_set ||
                       expression.op == Op::is_missing;
  return Measure{.probe = std::move(*probe), .negated = negated};
}

}  // namespace audit::engine
