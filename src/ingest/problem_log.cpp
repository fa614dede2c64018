// SPDX-License-Identifier: MIT
#include "ingest/problem_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "util/personal.hpp"
#include "util/text.hpp"

namespace audit::ingest {

namespace {

constexpr size_t k_longest_quote = 32;  // characters

size_t characters(std::string_view text) {
  size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

}  // namespace

bool may_be_quoted(std::string_view value, bool personal) {
  return !personal && characters(value) <= k_longest_quote && !util::looks_like_ssn(value);
}

std::string quoted(std::string_view value, bool personal) {
  if (may_be_quoted(value, personal)) return fmt::format("'{}'", util::visible(value));
  const size_t count = characters(value);
  return fmt::format("({} character{})", count, count == 1 ? "" : "s");
}

std::string problem_with(std::string_view what, std::string_view value, bool personal) {
  const bool shown = may_be_quoted(value, personal);
  return fmt::format("{}{} {}", what, shown ? ":" : "", quoted(value, personal));
}

ProblemLog::Kind& ProblemLog::kind_of(std::string_view name) {
  const auto found = std::ranges::find(kinds_, name, &Kind::name);
  if (found != kinds_.end()) return *found;
  kinds_.push_back({std::string(name), 0});
  return kinds_.back();
}

void ProblemLog::add(model::DataProblem problem) {
  Kind& kind = kind_of(problem.kind);
  if (kind.total++ < k_cap) kept_.push_back(std::move(problem));
}

void ProblemLog::count(std::string_view kind) { ++kind_of(kind).total; }

void ProblemLog::add_all(ProblemLog other) {
  std::ranges::move(other.kinds_, std::back_inserter(kinds_));
  std::ranges::move(other.kept_, std::back_inserter(kept_));
}

void ProblemLog::forget(const std::vector<uint32_t>& lines) {
  const auto gone = [&](const model::DataProblem& problem) {
    if (problem.line == 0 || !std::ranges::binary_search(lines, problem.line)) return false;
    --kind_of(problem.kind).total;
    return true;
  };
  std::erase_if(kept_, gone);
}

std::vector<model::DataProblem> ProblemLog::take(const std::string& file) {
  std::ranges::stable_sort(kept_, [](const model::DataProblem& a, const model::DataProblem& b) {
    return std::tie(a.line, a.column, a.problem) < std::tie(b.line, b.column, b.problem);
  });
  std::ranges::sort(kinds_, {}, &Kind::name);
  for (const Kind& kind : kinds_) {
    if (kind.total <= k_cap) continue;
    model::DataProblem rest;
    rest.problem = fmt::format("{} problems of this kind in all: {}", kind.total, kind.name);
    rest.count = kind.total;
    rest.kind = kind.name;
    kept_.push_back(std::move(rest));
  }
  for (model::DataProblem& problem : kept_) problem.file = file;
  kinds_.clear();
  return std::move(kept_);
}

}  // namespace audit::ingest
