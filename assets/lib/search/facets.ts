// Tags and folders: those of the site, those of what was found, and what a filter that is being typed may become.
import { is_over, rest } from "./slices";
import type { Store } from "./store";

export interface Facet {
  name: string; // "tag:sql": what to add to the query
  label: string; // "SQL"
  count: number; // hits that have it; of the site's: pages
}

const most_facet_shards = 4;

const by_count = (a: Facet, b: Facet): number => b.count - a.count || (a.name < b.name ? -1 : 1);

// The most frequent filters of the site: kind "tag:" or "in:".
export function popular_filters(store: Store, kind: string, most: number): Facet[] {
  return store.popular().filter(({ name }) => name.startsWith(kind)).slice(0, most);
}

// All filters of a kind; of a site that has too many to look at, the most frequent that a few shards hold.
async function candidates(store: Store, kind: string): Promise<Facet[]> {
  if (store.shards_of(kind) <= most_facet_shards) return store.filters(kind, most_facet_shards);
  const shards = new Set<number>();
  return popular_filters(store, kind, Infinity).filter(({ name }) => {
    const shard = store.shard_of(name);
    if (shards.size < most_facet_shards) shards.add(shard);
    return shards.has(shard);
  });
}

// The tags ("tag:") or folders ("in:") that the hits have, most frequent first.
export async function facets(store: Store, kind: string, members: Uint8Array, most: number): Promise<Facet[]> {
  const found: Facet[] = [];
  for (const { name, label } of await candidates(store, kind)) {
    let count = 0;
    await store.filter(name, (entry) => {
      count += members[entry] ?? 0;
    });
    if (count > 0) found.push({ name, label, count });
    if (is_over()) await rest();
  }
  return found.sort(by_count).slice(0, most);
}

const kinds: Facet[] = ["page", "section", "card"].map((label) => ({ name: `is:${label}`, label, count: 0 }));

// What a filter that is being typed may become: "tag:sq" gives "tag:sql".
export async function filter_suggestions(store: Store, prefix: string, most: number): Promise<Facet[]> {
  if (prefix.startsWith("is:")) return kinds.filter(({ name }) => name.startsWith(prefix));
  if (/^[a-z]+:$/.test(prefix)) return popular_filters(store, prefix, most);
  return (await store.filters(prefix, most_facet_shards)).sort(by_count).slice(0, most);
}
