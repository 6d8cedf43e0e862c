// The check itself: a small house with every kind of fault, and the lines that must come of it.
import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { faults } from "./floors.mjs";

test("a house with faults", () => {
  const folder = join(dirname(fileURLToPath(import.meta.url)), "fixtures/floors");
  assert.deepEqual(faults(folder), [
    "attic/a.cc: the room 'attic' is on no floor: give it one in tests/checks/floors.mjs",
    "cards/extract.cc:3: includes search/index.h, which is beside it",
    "markdown/a.cc:3: includes search/index.h, which is beside it",
    "markdown/a.cc:4: includes site/link.h, which is above it",
    "markdown/a.cc:5: includes a.h: name the room, as in \"markdown/a.h\"",
    "markdown/a.cc:6: includes inja/inja.hpp: 'inja' is no room; libraries are included with <>",
  ]);
});
