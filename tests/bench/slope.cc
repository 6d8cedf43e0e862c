// How the time of a note grows with its size, for every family of hostile_notes.h; by hand (README.md):
//
//     cmake --build --preset release --target loci_slope && build/release/loci_slope
//
// "--once NAME BYTES" parses one text once, for a program that counts instructions: on a busy machine the caches are others'.
//
// Exit code 1: a family where four times the bytes take six times the time or more, or one whose 50 kB take a second.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <string>
#include <string_view>
#include <vector>

#include "bench/hostile_notes.h"
#include "site/parse.h"

namespace {

double seconds(const std::string& text) {
  loci::SourceFile file;
  file.path = "a.md";
  file.text = "---\ncards: true\n---\n\n" + text + "\n";
  timespec begin{};
  timespec end{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &begin);
  (void)loci::parse_note(file, loci::SiteConfig{});
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &end);
  return static_cast<double>(end.tv_sec - begin.tv_sec) +
         static_cast<double>(end.tv_nsec - begin.tv_nsec) * 1e-9;
}

// Of one parse, in seconds: the best of three stretches, each long enough for the clock. A text is parsed again and again, so that
// the memory it takes is there before it is measured.
double measure(const std::string& text) {
  const double once = seconds(text);
  if (once > 1) return once;
  const int runs = static_cast<int>(0.02 / std::max(once, 1e-5)) + 1;
  double best = once;
  for (int stretch = 0; stretch < 3; ++stretch) {
    double total = 0;
    for (int run = 0; run < runs; ++run) total += seconds(text);
    best = std::min(best, total / runs);
  }
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  if (argc > 3 && wanted == "--once") {
    for (const loci::test::Family& family : loci::test::hostile_families())
      if (family.name == argv[2]) (void)seconds(family.make(std::stoul(argv[3])));
    return 0;
  }
  struct Row {
    std::string name;
    double seconds = 0;
    double ratio = 0;
  };
  std::vector<Row> rows;
  for (const loci::test::Family& family : loci::test::hostile_families()) {
    if (family.name.find(wanted) == std::string::npos) continue;
    Row row{family.name, 0, 100};
    for (int attempt = 0; attempt < 3 && row.ratio >= 6; ++attempt) {
      const double small = measure(family.make(12'500));
      row.seconds = measure(family.make(50'000));
      row.ratio = std::min(row.ratio, row.seconds / small);
    }
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.ratio > b.ratio; });
  bool good = true;
  for (const Row& row : rows) {
    const bool fine = row.ratio < 6 && row.seconds < 1;
    good = good && fine;
    std::printf("%-50s 50 kB %8.2f ms   t(50 kB)/t(12.5 kB) %5.2f%s\n", row.name.c_str(),
                row.seconds * 1e3, row.ratio, fine ? "" : "   SLOW");
  }
  return good ? 0 : 1;
}
