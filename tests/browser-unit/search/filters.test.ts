// Filters are put into queries and taken out of them without touching the rest.
import assert from "node:assert/strict";
import { test } from "node:test";
import { filter_text, filters_of, loosely, typed_filter, with_filter, without_filter } from "../../../assets/lib/search/filters";

test("a query's filters are found as the index names them", () => {
  assert.deepEqual(filters_of('log tag:#SQL in:Überblick/ -tag:redis "tag:quoted" tag:sql'), ["tag:sql", "in:uberblick"]);
});

test("a filter is added behind the words, with room for more", () => {
  assert.equal(with_filter("write log", "tag:sql"), "write log tag:sql ");
  assert.equal(with_filter("write  ", "tag:sql"), "write tag:sql ");
  assert.equal(with_filter("", "in:databases"), "in:databases ");
});

test("a filter is taken out however it is written, and only it", () => {
  assert.equal(without_filter("write tag:SQL log", "tag:sql"), "write log");
  assert.equal(without_filter("tag:sql write", "tag:sql"), "write");
  assert.equal(without_filter('"tag:sql log" tag:sql', "tag:sql"), '"tag:sql log" ');
  assert.equal(without_filter("-tag:sql tag:sql-server", "tag:sql"), "-tag:sql tag:sql-server");
});

test("a filter that is being typed is known by its beginning", () => {
  assert.deepEqual(typed_filter("log tag:SQ"), { begin: 4, sign: "", name: "tag:sq" });
  assert.deepEqual(typed_filter("-in:"), { begin: 0, sign: "-", name: "in:" });
  assert.equal(typed_filter("tag:sql "), undefined);
  assert.equal(typed_filter("vintage:sql"), undefined);
  assert.equal(typed_filter('"in:'), undefined);
});

test("filters are shown in words", () => {
  assert.equal(filter_text("tag:sql", "SQL"), "#SQL");
  assert.equal(filter_text("in:databases/sql"), "in databases/sql");
  assert.equal(filter_text("is:card"), "cards");
});

test("a strict query can be asked loosely", () => {
  assert.equal(loosely('+write "ahead  log" -redis'), "write ahead log");
  assert.equal(loosely('log -"two words" --flag'), "log --flag");
  assert.equal(loosely("write-ahead log"), "write-ahead log");
});
