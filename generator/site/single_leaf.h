// One page of the site as a leaf of the single file (site/single_file.h).
//
// There is one rule for addresses: what a page is called in the site stands behind a '#'. So the page
// "databases/mvcc.html" is the element with that id, its heading "isolation" is the element
// "databases/mvcc.html#isolation", and a link from another page leads to the fragment
// "#databases/mvcc.html#isolation". That is unique, because no output's path holds a '#', and browsers
// follow it without a script. A query stays where it is ("#review.html?note=a"): the scripts read it.
//
//     single_address("databases/mvcc.html", "../queues.html#x", places)     "#queues.html#x"
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loci {

// What of the site the file has.
struct SinglePlaces {
  // A page, or a file in the list of files.
  std::function<bool(std::string_view path)> has;
  // A picture, sound or film as a data: address; empty: it is left out.
  std::function<std::string(std::string_view path)> data_of;
  std::string base_url;  // what is not in the file is there, if it is anywhere
};

enum class LeafIds {
  of_page,  // with the page's path in front
  as_are,   // pages that scripts write to, and what is not in a page
};

struct SingleLeaf {
  std::string html;
  std::vector<std::string> scripts;  // <script src>, taken out: paths in the site, in order
  std::vector<std::string> loads;  // scripts that are named by data attributes, loaded when wanted
  std::vector<std::string> links;  // what of the site links lead to and is no page
  bool has_outside_pictures = false;
};

// `html` is what stands in the page `page`; its frames go (a link to what they show is beside them).
SingleLeaf make_single_leaf(std::string_view html, const std::string& page, LeafIds ids,
                            const SinglePlaces& places);

// Of an href as it stands in a page; another site's address stays.
std::string single_address(std::string_view page, std::string_view href,
                           const SinglePlaces& places);

// The path in the site of an address in a page: "../assets/a.js" -> "assets/a.js". Empty: another site's.
std::string path_in_site(std::string_view page, std::string_view href);

}  // namespace loci
