// The one global of the pages: data arrives through it.
//
// From file:// a page may load scripts but fetch nothing, so data files are classic scripts that call
// loci.provide("search/router", '{"…"}'); loci.load injects the script and resolves with the parsed value.

import type {} from "./carried";

export interface Search {
  open(query?: string): void;
  mark(words: string[]): void;
}

export interface Loci {
  readonly root: string; // "../" from this page to the site's root
  readonly build: string; // id of the build that wrote this page; under live reload, of the newest one
  readonly siteId: string; // prefix of every storage key: pages on file:// and github.io share one store
  readonly live: boolean; // served by `loci serve`
  provide(name: string, json: string): void;
  load(name: string, file?: string): Promise<unknown>;
  script(url: string): Promise<void>;
  search?: Search;
  review?(place: HTMLElement): Promise<void>; // the review script: reviews a note's cards in place
  preview?(link: Element, by: "pointer" | "focus" | "touch"): void; // the preview script: shows where a link leads
  near?(place: HTMLElement, file: string, slug: string): Promise<void>; // the script of a note's map as far as two links
  statistics?: typeof import("./review/statistics_page").show_statistics; // the script of its own that the review script loads
  refresh?(): Promise<void>; // the same: merges the log with the one on disk and leaves its summary
}

declare global {
  interface Window {
    loci: Loci;
  }
}

export function create_loci(): Loci {
  const data = document.documentElement.dataset;
  const root = data["root"] ?? "";
  const provided = new Map<string, unknown>();
  const pending = new Map<string, Promise<unknown>>();

  function script(url: string): Promise<void> {
    const carried = window.one_file;
    if (carried) return carried.script(url) ? Promise.resolve() : Promise.reject(new Error(`this file does not carry ${url}`));
    return new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = url;
      element.onload = () => {
        element.remove();
        resolve();
      };
      element.onerror = () => {
        element.remove();
        reject(new Error(`cannot load ${url}`));
      };
      document.head.append(element);
    });
  }

  return {
    root,
    get build() {
      return data["build"] ?? "";
    },
    siteId: data["site"] ?? "",
    live: data["live"] !== undefined,
    provide(name, json) {
      provided.set(name, JSON.parse(json));
    },
    load(name, file = `${name}.js`) {
      const known = pending.get(file);
      if (known) return known;
      const carried = window.one_file?.data(name);
      const loading = carried !== undefined ? Promise.resolve(carried) : script(root + file).then(() => {
        if (!provided.has(name)) throw new Error(`${file} does not provide ${name}`);
        return provided.get(name);
      });
      pending.set(file, loading);
      loading.catch(() => pending.delete(file)); // a later try may succeed
      return loading;
    },
    script,
  };
}
