// The only maker of output paths and hrefs.
//
// A note's page lies where the note lies, with ".html": relative links then work from a disk, below
// any address and on any server. Every part of a path goes through file_slug, so an output path can
// leave neither the output folder nor an href.
//
//     Hrefs hrefs = Hrefs::relative_to("databases/mvcc.html");
//     hrefs.to("index.html")               "../index.html"
//     hrefs.to("databases/a.html", "x y")  "a.html#x%20y"
#pragma once

#include <string>
#include <string_view>

#include "source/front_matter.h"

namespace loci {

// "databases/my note.md" -> "databases/my-note.html"; `slug` and `permalink` of the front matter
// change it. The date of "2026-11-21-name.md" is left out.
std::string note_output_path(std::string_view vault_path, const FrontMatter& meta);
// As note_output_path for a note without `slug` and `permalink`, date and all: for the second note
// of one name.
std::string dated_output_path(std::string_view vault_path);
std::string_view name_without_date(std::string_view name);  // "2026-11-21-name" -> "name"

std::string folder_output_path(
    std::string_view folder);  // "case studies" -> "case-studies/index.html"; "" -> "index.html"
std::string alias_output_path(std::string_view alias);  // "/old/name" -> "old/name.html"
// A name that a note has besides its own, in the note's folder: "a/b.md", "Old Name" -> "a/Old-Name.html"
std::string name_alias_path(std::string_view vault_path, std::string_view alias);
std::string tag_output_path(std::string_view tag);  // "a/b" -> "tags/a/b.html"
std::string attachment_output_path(
    std::string_view vault_path);  // names stay as they are but for unsafe characters

// Addresses as one page sees them.
class Hrefs {
 public:
  static Hrefs relative_to(std::string_view page);
  // For 404.html, which a server shows at any depth: "/" or "/repository/" in front of everything.
  static Hrefs below(std::string root);

  // `path`: an output. `anchor`: an id in it, or empty. The page itself with an anchor is
  // "#anchor".
  std::string to(std::string_view path, std::string_view anchor = {}) const;
  // The same behind what `out` has. As seen from a page nothing in it has to be escaped for HTML.
  void append_to(std::string& out, std::string_view path, std::string_view anchor = {}) const;

  const std::string& root() const { return root_; }  // "../", "", "/sub/"

 private:
  std::string page_;    // empty when absolute
  std::string folder_;  // of the page, with a final '/' unless empty
  std::string root_;
};

// base_url + path, percent-encoded; "index.html" at the end goes. Empty when base_url is.
std::string absolute_url(std::string_view base_url, std::string_view path);

// The path of an address: "https://user.github.io/repo/" -> "/repo/"; "/" for anything without one.
std::string base_path(std::string_view base_url);

// What a note's encoded path is added to for the page that edits it: "https://host/owner/name" ->
// "https://host/owner/name/edit/HEAD/"; "" when `repository` is no address of the web.
std::string edit_base(std::string_view repository);

}  // namespace loci
