#include <algorithm>
#include <array>

#include "cli/commands.h"
#include "cli/manual.h"

namespace loci {

namespace {

struct Topic {
  std::string_view name;
  std::string_view text;
};

// Written by hand: what a command is for, and examples, are not in a table of options. A test sees
// to it that every option is named here.
// clang-format off
constexpr std::array topics = {
    Topic{"", R"(Loci turns a folder of Markdown notes into linked pages, a search and
flashcards.

usage: loci COMMAND [DIRECTORY] [options]

  init      make a new vault with example notes
  new       write a new note with front matter
  serve     show the notes at http://127.0.0.1:4000/ and follow every change
  build     write the site: works from disk, from any folder of any host
  check     find broken links and other mistakes, with line and column; repair
            links
  explain   say what a link means, and why
  verify    run the blocks of notes that say what they do: SQL, Redis, sums
  search    search the notes from here
  review    answer the cards that are due today
  cards     list, check, pin and export the cards
  list      notes, orphans, broken links, drafts, cards, tags or mentions
  link      make links of the places that name a note without one
  lunr      make a search index of any documents, the same bytes as lunr.js
  log       check, merge, export or import the log of reviews
  dump      print what the site's lunr-index.json is made of, or what the
            scheduler or a template is given
  eject     copy one of Loci's templates or assets, to change it
  clean     delete the built site, and nothing else
  version   say which Loci this is
  help      explain a command or a code: loci help build, loci help L201

Every command takes
  -C, --root DIR    the project's folder; else the nearest one above that holds
                    site.toml, else this one
  -q, --quiet       say less
  -v, --verbose     say more
  -h, --help        explain the command

Exit codes: 0 fine, 1 the notes have errors, 2 wrong usage or configuration,
3 the disk or the network failed, 4 another build is running. NO_COLOR, CLICOLOR
and CLICOLOR_FORCE are honoured. 'loci help site.toml' lists the settings.
)"},
    Topic{"init", R"(Makes a new vault: settings, three example notes with cards, and a workflow for
GitHub Pages.

usage: loci init [DIRECTORY] [options]

A folder that holds notes already gets the settings and the workflow only.
Existing files are never overwritten without --force.

      --title TEXT   the site's title; else the folder's name
  -f, --force        overwrite existing files
  -C, --root DIR     the same as DIRECTORY
  -q, --quiet        do not list the files

  loci init my-notes
  loci init .                       settings for a vault of Obsidian
)"},
    Topic{"new", R"(Writes a new note with title and date, and prints its path. Never overwrites
one.

usage: loci new PATH [options]

PATH is inside the notes folder; folders are made as needed and '.md' may be
left out.

      --title TEXT    the title; else it is made from the file's name
  -C, --root DIR      the project's folder
  -c, --config FILE   settings other than site.toml
  -q, --quiet         do not print the path

  loci new databases/write-ahead-log
  loci new ideas/queues --title 'Queues, everywhere'
)"},
    Topic{"build", R"(Writes the site. Only files whose bytes changed are touched, each as a whole.

usage: loci build [DIRECTORY] [options]

  -o, --output DIR      where to; default: public, or what site.toml says
      --base-url URL    where the site will be, for canonical addresses, sitemap
                        and feed
      --single-file     the whole base, search and review included, as one HTML
      --single-file=FILE    file instead of a folder; default: public.html
  -D, --drafts          with the notes that say 'draft: true'
      --strict          warnings count as errors
  -f, --force           write into a folder that holds other files, which stay;
                        over a single file that Loci did not make
      --format FORMAT   problems as text, json, github or sarif
  -j, --jobs N          threads; default: one a processor. The output is the
                        same for any number
      --timings         what each pass took
  -C, --root DIR        the same as DIRECTORY
  -c, --config FILE     settings other than site.toml
  -q, --quiet           errors only
  -v, --verbose         remarks too, and what was written

The site is written even when notes have errors; the exit code is 1 then.

  loci build
  loci build ~/vault -o /tmp/site --drafts
  loci build --single-file=notes.html
  loci build --base-url https://user.github.io/notes/ --strict
)"},
    Topic{"serve", R"(Shows the site at http://127.0.0.1:4000/ and builds it again whenever a note
changes. Writes no site to disk.

usage: loci serve [DIRECTORY] [options]          also: loci server, loci dev

  -p, --port N         default 4000; the next free one is taken when it is busy
      --host ADDRESS   default 127.0.0.1: this machine only
      --open           open a browser
      --poll           look for changes every second: for network folders
  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml
  -q, --quiet          print the address only

Cards reviewed in the browser are saved in .loci/reviews, where 'loci review'
finds them.

  loci serve
  loci serve ~/vault --drafts --open
)"},
    Topic{"check", R"(Finds what is wrong with the notes: broken and ambiguous links, missing headings
and images, wrong front matter, empty and doubled cards. Each problem with its
place and a suggestion. Writes nothing without --write.

usage: loci check [DIRECTORY] [options]

      --fix             print a patch (for 'git apply') of the repairs that are
                        certain: the case of a name, a renamed heading, a note
                        or file that moved, the full path of an ambiguous name.
                        What remains goes to standard error
      --write           with --fix: make the repairs in the notes
      --external        ask other hosts, with curl, whether their addresses
                        answer
      --format FORMAT   text, json, github (annotations in a pull request) or
                        sarif
      --strict          warnings count as errors
  -D, --drafts          with the notes that say 'draft: true'
  -j, --jobs N          threads; default: one a processor
      --timings         what each pass took
  -C, --root DIR        the same as DIRECTORY
  -c, --config FILE     settings other than site.toml
  -q, --quiet           errors only
  -v, --verbose         remarks too: names in other letters, notes and files
                        that nothing links to

Exit code 1 when there are errors; with --fix, when errors are left.
[check] in site.toml changes how serious a
code is; a comment in a note, '%% loci: allow L201 %%', allows it for the next
line. 'loci help L201' explains a code.

  loci check
  loci check --fix | git apply
  loci check --format json | jq -r '.[].message'
)"},
    Topic{"search", R"(Searches the notes with the index that the site's own search uses: the same
words find the same, in the same order.

usage: loci search WORDS [options]

  isolation level      both words; entries with only one of them come last
  "write ahead"        side by side
  -word  +word         without it; only with it
  title:word           in titles only; also heading: body: keywords:
  tag:sql  in:folder   of a tag, of a folder; -tag:sql leaves it out
  is:card              cards only; also is:page, is:section
  repl*  *base         any letters for '*'
  word~1  word~2       one slip, two slips
  word^3               counts three times

      --limit N        how many; default 10
      --json           kind, title, heading, path, line, score and excerpt
  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
      --timings        what each pass took
  -C, --root DIR       the project's folder
  -c, --config FILE    settings other than site.toml

Words that begin with '-' stand behind '--'.

  loci search isolation level
  loci search --json --limit 3 '"write skew" tag:sql'
  loci search -- isolation -postgres
)"},
    Topic{"review", R"(Asks the cards that are due. Answer with 1 again, 2 hard, 3 good, 4 easy; each
answer is saved at once.

usage: loci review [DIRECTORY] [options]

      --deck NAME      only this deck and the decks below it
      --note NOTE      only the cards of this note
      --new N          N new cards in this sitting, whatever new_per_day says
      --time MINUTES   no further card after so long
      --lines          line by line instead of the full screen, for scripts
      --json           what is due, as JSON; asks nothing
  -j, --jobs N         threads; default: one a processor
      --timings        what each pass took
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml
  -q, --quiet          no summary at the end

'u' undoes, as often as there is something to undo; '-' buries a card until
tomorrow, '@' suspends it, '=' and '!' do so with all cards of the note; 'e'
opens the note in $VISUAL or $EDITOR; 'i' tells what is known of the card; '?'
lists the keys. With TERM=dumb it asks line by line.

The log is .loci/reviews: one line an answer, only ever added to. Keep it under
version control.

  loci review
  loci review --deck databases --time 20
)"},
    Topic{"cards", R"(Shows the cards of the notes, checks them, gives them ids, and takes them out.

usage: loci cards list|check|pin|match|export|mastery|stats [DIRECTORY]
                  [options]

  list      id, deck, place, question; with --json also kind, answer, context
  check     empty and doubled cards, long answers and lists, yes/no questions,
            gaps that are no cards; exit code 1 when there are errors
  pin       a patch (for 'git apply') that writes an id to every card that has
            none; with --write: into the notes
  match     histories whose question has changed, and whose they are now; with
            --write: into the log. 'loci review' does so by itself
  export    all cards, for Anki with their schedule and reviews
  mastery   of each note, each folder and all: how much of it would be recalled
            now, the share at risk (below desired_retention), what is due and
            when the next card is
  stats     true retention, answers a day, calibration with log loss, stability
            and difficulty, and the cards and minutes of the next 30 days

      --anki FILE      export: a package for Anki, deck.apkg
      --csv            export: id, deck, kind, question, answer, context, source
      --json           list, check, match as JSON; export: JSON
  -o, --output FILE    export: where to; else to standard output
      --write          pin, match: make the changes
      --strict         check: warnings count as errors
      --deck NAME      only this deck and the decks below it
      --note NOTE      only the cards of this note
  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
      --timings        what each pass took
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml

  loci cards list --deck databases
  loci cards mastery --json | jq '.notes | sort_by(.mean_recall)[:5]'
  loci cards pin | git apply
  loci cards export --anki deck.apkg
)"},
    Topic{"list", R"(Lists one kind of thing, one a line.

usage: loci list notes|orphans|broken|drafts|cards|tags|mentions [DIRECTORY]
                 [options]

  notes      path, title, links, backlinks, cards
  orphans    notes that no other note links
  broken     links that lead nowhere: place, code, target
  drafts     notes that are not published
  cards      id, deck, place, question
  tags       tag and number of notes
  mentions   where a note names another one and does not link to it

      --json           as JSON
  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
      --timings        what each pass took
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml

  loci list orphans
  loci list cards --json | jq length
)"},
    Topic{"link", R"(Finds the places where a note names another one by its title or an alias and
does not link to it, and prints a patch that makes links of them. Only the first
place in a note; code, headings and other links stay as they are.

usage: loci link --suggest [DIRECTORY] [options]

      --suggest        print the patch: for reading, and for 'git apply'
      --write          make the changes in the notes
      --json           the places and what would stand there, as JSON
  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
      --timings        what each pass took
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml
  -q, --quiet          with --write: do not list the files

The patch is for the project's folder, where 'git apply' is to be run. Every
change was tried: the note reads as before, and the link leads where it should.

  loci link --suggest > links.patch && git apply links.patch
  loci link --suggest --write
)"},
    Topic{"lunr", R"(Makes an index of documents that any lunr.js loads: the bytes that lunr 2.3.9
itself would make of them, many times faster.

usage: loci lunr [DOCUMENTS.json] [options]

  -o, --output FILE   where to; else to standard output
  -j, --jobs N        threads; default: one a processor. The index is the same
                      for any number
      --timings       what each pass took
  -C, --root DIR      not used
  -q, --quiet         say nothing

Without a file (or with '-') the documents come from standard input:

  {"fields": [{"name": "title", "boost": 10}, {"name": "body"}],
   "metadata": ["position"], "k1": 1.2, "b": 0.75,
   "documents": [
     {"ref": "a.html", "boost": 1,
      "fields": {"title": "A title", "body": "What it says"}}]}

Only 'fields' and 'documents' are needed. A value is text, a number, true,
false, null or an array, each element of which is one word. Exit code 1 when
lunr.js could make no good index of them.

  loci lunr documents.json -o index.json
  loci dump search-documents | loci lunr > lunr-index.json
)"},
    Topic{"log", R"(Looks after the log of reviews, .loci/reviews: one line of JSON an event, only
ever added to. No command changes or deletes a line that is there.

usage: loci log check [PATH...] [options]
       loci log merge PATH... [options]
       loci log export [options]
       loci log import PATH... [options]

  check    name every line that does not count, with file and line, and say
           what the log holds; of the project, or of the files named
  merge    print the events of files and folders as one log, each once
  export   print the log of the project as one log
  import   add the events that the project does not know, as one new file

A PATH is a file of events, a folder of such files or of devices, a project, or
'-' for standard input. Merging is the union of the events: the order of the
files does not matter, and neither does doing it twice.

  -o, --output FILE    of merge and export: where to, all at once
      --json           of check: as JSON
      --strict         of check: an event that states another memory than the
                       replay gives is an error too; of the others: a damaged
                       line is
  -C, --root DIR       the project's folder
  -c, --config FILE    settings other than site.toml
  -q, --quiet          only what is wrong

Exit code 1 when check finds a damaged line. The others leave it out and say so.

  loci log check
  loci log export -o reviews.jsonl
  loci log import ~/Downloads/reviews.jsonl
  loci log merge laptop/.loci/reviews phone.jsonl | jq -r .c | sort | uniq -c
)"},
    Topic{"dump", R"(Prints what a part of the site is made of, as JSON.

usage: loci dump search-documents [DIRECTORY] [options]
       loci dump fsrs [FILE]
       loci dump page NOTE [options]

  search-documents   the documents of lunr-index.json, in the form that
                     'loci lunr' reads: give them to lunr.js, and it makes the
                     same bytes
  fsrs               what the scheduler answers to the histories in FILE, in
                     the form of tests/vectors/fsrs6/histories.json: memory,
                     due dates and what each button would do
  page               what the template of a page is given: a note's path, or
                     that of a page ("tags/index.html")

  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
      --timings        what each pass took
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml

  loci dump search-documents > documents.json
)"},
    Topic{"eject", R"(Copies one of Loci's templates or assets into the site's own folder, where it
takes the place of the original.

usage: loci eject FILE [options]
       loci eject

FILE is a template (note.html, partials/footer.html), the texts of a language
(strings/de.json), a built asset (loci.css) or the icon (icons/icon.svg). Of a
language that Loci does not bring, strings/fr.json is a file to be filled in;
with --print, yours with what it lacks. Without FILE, all of them are listed.
A file that is there is never overwritten. The first line of a copy says what it was made of; when a later
Loci changes the original, a build says so (L510). Of texts a copy may keep
just those that it changes.

      --print          to standard output, to compare
  -C, --root DIR       the project's folder
  -c, --config FILE    settings other than site.toml

  loci eject partials/footer.html
  loci eject partials/footer.html --print | diff templates/partials/footer.html -
)"},
    Topic{"explain", R"(Says what a link means and why: each rule in the order in which it was tried,
what it found, and the one winner.

usage: loci explain LINK [options]

LINK is written as in a note, '[[todo#Next]]' or '[x](../todo.md)', or is a
target alone.

      --from NOTE      the note that the link stands in; else one at the top
      --json           for programs
  -D, --drafts         with the notes that say 'draft: true'
  -j, --jobs N         threads; default: one a processor
  -C, --root DIR       the project's folder
  -c, --config FILE    settings other than site.toml

Exit code 1 when the link means nothing.

  loci explain '[[todo]]' --from notes/a.md
)"},
    Topic{"verify", R"(Runs the executable blocks of notes and says which do not do what the note says.
Nothing else runs them.

usage: loci verify [NOTE-OR-FOLDER...] [options]

      --update         print a patch that makes the blocks say what they did
      --write          with --update: into the notes
      --no-record      do not write .loci/verified.json, from which the pages
                       say "checked on PostgreSQL 15.4"
      --recorded       run nothing; report blocks that are not in that file as
                       they are now
      --list           run nothing; list the blocks and what they were checked
                       on; --json: for scripts
      --format FORMAT  text, json, github or sarif
  -j, --jobs N         notes at a time; default: one a processor
  -C, --root DIR       the project's folder
  -c, --config FILE    settings other than site.toml

A block is fenced code, at the left margin, whose info string begins so:

  sql pg expect=rows          its rows stand below a statement: -- => 1|a
  sql pg expect=ok            every statement succeeds
  sql pg expect=error:42601   the last statement fails with this SQLSTATE
  sql pg expect=plan:Sort     the last statement's plan holds this (!Sort: not)
  sql pg sessions=A,B         A> and B> before each statement; -- => blocks,
                              -- => unblocks; standby=B: B is on a standby
  redis                       > COMMAND, and the reply below it
  calc                        name = sum   # => value, to the digits printed
  sim seed=1 tolerance=5%     JavaScript with random(); name = ...; // => value
  ref                         name "text of the note": its figure is the value

name=orders names a block's figures for calc and ref (orders.column, orders.2),
limit=5s ends it, continues goes on in the database of the block before: else
each block begins with an empty one, or an empty key space.

PostgreSQL and Redis are started for the run, on a unix socket in a temporary
folder, and stopped. Other languages have a command in site.toml, and blocks
with expect=output, expect=ok or expect=error; 'loci help site.toml' shows it.
docs/verify.md has an example of every kind.

  loci verify notes/databases/mvcc.md
  loci verify --update > blocks.patch
)"},
    Topic{"clean", R"(Deletes the files that 'loci build' wrote, as its manifest lists them, and the
folders left empty. Nothing else.

usage: loci clean [DIRECTORY] [options]

  -o, --output DIR     the folder to clean; default: public, or what site.toml
                       says
  -C, --root DIR       the same as DIRECTORY
  -c, --config FILE    settings other than site.toml
  -q, --quiet          say nothing
)"},
    Topic{"version", R"(Prints the program's name and version.

usage: loci version
)"},
    Topic{"help", R"(Explains a command, or what a message means.

usage: loci help [COMMAND | CODE]

  loci help build
  loci help site.toml      all settings
  loci help L201           what a message means and what to do; also by its
                           name: loci help broken-link
)"},
    Topic{"site.toml", R"(# site.toml holds the settings of a project. Every key may be left out, and so
# may the file.

title = "My notes"                  # default: the folder's name
description = "What they are about"
base_url = "https://user.github.io/notes/"
language = "en"                     # also of the pages' own words: "de", or one
                                    # of templates/strings (README.md)
author = "Name"
notes = "notes"                     # the folder of the notes; default: "."
output = "public"
ignore = ["private/**", "*.tmp.md"] # besides dotfiles and node_modules
sections = ["basics", "advanced"]   # of folders; the rest follow by name
repository = "https://github.com/user/notes"   # for "edit this page"
drafts = false

[markdown]
html = "sanitize"                   # raw HTML: "escape", "sanitize", "trust"
smart_punctuation = true
emoji = true                        # :rocket:
hard_line_breaks = false            # true: line ends count, as in Obsidian
highlight = true                    # colours in code blocks

[cards]
desired_retention = 0.9             # share of right answers, 0.7 to 0.99
new_per_day = 10
reviews_per_day = 0                 # 0: no limit
maximum_interval_days = 36500
rollover_hour = 4                   # when a new day begins
compat = ["osr", "anki", "hashcards", "logseq"]  # whose cards are read besides
folders = ["languages"]             # of notes whose lines "a :: b" are cards

[search]
enabled = true
lunr_index = "auto"                 # lunr-index.json: true, false, or "auto":
                                    # unless it would be too large

[feed]
enabled = true
entries = 20

[look]
font = "serif"                      # or "system": the reader's own
accent = "#0f5468"                  # of links
accent_dark = "#8cc7d9"             # in the dark; else made from accent
logo = "assets/logo.svg"
footer = "Written in the evenings."

[home]                              # what the home page shows, in this order;
                                    # "due" and "tags" are there too
blocks = ["introduction", "start", "sections", "notes", "recent"]

[links]
alias_pages = false                 # true: a page for every alias

[redirects]                         # pages at the addresses of renamed notes
"old/path" = "new/note#heading"

[navigation]                        # in the head of every page
"Start" = "guide/start"             # a note, a folder, a page, an address

[social]                            # at the foot
"Code" = "https://example.org/code"

[print]
book = true                         # print.html: all as one document

[front_matter]
extra = ["area", "mood"]            # your own keys: nothing is said of them

[check]                             # how serious a code is, by code or name
broken-link = "warning"             # "error", "warning", "note" or "off"
L204 = "off"

[verify.python]                     # a language whose blocks run
command = ["python3", "-"]          # gets the block on its standard input
version = ["python3", "--version"]  # what the pages say it was checked on
start = ["server", "{folder}"]      # runs meanwhile; in [verify.pg] and
                                    # [verify.redis]: the server itself
ready = ["client", "ping"]          # succeeds when the server can be asked
limit = 30                          # seconds that a block may take
)"},
};
// clang-format on

}  // namespace

std::string_view help_text(std::string_view topic) {
  const auto* found = std::find_if(topics.begin(), topics.end(),
                                   [topic](const Topic& known) { return known.name == topic; });
  if (found != topics.end()) return found->text;
  const std::optional<Code> code = find_code(topic);
  return code ? manual_page(*code) : std::string_view();
}

ExitCode run_help(const Options& options, const Surroundings& surroundings) {
  surroundings.out(help_text(options.topic));
  return ExitCode::fine;
}

}  // namespace loci
