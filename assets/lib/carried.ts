// What the single file has as text in it and a site as files beside it. On a site there is none: `window.one_file` is undefined. Made by
// lib/one_file.ts.

export interface OneFile {
  text(path: string): string | undefined; // of a script that the document carries
  script(path: string): boolean; // runs a script that the document carries; false: it carries no such
  data(name: string): unknown; // undefined: there is no such
  picture(path: string): string | undefined; // the address of a picture that a note shows
}

declare global {
  interface Window {
    one_file?: OneFile;
  }
}
