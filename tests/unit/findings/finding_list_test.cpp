// SPDX-License-Identifier: MIT
#include "findings/finding_list.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <tuple>
#include <vector>

using namespace audit::findings;
using audit::calendar::k_no_date;
using audit::model::TextPool;

namespace {

auto fields(const Finding& f) {
  return std::tuple_cat(
      std::make_tuple(f.rule, f.status, f.participant, f.application, f.table, f.key, f.file,
                      f.line, f.trigger, f.due, f.met_on, f.late_by, f.late_in_business_days),
      std::make_tuple(f.paused_days, f.counted_days, f.region, f.office, f.case_manager, f.program,
                      f.participant_name, f.message, f.remedy, f.waived, f.baselined,
                      f.fingerprint));
}

/// A finding whose every field has a value of its own.
Finding distinct() {
  return {
      .rule = (1U << 24U) - 1,
      .status = Status::pending,
      .participant = "participant",
      .application = "application",
      .table = "table",
      .key = "key",
      .file = "file",
      .line = 4'000'000'000,
      .trigger = k_no_date,
      .due = -719162,
      .met_on = 2932896,
      .late_by = 1,
      .late_in_business_days = true,
      .paused_days = 2,
      .counted_days = 3,
      .region = "region",
      .office = "office",
      .case_manager = "case manager",
      .program = "program",
      .participant_name = "name",
      .message = "message",
      .remedy = "remedy",
      .waived = true,
      .baselined = false,
      .fingerprint = {.high = 5, .low = 6}
  };
}

Finding on_line(uint32_t line) {
  Finding finding;
  finding.line = line;
  return finding;
}

}  // namespace

TEST_CASE("finding list: every field comes back, and its texts outlive what they were made from") {
  CHECK(sizeof(PackedFinding) <= 96);
  FindingList list;
  const Finding finding = distinct();
  {
    std::vector<std::string> texts = {"participant", "message", "office"};
    Finding fleeting = finding;
    fleeting.participant = texts[0];
    fleeting.message = texts[1];
    fleeting.office = texts[2];
    list.push_back(fleeting);
    for (std::string& text : texts) std::ranges::fill(text, '#');
  }
  list.push_back(Finding{});
  CHECK(fields(list[0]) == fields(finding));
  CHECK(fields(list[1]) == fields(Finding{}));
  FindingList copy = list;
  list = {};
  CHECK(fields(copy[0]) == fields(finding));
  copy.change(0, [](Finding& one) {
    one.waived = false;
    one.office = std::string_view();
  });
  copy.set_baselined(0, true);
  CHECK_FALSE(copy[0].waived);
  CHECK(copy[0].baselined);
  CHECK(copy[0].office.empty());
  CHECK(copy[0].message == "message");
}

TEST_CASE("finding list: what is iterated is what is indexed") {
  FindingList list;
  for (uint32_t line = 1; line <= 5; ++line) list.push_back(on_line(line));
  uint32_t sum = 0;
  for (const Finding& finding : list) sum = sum * 10 + finding.line;
  CHECK(sum == 12345);
  CHECK(list.end() - list.begin() == 5);
  CHECK(list.begin()[3].line == 4);
  CHECK((*(list.end() - 1)).line == 5);
  FindingList more = list;
  more.append(list);
  CHECK(more.size() == 10);
  CHECK(more[9].line == 5);
}

TEST_CASE("finding list: any order can be made of any other, in place") {
  std::mt19937 random(11);
  for (uint32_t size = 0; size < 60; ++size) {
    FindingList list;
    for (uint32_t i = 0; i < size; ++i) list.push_back(on_line(i));
    std::vector<uint32_t> order(size);
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::shuffle(order, random);
    std::vector<uint32_t> used = order;
    list.arrange(0, used);
    bool same = true;
    for (uint32_t i = 0; i < size; ++i) same = same && list[i].line == order[i];
    CHECK(same);
    // Some of them, back to where they were: the others stay.
    const uint32_t first = size / 3;
    const uint32_t last = size - size / 4;
    std::vector<uint32_t> back(last - first);
    std::iota(back.begin(), back.end(), 0U);
    std::ranges::sort(back, {}, [&](uint32_t i) { return order[first + i]; });
    list.arrange(first, back);
    std::ranges::sort(order.begin() + first, order.begin() + last);
    for (uint32_t i = 0; i < size; ++i) same = same && list[i].line == order[i];
    CHECK(same);
  }
}

TEST_CASE("texts: those of many pools under one numbering, whatever their sizes") {
  Texts texts;
  CHECK(texts[0].empty());
  CHECK(texts.add("") == 0);
  std::vector<std::pair<TextCode, std::string>> known;
  known.emplace_back(texts.add("own"), "own");
  // About a page, which is 4,096 codes, and several.
  for (const uint32_t size : {1U, 4094U, 4095U, 4096U, 4097U, 10000U, 2U}) {
    const auto pool = std::make_shared<TextPool>();
    const std::string prefix = std::to_string(size) + ":";
    for (uint32_t i = 0; i < size; ++i) pool->intern(prefix + std::to_string(i));
    const TextCode first = texts.borrow(pool);
    CHECK(texts.borrow(pool) == first);
    for (const uint32_t i : {0U, size / 2, size - 1}) {
      const std::string text = prefix + std::to_string(i);
      known.emplace_back(first + pool->find(text), text);
    }
  }
  known.emplace_back(texts.add("own too"), "own too");
  for (const auto& one : known) {
    CAPTURE(one.second);
    CHECK(texts[one.first] == one.second);
  }
}

TEST_CASE("text list: texts in order, each kept once, also of several lists together") {
  TextList list = {"a", "b", "a", ""};
  CHECK(list.code(0) == list.code(2));
  TextList other = {"c", "", "a"};
  TextList all;
  all.append(list);
  all.append(other);
  all.append({});
  CHECK(all == TextList{"a", "b", "a", "", "c", "", "a"});
  CHECK_FALSE(all == TextList{"a", "b", "a", "", "c", "", "b"});
  CHECK_FALSE(all == list);
  CHECK(all.code(6) == all.code(0));
  CHECK(all.pool()->size() == 4);  // with the empty text
  all.clear();
  CHECK(all.empty());
}
