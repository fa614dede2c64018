// SPDX-License-Identifier: MIT
// Makes exports of any size for benchmarks: generate INTO APPLICATIONS [SEED] [VIOLATING-PERCENT]
//
// Everything is synthetic; no record is about a person. Equal arguments give equal bytes on every
// machine. One case after the other is written to all files at once, so that memory stays the same
// whatever the size. 50,000 applications are some 612 MB: 0.5 million activities, 0.8 million case
// notes of 150 to 600 characters.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Days = int;

constexpr Days k_first_day = 19723;  // 2024-01-01
constexpr Days k_as_of = 20484;      // 2026-01-31
constexpr int k_activities_a_case = 10;
constexpr int k_notes_a_case = 16;
constexpr size_t k_flush_bytes = size_t{1} << 20;

/// SplitMix64: tiny, seeded, the same everywhere.
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed) {}
  uint64_t next() {
    uint64_t z = state_ += 0x9e3779b97f4a7c15U;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  int between(int low, int high) {
    return low + static_cast<int>(next() % static_cast<uint64_t>(high - low + 1));
  }
  bool chance(int percent) { return between(1, 100) <= percent; }
  template <size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& all) {
    return all[next() % N];
  }

 private:
  uint64_t state_;
};

constexpr std::array<std::string_view, 6> k_offices = {
    "2701 - San Luis Obispo AJCC", "2702 - Paso Robles Office", "2703 - Harbor Office",
    "2704 - South Office",         "2705 - North Office",       "2706 - Mobile Office"};
constexpr std::array<std::string_view, 8> k_managers = {
    "Staff01, Ana", "Staff02, Ben", "Staff03, Chi", "Staff04, Dee",
    "Staff05, Eli", "Staff06, Fay", "Staff07, Gus", "Staff08, Hal"};
constexpr std::array<std::string_view, 5> k_contacts = {"Phone", "In Person", "Email", "Mail",
                                                        "Video Call"};
struct Code {
  std::string_view code;
  std::string_view title;
};
constexpr std::array<Code, 8> k_codes = {
    {{"203", "Objective Assessment"},
     {"205", "Development of IEP/ISS/EDP"},
     {"102", "Initial Assessment"},
     {"300", "Occupational Skills Training"},
     {"221", "Workshop"},
     {"202", "Career Guidance/Planning"},
     {"115", "Resume Preparation Assistance"},
     {"180", "Supportive Service: Child/Dependent Care"}}
};
constexpr std::array<std::string_view, 40> k_words = {
    "participant", "called",    "to",       "ask",       "about",    "the",      "training",
    "program",     "and",       "said",     "that",      "she",      "will",     "bring",
    "documents",   "on",        "monday",   "we",        "reviewed", "plan",     "together",
    "employer",    "interview", "resume",   "updated",   "goal",     "progress", "is",
    "good",        "case",      "manager",  "explained", "next",     "steps",    "for",
    "childcare",   "transport", "schedule", "agreed",    "follow"};

/// One CSV file, written in large pieces.
class File {
 public:
  File(const std::filesystem::path& path, std::string_view header)
      : file_(std::fopen(path.c_str(), "wb")) {
    if (file_ == nullptr) {
      fmt::print(stderr, "cannot write {}\n", path.string());
      std::exit(1);
    }
    buffer_.append(header).append("\n");
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  File(File&&) = delete;
  File& operator=(File&&) = delete;
  ~File() {
    flush();
    std::fclose(file_);
  }

  template <class... Args>
  void row(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(buffer_), format, std::forward<Args>(args)...);
    buffer_ += '\n';
    if (buffer_.size() > k_flush_bytes) flush();
  }

 private:
  void flush() {
    if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) {
      fmt::print(stderr, "the disk is full\n");
      std::exit(1);
    }
    buffer_.clear();
  }
  std::FILE* file_;
  std::string buffer_;
};

std::string day(Days days) {
  using namespace std::chrono;
  const year_month_day date{sys_days{std::chrono::days{days}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

std::string us_day(Days days) {
  using namespace std::chrono;
  const year_month_day date{sys_days{std::chrono::days{days}}};
  return fmt::format("{}/{}/{:04}", static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), static_cast<int>(date.year()));
}

/// 150 to 600 characters of prose, long ones more often than short ones; one note in eight is
/// quoted for its commas and line break.
std::string prose(Random& random) {
  const auto size =
      static_cast<size_t>(std::max(random.between(150, 600), random.between(150, 600)));
  std::string text;
  while (text.size() < size) {
    if (!text.empty()) text += ' ';
    text += random.one_of(k_words);
  }
  text.resize(size);
  if (random.chance(12)) {
    text.insert(size / 2, ",\n\"\"well\"\"");
    return "\"" + text + "\"";
  }
  return text;
}

std::string staff(Random& random) {
  return fmt::format("S{:02} Sample Career Center AJCC", random.between(1, 60));
}

struct Exports {
  explicit Exports(const std::filesystem::path& folder)
      : applications(folder / "applications.csv",
                     "app_id,state_id,program,region,office,case_manager,application_date,"
                     "eligibility_date,participation_date,closure_date,exit_date,created_on,"
                     "created_by"),
        activities(folder / "activities.csv",
                   "activity_id,app_id,state_id,code,title,region,office,provider,projected_begin,"
                   "actual_begin,projected_end,actual_end,completion_code,created_on,created_by"),
        notes(folder / "case-notes.csv",
              "note_id,app_id,state_id,activity_id,contact_date,created_on,contact_type,subject,"
              "description,program,office,created_by"),
        follow_ups(folder / "follow-ups.csv",
                   "follow_up_id,app_id,quarter,required_by,completed_on,status,"
                   "status_at_follow_up,actual_date,contact_type,office,created_on,created_by"),
        attempts(folder / "contact-attempts.csv",
                 "app_id,quarter,attempt_number,contact_date,time_of_day,contact_type") {}
  File applications;
  File activities;
  File notes;
  File follow_ups;
  File attempts;
};

struct Case {
  uint64_t number = 0;
  uint64_t app = 0;
  uint64_t person = 0;
  std::string_view office;
  std::string_view manager;
  Days begin = 0;
  Days end = 0;  ///< last service; the case has exited if exited
  bool exited = false;
  int violating = 0;  ///< percent of the records that break a rule
};

void write_activities(const Case& one, Random& random, Exports& out) {
  const int step = std::max(1, (one.end - one.begin) / k_activities_a_case);
  for (int i = 0; i < k_activities_a_case; ++i) {
    const Days begin = one.begin + i * step;
    const Days end = std::min(one.end, begin + random.between(0, 30));
    const Days entered = begin + (random.chance(one.violating) ? random.between(9, 40) : 0);
    const Code& code = k_codes[random.next() % k_codes.size()];
    out.activities.row(
        "A{0}-{1},{2},{3},{4},{5},13 - Sample County,{6},Sample Career Center,{7},{7},"
        "{8},{8},Successful Completion,{9},{10}",
        one.number, i, one.app, one.person, code.code, code.title, one.office, us_day(begin),
        us_day(end), us_day(std::min(entered, k_as_of)), staff(random));
  }
}

void write_notes(const Case& one, Random& random, Exports& out) {
  const Days last = one.exited ? one.end : k_as_of;
  const int step = std::max(1, (last - one.begin) / k_notes_a_case);
  for (int i = 0; i < k_notes_a_case; ++i) {
    const Days contact = std::min(last, one.begin + i * step + random.between(0, 2));
    out.notes.row("N{0}-{1},{2},{3},A{0}-{4},{5},{6},{7},{8},{9},WIOA Program,{10},{11}",
                  one.number, i, one.app, one.person, i % k_activities_a_case, us_day(contact),
                  us_day(contact), random.one_of(k_contacts),
                  k_codes[random.next() % k_codes.size()].title, prose(random), one.office,
                  staff(random));
  }
}

void write_follow_ups(const Case& one, Random& random, Exports& out) {
  for (int quarter = 1; quarter <= 4; ++quarter) {
    const Days required = one.end + quarter * 91;
    const bool done = required < k_as_of && !random.chance(one.violating);
    const Days on = required - random.between(0, 20);
    const bool lost = done && random.chance(10);
    const std::string completed = done ? day(on) : "";
    out.follow_ups.row("F{0}-{1},{2},{1},{3},{4},{5},{6},{4},Phone,{7},{8},{9}", one.number,
                       quarter, one.app, day(required), completed, done ? "Completed" : "Required",
                       lost ? "Cannot Locate" : "Employed", one.office,
                       day(std::min(required, k_as_of)), staff(random));
    const int attempts = lost ? (random.chance(one.violating) ? 2 : 3) : 0;
    for (int i = 1; i <= attempts; ++i) {
      out.attempts.row("{},{},{},{},10:{:02} AM,{}", one.app, quarter, i, day(on - 4 * i),
                       random.between(0, 59), random.one_of(k_contacts));
    }
  }
}

void write_case(uint64_t number, uint64_t seed, int violating, Exports& out) {
  Random random(seed * 1'000'003 + number);
  Case one;
  one.number = number;
  one.app = 2'200'000 + number;
  one.person = 100'000 + number - number / 10;  // one person in nine has two applications
  one.office = random.one_of(k_offices);
  one.manager = random.one_of(k_managers);
  one.begin = k_first_day + random.between(0, 600);
  one.exited = one.begin + 360 < k_as_of && random.chance(60);
  one.end = one.exited ? one.begin + random.between(60, 260) : k_as_of - random.between(0, 40);
  one.violating = violating;
  const std::string closed = one.exited ? day(one.end) : "";
  out.applications.row(
      "{0},{1},WIOA Program,13 - Sample County,{2},\"{3}\",{4},{4},{5},{6},{6},{5},{7}", one.app,
      one.person, one.office, one.manager, day(one.begin - 2), day(one.begin), closed,
      staff(random));
  write_activities(one, random, out);
  write_notes(one, random, out);
  if (one.exited) write_follow_ups(one, random, out);
}

uint64_t number_of(std::string_view text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    fmt::print(stderr, "'{}' is not a number\n", text);
    std::exit(2);
  }
  return number;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> args(argv, argv + argc);
  if (args.size() < 3 || args.size() > 5) {
    fmt::print(stderr, "usage: generate INTO APPLICATIONS [SEED] [VIOLATING-PERCENT]\n");
    return 2;
  }
  const std::filesystem::path folder(args[1]);
  std::filesystem::create_directories(folder);
  const uint64_t applications = number_of(args[2]);
  const uint64_t seed = args.size() > 3 ? number_of(args[3]) : 1;
  const int violating = args.size() > 4 ? static_cast<int>(number_of(args[4])) : 5;
  Exports out(folder);
  for (uint64_t i = 0; i < applications; ++i) write_case(i, seed, violating, out);
  return 0;
}
