// A database that keeps a fold of its events beside them (KeptFold). Of the hub frame alone: a page that keeps its own store
// reads the log.
import { answer, DatabaseStore, finished, type KeptFold, type Opening, type Row } from "./event_store";

const most_behind = 10_000; // more events than that behind a kept fold, and the log is read in slices

export class FoldingStore extends DatabaseStore {
  // Counted and read in one transaction: what another tab adds meanwhile is in both or in neither.
  async kept(): Promise<Opening | null> {
    const transaction = this.database.transaction(["about", "events"]);
    const events = transaction.objectStore("events");
    const counted = answer(events.count());
    const kept = await answer<KeptFold | undefined>(transaction.objectStore("about").get("fold"));
    if (!kept) return null;
    const rows = await answer<Row[]>(events.getAll(IDBKeyRange.lowerBound(kept.last, true), most_behind));
    return rows.length < most_behind && (await counted) === kept.count + rows.length ? { ...kept, lines: rows.map((row) => row.line) } : null;
  }

  async keep(kept: KeptFold): Promise<void> {
    const transaction = this.database.transaction("about", "readwrite");
    const done = finished(transaction);
    transaction.objectStore("about").put(kept, "fold");
    await done;
  }
}
