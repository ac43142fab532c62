/** Wakes up for payments that are due. One timer for all of them, which holds no process up. */
export interface Deadlines {
  /** @param options.at milliseconds since the Unix epoch; `undefined` where nothing is due any more */
  watch(options: { reference: string; at: number | undefined }): void;
  /** Ends it, and waits for what is under way. Never rejects. */
  close(): Promise<void>;
}

/** The clock that counts is not the one timers run by: it is looked at this often at least. Milliseconds. */
const LOOK_EVERY = 1_000;
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** @param options.expire @returns whether it is done; otherwise it is tried again after a pause that grows */
export function createDeadlines(options: { now: () => number; expire: (reference: string) => Promise<boolean> }): Deadlines {
  const { now, expire } = options;
  const due = new Map<string, { readonly at: number; readonly pause: number }>();
  const running = new Map<string, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (closed || due.size === 0) return;
    const next = [...due.values()].reduce((soonest, { at }) => Math.min(soonest, at), Number.POSITIVE_INFINITY);
    timer = setTimeout(look, Math.min(Math.max(next - now(), 0), LOOK_EVERY));
    timer.unref();
  };

  const look = (): void => {
    const at = now();
    for (const [reference, entry] of due) {
      if (entry.at > at) continue;
      due.delete(reference);
      const work = run(reference, entry.pause).finally(() => running.delete(reference));
      running.set(reference, work);
    }
    arm();
  };

  const run = async (reference: string, pause: number): Promise<void> => {
    const done = await expire(reference).catch(() => false);
    if (done || closed) return;
    due.set(reference, { at: now() + pause, pause: Math.min(2 * pause, LONGEST_PAUSE) });
    arm();
  };

  return {
    watch({ reference, at }) {
      if (at === undefined) due.delete(reference);
      // What is being expired comes back by itself if it was not done.
      else if (!running.has(reference)) due.set(reference, { at, pause: FIRST_PAUSE });
      arm();
    },
    async close() {
      closed = true;
      arm();
      await Promise.allSettled(running.values());
    },
  };
}
