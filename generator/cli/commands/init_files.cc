#include "cli/commands/init_files.h"

#include "base/escape.h"

namespace loci {

namespace {

constexpr std::string_view index_note = R"(These notes were made by `loci init`. They show what the program does: links between notes, flashcards
among the text, search over everything. Change them, or delete them and write your own.

- [[learning/spaced-repetition]]: why a card comes back after a week and not tomorrow.
- [[learning/good-cards]]: how to write a question that still helps in a year.

> [!card] Which two commands do you need most?
> `loci serve` while you write, and `loci review` (or the review page) every day.
)";

constexpr std::string_view spacing_note = R"(---
title: Spaced repetition
description: Reviewing a fact just before it would be forgotten makes it last longer each time.
tags: [learning]
---

What is learned once is lost within days. What is recalled, with some effort, just before it fades stays for longer
than before: a day becomes a week, a week becomes a month. A **scheduler** keeps the date for every card, so that
the effort goes where it is needed.

## Four answers

After the answer is shown you say how it went, and that alone decides when the card comes back:

| Answer | You say it when           |
| ------ | ------------------------- |
| Again  | it was wrong or missing   |
| Hard   | it came, but slowly       |
| Good   | it came                   |
| Easy   | it came without a thought |

> [!card] When should a fact be reviewed?
> Just before it would be forgotten: the effort of recalling it is what makes it last.

Q: What does the answer "Again" tell the scheduler?
A: That the card was forgotten: it comes back within minutes, and its intervals grow anew.

Which questions are worth asking at all is the subject of [[good-cards|good cards]].
)";

constexpr std::string_view cards_note = R"(---
title: Good cards
description: Short questions with one answer each, written in your own words.
tags: [learning, writing]
cards: true
---

A card is a promise to your later self: it will take ten seconds, and it will not be a riddle.

## Three rules

1. **One answer.** "Name the five layers" fails as a whole when one of them is missing. Ask five questions.
2. **Enough context.** In a year you will not remember which chapter you were in. The question must say it.
3. **Your own words.** Copying teaches nothing; saying it again does.

> [!card] Why should a card have only one answer?
> A list is forgotten as a whole: one missing entry makes you repeat all the others.

A sentence can hide a word instead of asking for it: a card should take about {{c1::ten seconds}} to answer.

The line `cards: true` at the head of this note makes a card of a single line too, with the answer behind two colons:

What does a question need to be understood in a year? :: Its context: the subject it is about.

This note is a draft of a habit; the reason why it works is in [[spaced-repetition]].
)";

constexpr std::string_view ignore_file =
    R"(# The site that `loci build` writes. It can be made again at any time.
/public/

# .loci/ is not ignored: .loci/reviews holds what you have reviewed, one folder a device, and merges by itself.
)";

constexpr std::string_view pages_workflow =
    R"(# Checks these notes on every push and pull request, and publishes them with GitHub
# Pages from the main branch.
#
# Before the first run:
#   1. Settings > Pages > Build and deployment > Source: "GitHub Actions".
#   2. Below, at LOCI_REPOSITORY: the repository on GitHub that holds the source of
#      Loci, as owner/name.
#
# Loci is built from its source, of the version below, in the Debian container in
# which it is tested.

name: Pages

on:
  push:
    branches: [main]
  pull_request:
  workflow_dispatch:

permissions:
  contents: read

# A newer push waits for the deployment that runs: a half-published site helps nobody.
concurrency:
  group: pages-${{ github.ref }}
  cancel-in-progress: false

env:
  LOCI_REPOSITORY: ""
  LOCI_VERSION: v@VERSION@

jobs:
  build:
    runs-on: ubuntu-latest
    container: debian:bookworm
    timeout-minutes: 30
    permissions:
      contents: read
      pages: read
    steps:
      - name: Is LOCI_REPOSITORY set?
        run: |
          if [ -z "$LOCI_REPOSITORY" ]; then
            echo "::error file=.github/workflows/pages.yml::Set LOCI_REPOSITORY to the owner/name of Loci's source"
            exit 1
          fi
      - name: Install git
        run: apt-get update && apt-get install -y --no-install-recommends git ca-certificates
      - name: The notes
        uses: actions/checkout@v7
      - name: The source of Loci
        uses: actions/checkout@v7
        with:
          repository: ${{ env.LOCI_REPOSITORY }}
          ref: ${{ env.LOCI_VERSION }}
          path: .loci-source
      - name: Build Loci
        working-directory: .loci-source
        run: |
          scripts/setup
          cmake --preset release -DLOCI_TESTS=OFF
          cmake --build --preset release
      - name: Check the notes
        run: .loci-source/build/release/loci check --format github
      - id: pages
        if: github.event_name != 'pull_request'
        uses: actions/configure-pages@v6
      - name: Build the site
        run: .loci-source/build/release/loci build --base-url "$BASE_URL"
        env:
          BASE_URL: ${{ steps.pages.outputs.base_url }}
      - name: Keep the site for the deployment
        if: github.event_name != 'pull_request'
        uses: actions/upload-pages-artifact@v5
        with:
          path: public

  deploy:
    if: github.event_name != 'pull_request'
    needs: build
    runs-on: ubuntu-latest
    permissions:
      pages: write
      id-token: write
    environment:
      name: github-pages
      url: ${{ steps.deployment.outputs.page_url }}
    steps:
      - id: deployment
        uses: actions/deploy-pages@v5
)";

std::string workflow() {
  std::string text(pages_workflow);
  constexpr std::string_view mark = "@VERSION@";
  return text.replace(text.find(mark), mark.size(), LOCI_VERSION);
}

std::string settings(std::string_view title, bool has_notes) {
  std::string text =
      "# The settings of this knowledge base. Every line may be left out; 'loci help site.toml' "
      "lists all keys.\n\n";
  text += "title = " + json_string(title) + "\n";
  text += "description = \"\"\n";
  text += "language = \"en\"\n\n";
  text += has_notes ? "notes = \".\"         # this folder\n" : "notes = \"notes\"\n";
  text += "output = \"public\"\n\n";
  text +=
      "# Where the site will be published; canonical addresses and the feed need it. On GitHub "
      "Pages the workflow\n"
      "# gives it to the program.\n"
      "# base_url = \"https://user.github.io/repository/\"\n\n"
      "[cards]\n"
      "new_per_day = 10\n"
      "desired_retention = 0.9  # the share of reviews that should be right\n";
  return text;
}

}  // namespace

std::vector<InitFile> init_files(std::string_view title, bool has_notes) {
  std::vector<InitFile> files = {
      {"site.toml", settings(title, has_notes)},
      {".gitignore", std::string(ignore_file)},
      {".github/workflows/pages.yml", workflow()},
  };
  if (!has_notes) {
    files.push_back({"notes/index.md", std::string(index_note)});
    files.push_back({"notes/learning/spaced-repetition.md", std::string(spacing_note)});
    files.push_back({"notes/learning/good-cards.md", std::string(cards_note)});
  }
  return files;
}

}  // namespace loci
