// SPDX-License-Identifier: MIT
#include "rules/language/functions/functions.hpp"

namespace audit::rules {
namespace {

using model::Type;

FunctionDoc of_text(std::string name, FunctionId id, Type result, std::string doc,
                    std::string example) {
  FunctionDoc row;
  row.signature = name + "(t)";
  row.name = std::move(name);
  row.parameters = {
      {"t", Role::value, Type::text}
  };
  row.result = result;
  row.function = id;
  row.doc = std::move(doc);
  row.example = std::move(example);
  return row;
}

FunctionDoc extract() {
  FunctionDoc row;
  row.name = "extract";
  row.signature = "extract(t, 'regex')";
  row.parameters = {
      {"t",     Role::value,   Type::text},
      {"regex", Role::capture, Type::text}
  };
  row.result = Type::text;
  row.function = FunctionId::extract;
  row.doc =
      "The part of t that the first group in parentheses matches, ignoring case; missing if none.";
  row.example = R"~(extract("Room 12 east", "room ([0-9]+)") == "12")~";
  return row;
}

FunctionDoc has_words() {
  FunctionDoc row;
  row.name = "has_words";
  row.signature = "has_words(t, u)";
  row.parameters = {
      {"t", Role::value, Type::text},
      {"u", Role::value, Type::text}
  };
  row.result = Type::boolean;
  row.function = FunctionId::has_words;
  row.doc =
      "The words of u stand in t, in order and next to each other, in any case; a word is a run of "
      "letters and digits.";
  row.example = R"(has_words("12: The second-hand car", "second hand"))";
  return row;
}

FunctionDoc all_words() {
  FunctionDoc row;
  row.name = "all_words";
  row.signature = "all_words(t, 'regex', @set)";
  row.parameters = {
      {"t",     Role::value,         Type::text},
      {"regex", Role::exact_pattern, Type::text},
      {"set",   Role::set,           Type::text}
  };
  row.result = Type::boolean;
  row.function = FunctionId::all_words;
  row.doc = "Every word of t that the case-sensitive regex matches as a whole is in the set.";
  row.example = R"(all_words("see the FAQ", "[A-Z]{2,6}", @known))";
  return row;
}

}  // namespace

std::vector<FunctionDoc> text_functions() {
  return {
      of_text("length", FunctionId::length, Type::number, "How many characters t has.",
              R"(length("abc") == 3)"),
      of_text("words", FunctionId::words, Type::number,
              "How many words t has: runs of non-space that hold a letter or digit.",
              R"(words("one - two") == 2)"),
      of_text("digits", FunctionId::digits, Type::text, "The digits of t.",
              R"(digits("12-34") == "1234")"),
      extract(),
      has_words(),
      all_words(),
  };
}

}  // namespace audit::rules
