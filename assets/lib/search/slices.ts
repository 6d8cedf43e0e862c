// Long work in slices, so that no task is felt: a loop asks now and then whether its slice is over, and rests.
//
//     for (let i = 0; i < many; ++i) {
//       if (i % 512 === 0 && is_over()) await rest();

const slice = 10; // milliseconds: with what a browser adds, far below the 50 that are felt, on a slow machine too

let end = 0; // of the slice that is running; long past when nobody runs

export const is_over = (): boolean => performance.now() >= end;

// Keys, drawing and other tasks come first.
export function pause(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?: () => Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve, 0));
}

export async function rest(): Promise<void> {
  await pause();
  end = performance.now() + slice;
}
