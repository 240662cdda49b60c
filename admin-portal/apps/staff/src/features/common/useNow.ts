import { useSyncExternalStore } from "react";

/** How often ages on screen are counted anew. */
const tick = 1000;

let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = Date.now();
    timer = setInterval(() => {
      now = Date.now();
      for (const each of listeners) each();
    }, tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The time, in milliseconds, for ages that grow while they are looked at: one clock for all of them. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, () => now);
}
