// Writes into the log what keeps histories with their cards (history.ts), as `loci review` and `loci serve` do: an alias
// where a reworded question has left its history behind, and of each card with a history what it is now, so that it will be
// known again. Without this a site on file:// or a host would take a reworded card for a new one.
//
// Nothing here may hold up a review: the work is done in slices, files are loaded only when something is to be decided or
// said, and what fails is done at the next opening. Two pages that decide the same thing write two aliases that say the same.
import type { CardData, TracesFile } from "./card_data";
import { now_here, review_day } from "./day";
import { alias_line, make_ulid, parse_event, seen_line, type EventStamp } from "./event_log";
import { Histories, plan_aliases, type SiteTrace } from "./history";
import type { KeptFold } from "./event_store";
import type { Keeper } from "./keeper";
import { mark_of } from "./mark";
import { card_group } from "./match";
import { ids_of } from "./schedule";
import { in_slices, type Steps } from "./steps";

const lines_at_once = 200; // the store answers each call within seconds

// What was found out at the last opening and need not be again; kept in this browser, and nothing is lost with it. File of
// traces -> number of its cards whose history says everything; "" -> mark of the histories without a card, and of all that
// they were compared with.
type Memo = Record<string, number>;

function read_memo(key: string): Memo {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") as Memo;
  } catch {
    return {};
  }
}

export interface Follower {
  readonly site: string; // of the cards that histories are compared with
  // Whether there is nothing to be followed: the cards are the same as then, or every history has one.
  is_at_home(kept: Pick<KeptFold, "site" | "fold">): boolean;
  // Reads the log and gives histories without a card to the cards that they belong to. Wanted before cards are shown, and
  // when events came from elsewhere.
  follow(): Promise<void>;
  // Says of every card with a history what it is now, where the log says something else or nothing.
  catch_up(): Promise<void>;
  // An event was kept: its card has a history from now on.
  kept(line: string): Promise<void>;
}

export function make_follower(data: CardData, keeper: Keeper): Follower {
  const files = data.traces;
  const site = files.flatMap((file) => file.traces);
  const key = `loci:${window.loci.siteId}:histories`;
  const memo = read_memo(key);
  for (const name of Object.keys(memo)) if (name && !files.some((file) => file.name === name)) delete memo[name];
  let log = new Histories();
  let work: Promise<void> = Promise.resolve();

  // One thing after the other.
  const then = (next: () => Promise<void>): Promise<void> => (work = work.then(next).catch(() => {}));

  const remember = (what: string, number: number): void => {
    memo[what] = number;
    try {
      localStorage.setItem(key, JSON.stringify(memo));
    } catch {
      // Found out again next time.
    }
  };

  const stamp = (): EventStamp => {
    const at = now_here();
    const id = make_ulid(at.unix_ms, crypto.getRandomValues(new Uint8Array(10)));
    return { id, device: keeper.device, at, day: review_day(at, data.config.rollover_hour) };
  };

  const write = async (lines: readonly string[]): Promise<void> => {
    for (let from = 0; from < lines.length; from += lines_at_once) {
      for (const event of await keeper.keep_all(lines.slice(from, from + lines_at_once))) {
        keeper.log.add(event);
        log.add(event);
      }
    }
  };

  function* unsaid(traces: readonly SiteTrace[]): Steps<string[]> {
    const lines: string[] = [];
    for (const { trace } of traces) {
      if (!log.is_said(trace)) lines.push(seen_line(stamp(), trace));
      yield;
    }
    return lines;
  }

  const say = async (file: TracesFile, traces: readonly SiteTrace[]): Promise<void> => {
    await data.load_traces(file);
    await write(await in_slices(unsaid(traces)));
  };

  const names = files.map(({ name }) => name).join(" ");

  return {
    site: names,

    is_at_home: (kept) => {
      if (kept.site === names) return true;
      const groups = new Set(site.map(({ trace }) => trace.group));
      return ids_of(kept.fold).every((id) => groups.has(card_group(id)));
    },

    follow: () =>
      then(async () => {
        log = await in_slices(Histories.read([...keeper.log.events()]));
        const orphans = log.orphans(site);
        if (!orphans[0]) return;
        const mark = mark_of(JSON.stringify([files.map(({ name }) => name), log.ids.size, orphans.map((group) => log.seen(group))]));
        if (memo[""] === mark) return;
        await Promise.all(files.map((file) => data.load_traces(file)));
        const aliases = await in_slices(plan_aliases(log, site));
        await write(aliases.map(({ from, to }) => alias_line(stamp(), from, to)));
        if (!aliases[0]) remember("", mark);
      }),

    catch_up: () =>
      then(async () => {
        for (const file of files) {
          const known = file.traces.filter(({ trace }) => log.ids.has(trace.group));
          if (known.length === (memo[file.name] ?? 0)) continue;
          await say(file, known);
          remember(file.name, known.length);
        }
      }),

    kept: (line) =>
      then(async () => {
        const event = parse_event(line);
        if (typeof event === "string") return;
        log.add(event);
        for (const file of files) {
          const found = file.traces.filter(({ ids }) => ids.includes(event.card));
          if (found[0]) await say(file, found);
        }
      }),
  };
}
