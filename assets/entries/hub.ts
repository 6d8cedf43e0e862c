// The script of hub.html: the hidden frame that keeps the reviews of all pages of a site (lib/review/hub_protocol.ts).
// It answers its own site's pages only: the window that holds it, from the same origin or from the same disk.
import { open_event_store, type EventStore } from "../lib/review/event_store";
import { FoldingStore } from "../lib/review/folding_store";
import { is_trusted_origin, message_target, type HubReply, type HubRequest } from "../lib/review/hub_protocol";

const stores = new Map<string, Promise<EventStore>>();

function store_of(site: string): Promise<EventStore> {
  let store = stores.get(site);
  if (!store) {
    store = open_event_store(site, FoldingStore);
    stores.set(site, store);
  }
  return store;
}

async function answer(request: HubRequest): Promise<unknown> {
  const store = await store_of(request.site);
  const call = request.call;
  switch (call.op) {
    case "open":
      return { kind: store.kind, device: await store.device() };
    case "read":
      return store.read(call.after);
    case "kept":
      return (await store.kept?.()) ?? null;
    case "keep":
      return store.keep?.(call.kept);
    case "add":
      return store.add(call.events, call.saved);
    case "mark_saved":
      return store.mark_saved(call.ids);
    case "persist":
      return navigator.storage?.persist ? navigator.storage.persist() : false;
  }
}

addEventListener("message", (event: MessageEvent<HubRequest>) => {
  const request = event.data;
  if (event.source !== parent || !is_trusted_origin(event.origin) || request?.loci !== "hub") return;
  const reply = (result: Partial<HubReply>): void => {
    parent.postMessage({ loci: "hub-reply", number: request.number, ...result } satisfies HubReply, message_target());
  };
  answer(request).then(
    (value) => reply({ value }),
    (error: unknown) => reply({ error: error instanceof Error ? error.message || error.name : String(error) }),
  );
});
