// The site's cards as Anki has them: HTML without the site around it, mathematics as MathJax reads it, pictures beside it, and
// what the log of reviews says of each.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "export/anki_package.h"
#include "site/pipeline.h"
#include "study/event_log.h"

namespace loci {

// What an earlier export said of a note: a card whose content is what it was keeps its date, so that Anki leaves it alone.
struct AnkiStamp {
  std::string content;  // hash of what the note says
  std::int64_t modified = 0;

  friend bool operator==(const AnkiStamp&, const AnkiStamp&) = default;
};
using AnkiStamps = std::map<std::string, AnkiStamp>;  // by note id

struct AnkiRequest {
  std::span<const SiteCard* const> cards;  // of the site, in its order
  std::span<const Event> events;
  std::int64_t now = 0;            // seconds since 1970: the date of what has changed
  std::int64_t today = INT64_MAX;  // a day number: which cards are buried
  std::function<Result<std::string>(const std::string& path)>
      read;  // of an attachment, relative to the project
};

// `stamps`: read and brought up to date.
AnkiDeck make_anki_deck(const SiteBuild& build, const AnkiRequest& request, AnkiStamps& stamps);

// A card's HTML for Anki. `base_url` empty: links to pages become their words. `media` gets the attachments shown: name in
// the package to path in the output.
std::string anki_html(std::string_view html, std::string_view base_url,
                      std::map<std::string, std::string>& media);

// "{{c1::…::hint}}" of a text with clozes marked up; `hints`: of each number, in the order of its gaps.
std::string anki_cloze(std::string_view html,
                       const std::map<std::uint32_t, std::vector<std::string>>& hints);

}  // namespace loci
