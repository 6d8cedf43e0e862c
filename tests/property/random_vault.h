// Vaults by chance, the same for the same seed: folders, links of every form (a good part of them
// broken), tags, aliases, drafts, cards, attachments, odd names.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace loci::test {

class RandomVault {
 public:
  explicit RandomVault(std::uint32_t seed) : random_(seed) {}

  std::map<std::string, std::string> make(std::size_t notes) {
    std::map<std::string, std::string> files;
    for (std::size_t i = 0; i < notes; ++i) names_.push_back(name());
    for (const std::string& path : names_) files[path] = note();
    for (int i = 0; i < 6; ++i)
      files[folder() + "file " + std::to_string(i) + ".png"] = "png" + std::to_string(i);
    return files;
  }

  // One change as a user makes it: a note is edited, added, renamed or deleted.
  void change(std::map<std::string, std::string>& files) {
    std::vector<std::string> notes;
    for (const auto& [path, text] : files) {
      if (path.ends_with(".md")) notes.push_back(path);
    }
    const std::string path = notes[below(notes.size())];
    switch (below(5)) {
      case 0:
        files[name()] = note();
        break;
      case 1:
        files.erase(path);
        break;
      case 2: {
        const std::string text = files[path];
        files.erase(path);
        files[name()] = text;
        break;
      }
      default:
        files[path] = note();
    }
    if (files.empty()) files["only.md"] = note();
  }

  std::size_t below(std::size_t limit) { return random_() % limit; }

 private:
  bool chance(std::size_t percent) { return below(100) < percent; }

  std::string word() {
    static const std::vector<std::string> words = {"redis", "log",    "Index", "überall", "日本",
                                                   "a&b",   "quorum", "lease", "page",    "time",
                                                   "write", "read",   "note",  "\"q\""};
    return words[below(words.size())];
  }

  std::string folder() {
    static const std::vector<std::string> folders = {
        "", "", "db/", "db/deep one/", "Case-Studies/", "tags/", "été/"};
    return folders[below(folders.size())];
  }

  std::string name() {
    static const std::vector<std::string> odd = {"index.md", "README.md", "search.md",
                                                 "con.md",   "a.b.md",    "what?.md"};
    if (chance(12)) return folder() + odd[below(odd.size())];
    std::string stem = word();
    if (stem.find('"') != std::string::npos) stem = "quoted";
    return folder() + stem + (chance(50) ? " " : "-") + std::to_string(below(60)) + ".md";
  }

  std::string known() {
    if (names_.empty()) return "nothing";
    std::string path = names_[below(names_.size())];
    path.resize(path.size() - 3);
    if (chance(50)) path = path.substr(path.rfind('/') + 1);
    return path;
  }

  // A name as people get it wrong: in other letters, with another folder, the ending of a page.
  std::string misspelt(std::string name) {
    switch (below(4)) {
      case 0:
        for (char& c : name) {
          if (c >= 'a' && c <= 'z' && chance(50)) c = static_cast<char>(c - 'a' + 'A');
        }
        return name;
      case 1:
        return "elsewhere/" + name.substr(name.rfind('/') + 1);
      case 2:
        return name + ".md";
      default:
        return name;
    }
  }

  std::string link() {
    switch (below(14)) {
      case 10:
        return "[[" + misspelt(known()) + (chance(50) ? "#" + word() + "|" + word() : "") + "]]";
      case 11:
        return "[" + word() + "](<" + misspelt(known()) + (chance(50) ? "#" + word() : "") + ">)";
      case 12:
        return "[[" + known() + "#^" + word() + "]] [[|" + word() + "]]";
      case 13:
        return "[" + word() + "](" + (chance(50) ? "http:/x.org" : "www.x.org") + ")";
      case 0:
        return "[[" + known() + "|" + word() + "]]";
      case 1:
        return "[[" + known() + "#" + word() + " " + word() + "]]";
      case 2:
        return "![[file " + std::to_string(below(8)) + ".png|" + std::to_string(below(500)) + "]]";
      case 3:
        return "![[" + known() + "]]";
      case 4:
        return "[" + word() + "](<../" + known() + ".md>)";
      case 5:
        return "[[no such " + word() + "]]";
      case 6:
        return "[[#" + word() + "]]";
      case 7:
        return "[out](https://example.org/" + std::to_string(below(9)) + ")";
      default:
        return "[[" + known() + "]]";
    }
  }

  std::string sentence() {
    std::string text;
    for (std::size_t i = 0, n = 3 + below(8); i < n; ++i)
      text += (i == 0 ? "" : " ") + (chance(15) ? link() : word());
    return text + ".";
  }

  // In most notes it stands in vain; `change` edits those of index notes too.
  std::string cascade() {
    static const std::vector<std::string> defaults = {
        "deck: d",        "tags: [from-above]", "cards: true", "cards: false",
        "publish: false", "draft: false",       "search: no",  "cssclasses: wide"};
    return "cascade: {" + defaults[below(defaults.size())] + "}\n";
  }

  std::string note() {
    std::string text;
    if (chance(70)) {
      text += "---\n";
      if (chance(40))
        text += "title: \"" + std::string("Title ") + std::to_string(below(40)) + "\"\n";
      if (chance(40))
        text +=
            "tags: [t" + std::to_string(below(6)) + ", group/x" + std::to_string(below(3)) + "]\n";
      if (chance(25))
        text += "aliases: [old/path-" + std::to_string(below(30)) + ", Also " +
                std::to_string(below(30)) + "]\n";
      if (chance(15)) text += "draft: true\n";
      if (chance(25)) text += "prerequisites: [\"" + known() + "\"]\n";
      if (chance(20)) text += "order: " + std::to_string(below(9)) + "\n";
      if (chance(25)) text += "date: 2024-0" + std::to_string(1 + below(9)) + "-11\n";
      if (chance(12)) text += cascade();
      if (chance(5)) text += "permalink: /perma-" + std::to_string(below(4)) + "\n";
      text += "---\n";
    }
    if (chance(60)) text += "# " + word() + " " + word() + "\n\n";
    for (std::size_t i = 0, n = 1 + below(5); i < n; ++i) {
      if (chance(50))
        text += std::string(chance(50) ? "## " : "### ") + word() + " " + word() + "\n\n";
      text += sentence() + (chance(30) ? " #tag" + std::to_string(below(5)) : "") + "\n\n";
      if (chance(25)) text += "Q: " + sentence() + "\nA: " + sentence() + "\n\n";
      if (chance(15)) text += "> [!card] " + word() + "?\n> " + sentence() + "\n\n";
      if (chance(15)) text += "| a | b |\n|---|---|\n| " + word() + " | " + link() + " |\n\n";
      if (chance(10)) text += "A fact {{c1::" + word() + "}} and {{c2::" + word() + "}}.\n\n";
    }
    return text;
  }

  std::mt19937 random_;
  std::vector<std::string> names_;
};

}  // namespace loci::test
