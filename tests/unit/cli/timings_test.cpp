// SPDX-License-Identifier: MIT
#include "cli/timings.hpp"

#include <doctest/doctest.h>

#include <ctime>
#include <sstream>
#include <string>
#include <vector>

using audit::cli::Timings;

namespace {

struct Line {
  std::string name;
  double wall = 0;
  double cpu = 0;
  double peak = 0;
};

std::vector<Line> lines_of(const std::string& table) {
  std::istringstream in(table);
  std::string text;
  std::getline(in, text);  // the heading
  std::vector<Line> lines;
  while (std::getline(in, text)) {
    const size_t end = text.find("  ");
    Line line{.name = text.substr(0, end)};
    std::istringstream(text.substr(end)) >> line.wall >> line.cpu >> line.peak;
    lines.push_back(line);
  }
  return lines;
}

/// Works until the process has used so many milliseconds more.
void work(int milliseconds) {
  const std::clock_t end = std::clock() + milliseconds * (CLOCKS_PER_SEC / 1000);
  while (std::clock() < end) {
  }
}

}  // namespace

TEST_CASE("timings: each stage has what was used since the one before, and all have the sum") {
  Timings timings(true, false);
  timings.end("nothing");
  work(30);
  timings.end("much work");
  const std::vector<Line> lines = lines_of(timings.render());
  REQUIRE(lines.size() == 3);
  CHECK(lines[0].name == "nothing");
  CHECK(lines[1].name == "much work");
  CHECK(lines[1].cpu >= 29);
  CHECK(lines[1].wall >= 29);
  CHECK(lines[1].cpu > lines[0].cpu);
  CHECK(lines[0].peak > 1);
  CHECK(lines[1].peak >= lines[0].peak);
  CHECK(lines[2].name == "in all");
  CHECK(lines[2].cpu == doctest::Approx(lines[0].cpu + lines[1].cpu).epsilon(0.01));
  CHECK(lines[2].peak == lines[1].peak);
}

TEST_CASE("timings: nothing where none are wanted") {
  Timings timings(false, false);
  timings.end("a stage");
  CHECK(timings.render().empty());
}
