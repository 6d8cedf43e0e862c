// 404.html: the words of the address that leads nowhere are looked for, and the notes that may be meant are shown. A host
// shows this page at any depth, so that the address is all there is to go by.
//
//     /sub/old/place/Isolation_Levels/     "Isolation Levels", and where that finds nothing "old place Isolation Levels"
import { make } from "../make";
import { Announcer, Searcher, make_rows } from "./results";
import { t, tn } from "../strings";

const most_notes = 5;

// Of each part of the path, from outside in. `root`: the address of the site.
export function words_of_address(path: string, root: string): string[] {
  const inner = path.startsWith(root) ? path.slice(root.length) : path;
  return inner
    .replace(/\.html?$/i, "")
    .split("/")
    .map((part) => {
      try {
        return decodeURIComponent(part);
      } catch {
        return part;
      }
    })
    .map((part) => part.replace(/[^\p{L}\p{N}\p{M}+#]+/gu, " ").trim())
    .filter((words) => words !== "" && !/^(index|404)$/i.test(words));
}

export async function set_up_not_found(form: HTMLFormElement): Promise<void> {
  const input = form.querySelector("input");
  const parts = words_of_address(location.pathname, new URL(window.loci.root || ".", location.href).pathname);
  const last = parts[parts.length - 1];
  if (!input || input.value !== "" || last === undefined) return;
  input.value = last;
  const searcher = new Searcher(most_notes, 1);
  let answer = await searcher.ask(last);
  if (answer?.ranking.count === 0 && parts.length > 1) answer = await searcher.ask(parts.join(" "));
  if (!answer || answer.ranking.count === 0) return;
  const rows = await make_rows(answer.rows.slice(0, most_notes), answer.ranking);
  const list = make("ol", "search-page-list");
  for (const row of rows) list.append(make("li", "", row));
  const announcer = new Announcer();
  form.after(make("section", "not-found-notes", make("h2", "foot-title", t("Perhaps one of these")), list, announcer.root));
  announcer.say(tn("{n} note that may be meant", "{n} notes that may be meant", rows.length));
}
