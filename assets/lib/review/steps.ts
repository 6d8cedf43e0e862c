// Long work in short pieces: a generator yields where the page may breathe, and in_slices does so often enough.

export type Steps<T> = Generator<void, T>;

const slice_ms = 8;

// A message comes sooner than a timer, which browsers hold back after a few.
function breathe(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(0);
  });
}

export async function in_slices<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    await breathe();
    const until = performance.now() + slice_ms;
    do {
      const step = steps.next();
      if (step.done) return step.value;
    } while (performance.now() < until);
  }
}

// All at once, for short work.
export function at_once<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
