// The page's side of the hub (hub_protocol.ts): an EventStore whose work is done in the frame.
import { open_event_store, type EventStore, type KeptFold, type NewEvent, type Opening, type StoredEvents, type StoreKind } from "./event_store";
import { is_trusted_origin, message_target, type HubCall, type HubReply, type HubRequest } from "./hub_protocol";
import { t } from "../strings";

const patience_ms = 6000;

class HubStore implements EventStore {
  kind: StoreKind = "memory";
  private name = "";
  private number = 0;
  private readonly waiting = new Map<number, (reply: HubReply) => void>();

  constructor(
    private readonly frame: HTMLIFrameElement,
    private readonly site: string,
  ) {
    addEventListener("message", (event: MessageEvent<HubReply>) => {
      if (event.source !== frame.contentWindow || !is_trusted_origin(event.origin)) return;
      if (event.data?.loci !== "hub-reply") return;
      this.waiting.get(event.data.number)?.(event.data);
    });
  }

  async open(): Promise<void> {
    const opened = await this.ask<{ kind: StoreKind; device: string }>({ op: "open" });
    this.kind = opened.kind;
    this.name = opened.device;
  }

  device(): Promise<string> {
    return Promise.resolve(this.name);
  }

  read(after: string | null): Promise<StoredEvents> {
    return this.ask({ op: "read", after });
  }

  kept(): Promise<Opening | null> {
    return this.ask({ op: "kept" });
  }

  keep(kept: KeptFold): Promise<void> {
    return this.ask({ op: "keep", kept });
  }

  add(events: readonly NewEvent[], saved: boolean): Promise<void> {
    return this.ask({ op: "add", events: [...events], saved });
  }

  mark_saved(ids: readonly string[]): Promise<void> {
    return this.ask({ op: "mark_saved", ids: [...ids] });
  }

  persist(): Promise<void> {
    return this.ask({ op: "persist" });
  }

  private ask<T = void>(call: HubCall): Promise<T> {
    const number = ++this.number;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(number);
        reject(new Error("the browser's storage does not answer"));
      }, patience_ms);
      this.waiting.set(number, (reply) => {
        clearTimeout(timer);
        this.waiting.delete(number);
        if (reply.error === undefined) resolve(reply.value as T);
        else reject(new Error(reply.error));
      });
      const request: HubRequest = { loci: "hub", site: this.site, number, call };
      this.frame.contentWindow?.postMessage(request, message_target());
    });
  }
}

// Opens the store behind `url` ("../hub.html"). When the frame cannot be reached the page keeps its own store: for one
// page that is as good, only others do not see it.
export async function open_hub(url: string, site: string): Promise<EventStore & { persist?(): Promise<void> }> {
  const frame = document.createElement("iframe");
  frame.hidden = true;
  frame.title = t("Storage of reviews");
  frame.tabIndex = -1;
  frame.setAttribute("aria-hidden", "true");
  frame.src = url;
  const store = new HubStore(frame, site);
  const loaded = new Promise<void>((resolve, reject) => {
    frame.onload = () => resolve();
    frame.onerror = () => reject(new Error("hub.html cannot be loaded"));
    setTimeout(() => reject(new Error("hub.html cannot be loaded")), patience_ms);
  });
  document.body.append(frame);
  try {
    await loaded;
    await store.open();
    return store;
  } catch {
    frame.remove();
    return open_event_store(site);
  }
}
