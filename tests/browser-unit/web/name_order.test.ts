import assert from "node:assert/strict";
import { test } from "node:test";
import { name_order } from "../../../assets/lib/name_order";

test("names are listed with figures by their value", () => {
  const names = ["week 10", "Week 9", "maths/2_sets", "maths/11_maps", "case-studies", "\u00e4pfel"];
  assert.deepEqual(names.sort(name_order), ["\u00e4pfel", "case-studies", "maths/2_sets", "maths/11_maps", "Week 9", "week 10"]);
});
