// The least that any build must do, as a program to measure against:
//
//     floor parse DIR        reads every note and lets cmark-gfm alone make HTML of it (one thread, all GFM extensions)
//     floor copy DIR OUT     reads every note and writes a file of twice its size for it
#include <cmark-gfm-core-extensions.h>
#include <cmark-gfm.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> notes_below(const fs::path& folder) {
  std::vector<fs::path> notes;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() == ".md") notes.push_back(entry.path());
  }
  std::sort(notes.begin(), notes.end());
  return notes;
}

std::string read_file(const fs::path& path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) std::abort();
  std::string text(fs::file_size(path), '\0');
  if (std::fread(text.data(), 1, text.size(), file) != text.size()) std::abort();
  std::fclose(file);
  return text;
}

std::size_t html_size(const std::string& text) {
  cmark_parser* parser = cmark_parser_new(CMARK_OPT_FOOTNOTES);
  for (const char* name : {"table", "strikethrough", "autolink", "tagfilter", "tasklist"}) {
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name));
  }
  cmark_parser_feed(parser, text.data(), text.size());
  cmark_node* document = cmark_parser_finish(parser);
  char* html =
      cmark_render_html(document, CMARK_OPT_FOOTNOTES, cmark_parser_get_syntax_extensions(parser));
  const std::size_t size = std::strlen(html);
  std::free(html);
  cmark_node_free(document);
  cmark_parser_free(parser);
  return size;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string mode = argc > 2 ? argv[1] : "";
  std::size_t bytes = 0;
  if (mode == "parse" && argc == 3) {
    cmark_gfm_core_extensions_ensure_registered();
    for (const fs::path& path : notes_below(argv[2])) bytes += html_size(read_file(path));
  } else if (mode == "copy" && argc == 4) {
    const fs::path out = argv[3];
    for (const fs::path& path : notes_below(argv[2])) {
      const std::string text = read_file(path);
      fs::path target = out / fs::relative(path, argv[2]);
      target.replace_extension(".html");
      fs::create_directories(target.parent_path());
      std::FILE* file = std::fopen(target.c_str(), "wb");
      if (!file) std::abort();
      for (int i = 0; i < 2; ++i) bytes += std::fwrite(text.data(), 1, text.size(), file);
      std::fclose(file);
    }
  } else {
    std::fputs("usage: floor parse DIR | floor copy DIR OUT\n", stderr);
    return 2;
  }
  std::printf("%zu bytes\n", bytes);
  return 0;
}
