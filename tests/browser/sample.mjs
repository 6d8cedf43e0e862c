// A small project with one of everything that pages are made of, for tests that need it: nested folders, tags in tags, aliases, dates, a
// note in Arabic, wide tables and code, cards; a book, a navigation and an accent of its own.
//
//     const project = write_sample();              // a temporary folder; remove_site(join(project, "x")) takes it away
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporary_folder } from "./harness.mjs";

const wide = "| " + Array.from({ length: 12 }, (_, i) => `column number ${i}`).join(" | ") + " |";

const files = {
  "site.toml": `title = "Sample"
description = "One of everything."
notes = "notes"

[print]
book = true

[look]
accent = "#7a1f5c"
footer = "Written for tests."

[navigation]
"Start" = "guide/start"
"Elsewhere" = "https://example.org/"

[social]
"Fediverse" = "https://example.org/@me"
`,
  "notes/index.md": "# Sample\n\nThe home page, which leads to [[start]].\n",
  "notes/guide/index.md": "---\ndescription: How to begin.\n---\n# Guide\n",
  "notes/guide/start.md": `---
aliases: [Beginning]
date: 2026-11-01
tags: [how/first, basics]
description: The first note. It has a second sentence.
order: 1
---
# Start

## One

See [[deep#Two]] and [[#Three]].

## Two

${wide}
|${" --- |".repeat(12)}
${wide}

\`\`\`js
const long = "${"a line that is longer than any page is wide ".repeat(6)}";
\`\`\`

## Three

What is asked here? :: This is the answer. #flashcards

> [!question]- Folded
> What was folded.
`,
  "notes/guide/next.md": "---\norder: 2\ndate: 2026-10-01\ntags: [how/second]\n---\n# Next\n\nAfter [[start]].\n\n## A part\n\nText.\n\n## Another part\n\nText.\n",
  "notes/guide/inner/deep.md": "# Deep\n\n## Two\n\nBack to [[start]].\n",
  "notes/guide/inner/deeper.md": "# Deeper\n\nText.\n",
  "notes/other/arabic.md": "---\nlang: ar\n---\n# ملاحظة\n\n## عنوان\n\nنص مع `code` و[رابط](../guide/start.md).\n\n> اقتباس\n\n- عنصر\n",
};

export function write_sample() {
  const folder = join(temporary_folder(), "project");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}
