// The site's cards as the review page reads them: classic scripts, because a page on file:// can
// load nothing else.
//
// `cards/manifest.js` lists every card in columns (id, note, deck); `cards/shard-3.<hash>.js` holds
// what the cards of about 64 notes say. The page loads the manifest, decides what is due, and then
// only the shards it needs. `cards/trace-0.<hash>.js` holds what a history follows a card by when its
// question changes (study/match.h) and nothing else knows: the plain question, the mark of the answer,
// the key of the question where the card has another. It is loaded by whoever reviews and by no page.
//
//     loci.provide("cards/manifest", '{"v":1,…}');
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "source/config.h"

namespace loci {

// A card ready to be shown. Cards of one note stand together, in the order of the note.
struct CardView {
  std::string id;  // unique in the site
  std::string deck;
  std::string note;  // the note's slug: "databases/mvcc"; what `?note=` names
  std::string note_title;
  std::string
      href;  // from the site's root, with the card's anchor: "databases/mvcc.html#card-c-7f3k2m9q"
  std::string context;     // plain text
  std::string front_html;  // safe HTML; links and images relative to the site's root
  std::string back_html;
  std::string source;    // path of the note's file, percent-encoded: what the edit link ends in
  std::string expected;  // what is to be typed; empty: nothing is
  int retention = 0;     // desired, in hundredths; 0: the site's
  std::string question;  // as CardTrace has it, short (study/history.h)
  std::string answer;    // answer_mark
  std::string content;   // the key its question alone gives
};

// A folder of notes with cards whose title is not its name: what a reader sees of the decks and folders named after it.
struct FolderTitle {
  std::string path;  // "case-studies"
  std::string title;
};

struct CardDataFile {
  std::string path;  // in the output: "cards/manifest.js"
  std::string bytes;
};

// The manifest comes first. The same cards, configuration and build give the same bytes.
// `edit_base`: what a card's `source` is added to for the address that edits it; "" for none.
// `titles`: by path.
std::vector<CardDataFile> build_card_data(const std::vector<CardView>& cards,
                                          const CardsConfig& config, std::string_view build_id,
                                          std::string_view edit_base = {},
                                          const std::vector<FolderTitle>& titles = {});

}  // namespace loci
