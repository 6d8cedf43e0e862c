#!/usr/bin/env python3
"""Anki itself takes in what `loci cards export --anki` writes.

    git clone --depth 1 --branch 2.1.15 https://github.com/ankitects/anki ~/anki-2.1.15
    tests/bench/anki_import.py --anki ~/anki-2.1.15 --program build/release/loci --reviews build/release/loci_gen_reviews PROJECT

Works in a copy of PROJECT (its notes and site.toml), to which a note of edge cases and a history are added. The import is by
Anki 2.1.15, whose library is plain Python; of its packages that an import does not call, empty ones take the place.
"""
import argparse
import datetime
import inspect
import json
import shutil
import subprocess
import sys
import tempfile
import time
import types
from pathlib import Path

EDGE_CASES = r"""---
title: Edge "cases" & more
tags: [Ünï-code, a/b/c, "c++", x.y]
deck: Odd::Deck/Sub deck
---
What is 1 < 2 & "quoted"? :: it's <b>true</b> & `a<b`

Both ways ::: back *again*

Price is $x^2 + \frac{a}{b}$ :: yes, $$\int_0^1 x\,dx$$

The {{c1::first}} and {{c2::second::hint}} and {{c1::again}} gap

A gap of {{c3::$\sqrt{2}$}}

> [!card] A picture?
> ![[pic ä&1.png]]
> ![](plain.svg)

Sound? :: ![[a b.mp3]]

> [!cards]
> | Term | Meaning |
> |---|---|
> | a\|b | "c" |
> | `x::y` | $\}$ |

Q: code?
A: answer
```cpp
std::vector<int> v; // {{c1::no}}
```

日本語 :: にほんご ^c-abcd1234
"""

STATES = ["new", "learning", "review", "lapsed", "suspended", "buried", "overdue"]
failures = 0


def check(what, holds, detail=""):
    global failures
    print(("ok      " if holds else "FAILED  ") + what + ("" if holds else f": {detail}"))
    failures += not holds


def load_anki(folder):
    for name in ("decorator", "requests", "markdown", "send2trash"):
        sys.modules.setdefault(name, types.ModuleType(name))
    sys.modules["decorator"].decorator = lambda caller: (lambda *args, **named: caller(None, *args, **named))
    if not hasattr(inspect, "getargspec"):
        inspect.getargspec = inspect.getfullargspec
    sys.path.insert(0, str(folder))


class Proof:
    def __init__(self, program, folder):
        self.program, self.folder = program, folder

    def loci(self, *arguments, cwd):
        return subprocess.run([self.program, *arguments], cwd=cwd, check=True, capture_output=True, text=True)

    def export(self, project, name):
        path = self.folder / name
        self.loci("cards", "export", "--anki", str(path), cwd=project)
        return path

    def collection(self, name):
        from anki import Collection

        folder = self.folder / name
        folder.mkdir()
        path = str(folder / "collection.anki2")
        collection = Collection(path)
        collection.crt -= 100 * 86400  # the reader began with Anki on another day
        collection.setMod()
        collection.save()
        collection.close()
        return Collection(path)

    def bring_in(self, collection, package):
        from anki.importing.apkg import AnkiPackageImporter

        importer = AnkiPackageImporter(collection, str(package))
        importer.run()
        return importer.added, importer.updated, len(importer.log)


def content(collection):
    rows = collection.db.all
    return (
        rows("select guid, mid, mod, tags, flds from notes order by guid"),
        rows("select n.guid, c.ord, c.did, c.type, c.queue, c.due, c.ivl, c.reps, c.lapses, c.data from cards c join notes n on n.id = c.nid order by 1, 2"),
        rows("select * from revlog order by id"),
    )


def loci_ids(collection):
    """(the card's id in Loci, type, due, interval, repetitions)"""
    for fields, ordinal, model, *state in collection.db.all("select n.flds, c.ord, n.mid, c.type, c.due, c.ivl, c.reps from cards c join notes n on n.id = c.nid"):
        base = fields.split("\x1f")[-1]
        cloze = "{{c" in fields.split("\x1f")[0]
        yield (base + (f"/c{ordinal + 1}" if cloze else "/r" if ordinal else ""), *state)


def sound(collection):
    return collection.fixIntegrity()[1] and collection.basicCheck()


def check_dates(collection, project):
    last, count = {}, {}
    lines = [json.loads(line) for path in (project / ".loci/reviews").rglob("*.jsonl") for line in path.read_text().splitlines()]
    for event in sorted((event for event in lines if "g" in event), key=lambda event: (event["t"], event["id"])):
        last[event["c"]] = event
        count[event["c"]] = count.get(event["c"], 0) + 1
    first_day = (datetime.datetime.fromtimestamp(collection.crt).date() - datetime.date(1970, 1, 1)).days
    seen, wrong = 0, []
    for card, kind, due, interval, reps in loci_ids(collection):
        event = last.get(card)
        if event is None or kind != 2:
            continue
        seen += 1
        if (first_day + due, interval, reps) != (event["due"], event["due"] - event["day"], count[card]):
            wrong.append((card, first_day + due, interval, reps, event))
    check(f"due dates, intervals and repetitions of {seen} cards in review are the log's", seen > 50 and not wrong, wrong[:3])
    check(f"{sum(count.values())} reviews are in Anki's log", collection.db.scalar("select count() from revlog") == sum(count.values()))


def prove_life(proof, project):
    """Import, import again, answer in Anki, edit an answer, import: all of it on the notes of a project."""
    (project / "notes/edge.md").write_text(EDGE_CASES)
    for name in ("pic ä&1.png", "plain.svg", "a b.mp3"):
        (project / "notes" / name).write_bytes(name.encode())
    package = proof.export(project, "first.apkg")
    collection = proof.collection("life")
    proof.bring_in(collection, package)
    cards = json.loads(proof.loci("cards", "list", "--json", cwd=project).stdout)
    check(f"{len(cards)} cards came, {collection.noteCount()} notes", collection.cardCount() == len(cards))
    check("the collection is sound", sound(collection))
    check("no media file is missing or left over", collection.media.check() == ([], [], []), collection.media.check())
    check("media came", len(list(Path(collection.media.dir()).iterdir())) >= 3)
    check("tags are Anki's", {"Ünï-code", "a::b::c", "c++", "x.y"} <= set(collection.tags.all()))
    check_dates(collection, project)
    empty = [card for card in map(collection.getCard, collection.findCards("")) if not card.q().strip() or not card.a().strip()]
    check("every card has a question and an answer", not empty)
    before = content(collection)
    proof.bring_in(collection, package)
    check("imported twice is imported once", content(collection) == before)
    check("exported again it is the same bytes", proof.export(project, "again.apkg").read_bytes() == package.read_bytes())

    collection.decks.select(next(deck["id"] for deck in collection.decks.all() if deck["id"] != 1 and "::" not in deck["name"]))
    collection.sched.reset()
    card = collection.sched.getCard()
    card.startTimer()
    collection.sched.answerCard(card, 2)
    before = content(collection)
    (project / "notes/edge.md").write_text(EDGE_CASES.replace(":: にほんご", ":: Nihongo"))
    time.sleep(1.1)  # Anki takes a note that is newer by a second
    proof.bring_in(collection, proof.export(project, "edited.apkg"))
    after = content(collection)
    changed = [new[4] for old, new in zip(before[0], after[0]) if old != new]
    check("an answer that was edited is updated, and nothing else", len(after[0]) == len(before[0]) and len(changed) == 1 and "Nihongo" in changed[0], changed)
    check("its schedule and all reviews stay, those in Anki too", after[1:] == before[1:])
    (project / "notes/edge.md").write_text(EDGE_CASES + "\none more :: card\n")
    proof.bring_in(collection, proof.export(project, "more.apkg"))
    check("a new card is added", collection.cardCount() == len(cards) + 1)
    check("the collection is sound", sound(collection))
    collection.changeSchedulerVer(2)
    check("and sound for the second scheduler", sound(collection))
    collection.close()


def prove_states(proof, project):
    """A card in every state is in the queue of that name, and all can be answered to the end."""
    now = int(time.time() * 1000)
    offset = int(datetime.datetime.now().astimezone().utcoffset().total_seconds())
    today = (now + (offset - 4 * 3600) * 1000) // 86_400_000
    events = []

    def event(days_ago, name, **fields):
        number = len(events)
        head = {"v": 1, "id": f"01KB{number:022d}", "dev": "x", "t": now - days_ago * 86_400_000 + number * 1000, "tz": offset // 60, "day": today - days_ago}
        events.append(json.dumps({**head, **fields, "c": f"c-{name}"}))

    for name in STATES[2:]:
        event(20, name, g=3, ms=900, due=now - 20 * 86_400_000 + 600_000)
        event(20, name, g=3, ms=900, due=today - 18)
        event(10, name, g=3, ms=900, due=today - 3 if name == "overdue" else today + 30)
    event(0, "learning", g=1, ms=900, due=now + 60_000)
    event(0, "lapsed", g=1, ms=900, due=now + 600_000)
    event(0, "suspended", e="suspend", on=True)
    event(0, "buried", e="bury", until=today + 1)
    (project / "n.md").write_text("# N\n\n" + "\n".join(f"> [!card] {name} ^c-{name}\n> x\n" for name in STATES))
    (project / "log.jsonl").write_text("\n".join(events) + "\n")
    proof.loci("log", "import", "log.jsonl", cwd=project)
    collection = proof.collection("states")
    proof.bring_in(collection, proof.export(project, "states.apkg"))
    check("the collection is sound", sound(collection))
    rows = {name: state for name, *state in collection.db.all("select n.sfld, c.type, c.queue, c.due from cards c join notes n on n.id = c.nid")}
    day = collection.sched.today
    check("new, in learning, forgotten", rows["new"][:2] == [0, 0] and rows["learning"][:2] == [1, 1] and rows["lapsed"][1] == 1, rows)
    check("in review, overdue, suspended", rows["review"] == [2, 2, day + 30] and rows["overdue"] == [2, 2, day - 3] and rows["suspended"][1] == -1, rows)
    collection.decks.select(next(deck["id"] for deck in collection.decks.all() if deck["id"] != 1))
    collection.sched.reset()
    answered = 0
    while (card := collection.sched.getCard()) and answered < 50:
        card.startTimer()
        collection.sched.answerCard(card, collection.sched.answerButtons(card) - 1)
        answered += 1
    check(f"Anki asks them to the end, {answered} answers", 4 <= answered < 50 and sound(collection))
    collection.close()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--anki", type=Path, required=True)
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--reviews", type=Path, required=True)
    parser.add_argument("project", type=Path)
    options = parser.parse_args()
    load_anki(options.anki)
    with tempfile.TemporaryDirectory() as name:
        proof = Proof(options.program.resolve(), Path(name))
        project = Path(name) / "project"
        project.mkdir()
        shutil.copy(options.project / "site.toml", project)
        shutil.copytree(options.project / "notes", project / "notes")
        cards = json.loads(proof.loci("cards", "list", "--json", cwd=project).stdout)
        ids = "".join(card["id"] + "\n" for card in cards[:300])
        subprocess.run([options.reviews.resolve(), project / ".loci/reviews", "4000"], input=ids, text=True, check=True, capture_output=True)
        prove_life(proof, project)
        states = Path(name) / "states-project"
        states.mkdir()
        prove_states(proof, states)
    sys.exit(failures > 0)


if __name__ == "__main__":
    main()
