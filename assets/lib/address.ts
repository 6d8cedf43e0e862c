// Where the reader is, and where links lead, in terms of the site: a page's path, its query, an id in it.
//
// On a site that is the address itself. In the single file (one_file.ts) it is what stands behind the "#": the page "a/b.html?h=lock#x" of
// the site is "base.html#a/b.html?h=lock#x", and its heading x has the id "a/b.html#x". The document's data-root says which of them this is.

export interface Address {
  path: string; // "databases/mvcc.html"
  query: URLSearchParams;
  fragment: string;
}

export const is_one_file = (): boolean => document.documentElement.dataset["root"] === "#";

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// "databases/mvcc.html?h=lock#isolation"
export function parse_address(text: string): Address {
  const [, path = "", query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(text) ?? [];
  return { path: decoded(path), query: new URLSearchParams(query), fragment: decoded(fragment) };
}

// Of the single file; "" is the page that it opens with.
export function address_in_file(): Address {
  const here = parse_address(location.hash.slice(1));
  return here.path === "" ? { ...here, path: "index.html" } : here;
}

export function page_query(): URLSearchParams {
  return is_one_file() ? address_in_file().query : new URLSearchParams(location.search);
}

// Keeps a value in the address without a new entry of the history. From file:// some browsers forbid it: false.
export function keep_in_query(name: string, value: string | null): boolean {
  const query = page_query();
  if (value === null) query.delete(name);
  else query.set(name, value);
  const text = query.toString() !== "" ? `?${query.toString()}` : "";
  const url = new URL(location.href);
  if (is_one_file()) {
    const [path = "", , fragment] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(location.hash.slice(1))?.slice(1) ?? [];
    url.hash = path + text + (fragment ?? "");
  } else {
    url.search = text;
  }
  try {
    history.replaceState(history.state, "", url);
    return true;
  } catch {
    return false;
  }
}

// The id that a fragment of this page has in this document.
export function id_here(fragment: string): string {
  return is_one_file() ? `${document.documentElement.dataset["page"] ?? ""}#${fragment}` : fragment;
}

// What the address names in this page.
export function element_here(): HTMLElement | null {
  const fragment = is_one_file() ? address_in_file().fragment : decoded(location.hash.slice(1));
  return fragment === "" ? null : document.getElementById(id_here(fragment));
}

// Where a link leads; null: out of the site, or to no page.
export function target_of(href: string): Address | null {
  let target: Address;
  if (is_one_file()) {
    if (!href.startsWith("#")) return null;
    target = parse_address(href.slice(1));
  } else {
    const root = new URL(window.loci.root || "./", location.href).href.replace(/[^/]*$/, "");
    const url = new URL(href, location.href).href;
    if (!url.startsWith(root)) return null;
    target = parse_address(url.slice(root.length));
  }
  if (target.path === "" || target.path.endsWith("/")) target.path += "index.html";
  return target.path.endsWith(".html") ? target : null;
}
