// SPDX-License-Identifier: MIT
#include "ingest/listing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "ingest/utf8.hpp"

namespace audit::ingest {

void ListingBuilder::add(std::unique_ptr<Input> input, std::string order) {
  inputs_.push_back({std::move(order), std::move(input)});
}

void ListingBuilder::tell(std::string file, std::string text, bool failed) {
  model::DataProblem problem;
  problem.file = std::move(file);
  problem.problem = std::move(text);
  problem.kind = failed ? "unreadable input" : "input left out";
  problems_.push_back(std::move(problem));
  failed_ = failed_ || failed;
}

void ListingBuilder::force_from(size_t first, const std::string& table) {
  for (size_t i = first; i < inputs_.size(); ++i) inputs_[i].input->forced_table = table;
}

bool ListingBuilder::force_named(std::string_view name, const std::string& table) {
  bool found = false;
  for (Listed& listed : inputs_) {
    if (listed.input->name() != name) continue;
    listed.input->forced_table = table;
    found = true;
  }
  return found;
}

Listing ListingBuilder::finish() {
  std::stable_sort(inputs_.begin(), inputs_.end(),
                   [](const Listed& a, const Listed& b) { return a.order < b.order; });
  std::stable_sort(problems_.begin(), problems_.end(), [](const auto& a, const auto& b) {
    return std::tie(a.file, a.problem) < std::tie(b.file, b.problem);
  });
  Listing listing;
  for (Listed& listed : inputs_) listing.inputs.push_back(std::move(listed.input));
  listing.problems = std::move(problems_);
  listing.failed = failed_;
  return listing;
}

std::string display_name(std::string_view bytes) {
  const std::span<const char> text(bytes.data(), bytes.size());
  std::string name;
  for (size_t at = 0; at < text.size();) {
    const Utf8Step step = utf8_step(text, at);
    if (step.valid) {
      name.append(bytes.substr(at, step.length));
    } else {
      for (size_t i = 0; i < step.length; ++i) {
        name += fmt::format("\\x{:02X}", static_cast<unsigned char>(bytes[at + i]));
      }
    }
    at += step.length;
  }
  return name;
}

std::string_view base_name(std::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool has_ending(std::string_view name, std::string_view ending) {
  if (name.size() < ending.size()) return false;
  const std::string_view tail = name.substr(name.size() - ending.size());
  return std::equal(tail.begin(), tail.end(), ending.begin(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

bool is_lock_file(std::string_view path) { return base_name(path).starts_with("~$"); }

}  // namespace audit::ingest
