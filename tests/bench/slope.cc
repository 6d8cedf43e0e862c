// How the time of a note grows with its size, for every family of hostile_notes.h; by hand (README.md):
//
//     cmake --build --preset release --target loci_slope && build/release/loci_slope
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

double best_of(int runs, const std::string& text) {
  double best = seconds(text);
  for (int run = 1; run < runs; ++run) best = std::min(best, seconds(text));
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted = argc > 1 ? argv[1] : "";
  struct Row {
    std::string name;
    double small = 0;
    double large = 0;
    double ratio = 0;
  };
  std::vector<Row> rows;
  for (const loci::test::Family& family : loci::test::hostile_families()) {
    if (family.name.find(wanted) == std::string::npos) continue;
    Row row{family.name};
    row.large = best_of(3, family.make(50'000));
    if (row.large > 1) {
      row.ratio = row.large / seconds(family.make(12'500));
      rows.push_back(row);
      continue;
    }
    // What is too quick to be measured is made larger until four sizes can be told apart.
    std::size_t size = 50'000;
    double small = row.large;
    while (small < 0.004 && size < 800'000) small = best_of(2, family.make(size *= 2));
    row.small = small;
    row.ratio = best_of(2, family.make(4 * size)) / std::max(small, 1e-6);
    if (row.ratio >= 6)
      row.ratio =
          std::min(row.ratio, best_of(3, family.make(4 * size)) / best_of(3, family.make(size)));
    rows.push_back(row);
  }
  std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.ratio > b.ratio; });
  bool good = true;
  for (const Row& row : rows) {
    const bool fine = row.ratio < 6 && row.large < 1;
    good = good && fine;
    std::printf("%-50s 50 kB %8.2f ms   t(4n)/t(n) %5.2f%s\n", row.name.c_str(), row.large * 1e3,
                row.ratio, fine ? "" : "   SLOW");
  }
  return good ? 0 : 1;
}
