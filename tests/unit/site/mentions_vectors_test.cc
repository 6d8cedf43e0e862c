// The labelled mentions of tests/vectors/mentions: what is found must be right.
#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <fstream>
#include <set>
#include <tuple>

#include "base/text.h"
#include "test_places.h"
#include "unit/site/vault.h"

namespace loci {
namespace {

constexpr const char* folder = LOCI_SOURCE_DIR "/tests/vectors/mentions/";

std::vector<std::string> lines_of(const std::string& name) {
  std::ifstream file(folder + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) lines.push_back(line);
  }
  return lines;
}

struct Label {
  std::size_t text = 0;
  std::size_t begin = 0;
  std::string note;
  bool is_right = false;
};

// Takes the marks "{+note:words+}" out of a line.
std::string unmarked(const std::string& line, std::size_t number, std::vector<Label>& labels) {
  std::string text;
  for (std::size_t at = 0; at < line.size();) {
    const bool opens =
        line[at] == '{' && at + 1 < line.size() && (line[at + 1] == '+' || line[at + 1] == '-');
    if (!opens) {
      text += line[at++];
      continue;
    }
    const char sign = line[at + 1];
    const std::size_t colon = line.find(':', at);
    const std::size_t close = line.find(std::string(1, sign) + "}", colon);
    REQUIRE(close != std::string::npos);
    labels.push_back({number, text.size(), line.substr(at + 2, colon - at - 2), sign == '+'});
    text += line.substr(colon + 1, close - colon - 1);
    at = close + 2;
  }
  return text;
}

TEST_CASE("of 200 labelled mentions, what is found is right") {
  std::map<std::string, std::string> files;
  for (const std::string& line : lines_of("names.txt")) {
    const std::vector<std::string_view> parts = split(line, '|');
    REQUIRE(parts.size() == 3);
    std::string text = "---\ntitle: \"" + std::string(trim(parts[1])) + "\"\n";
    if (!trim(parts[2]).empty()) text += "aliases: [" + std::string(trim(parts[2])) + "]\n";
    files.emplace(std::string(trim(parts[0])), text + "---\n");
  }
  std::vector<Label> labels;
  const std::vector<std::string> lines = lines_of("sentences.txt");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::string name = std::to_string(1000 + i) + ".md";
    files.emplace("texts/" + name, unmarked(lines[i], i, labels) + "\n");
  }
  REQUIRE(labels.size() >= 200);

  test::Vault vault(files);
  std::set<std::tuple<std::size_t, std::string, std::size_t>> found;
  for (const LinkedNote& note : vault.site().notes) {
    for (const Mention& mention : note.mentions) {
      const std::string& from = vault.site().note(mention.from).parsed->path;
      const auto number = static_cast<std::size_t>(std::stoi(from.substr(6)) - 1000);
      const std::string& path = note.parsed->path;
      found.emplace(number, path.substr(0, path.size() - 3), mention.range.begin);
    }
  }
  std::size_t right = 0;
  std::size_t right_labels = 0;
  std::string wrong;
  std::string missed;
  for (const Label& label : labels) {
    const bool is_found = found.erase({label.text, label.note, label.begin}) > 0;
    right_labels += label.is_right ? 1 : 0;
    if (is_found && label.is_right) ++right;
    if (is_found && !label.is_right) wrong += lines[label.text] + "\n";
    if (!is_found && label.is_right) missed += "  " + label.note + ": " + lines[label.text] + "\n";
  }
  for (const auto& [text, note, at] : found) wrong += note + ": " + lines[text] + "\n";
  const auto wrong_count = static_cast<std::size_t>(std::count(wrong.begin(), wrong.end(), '\n'));
  const double precision = static_cast<double>(right) / static_cast<double>(right + wrong_count);
  const double recall = static_cast<double>(right) / static_cast<double>(right_labels);
  INFO("labelled " << labels.size() << ", found " << right + wrong_count << ", precision "
                   << precision << ", recall " << recall << "\nwrong:\n"
                   << wrong << "missed:\n"
                   << missed);
  CHECK(precision >= 0.95);
  CHECK(recall >= 0.75);
}

}  // namespace
}  // namespace loci
