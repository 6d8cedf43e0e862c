// The notes below a folder, in the order of their paths; a note is itself.

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export function find_notes(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path).sort().flatMap((name) => {
    const inner = join(path, name);
    if (statSync(inner).isDirectory()) return find_notes(inner);
    return name.endsWith('.md') ? [inner] : [];
  });
}
