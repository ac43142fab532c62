/**
 * A part of the simulated world whose whole state is plain data: maps, arrays, records, bigints. No closure is in it,
 * so it can be put back to where it stood, timers included.
 */
export interface Cell<State> {
  /** Read anew each time: {@link snapshot} replaces it. */
  readonly current: State;
  /** @returns puts the state back as it was; can be called again and again */
  snapshot(): () => void;
}

export function createCell<State>(initial: State): Cell<State> {
  let current = initial;
  return {
    get current() {
      return current;
    },
    snapshot() {
      const saved = structuredClone(current);
      return () => void (current = structuredClone(saved));
    },
  };
}

/** One snapshot of several parts. */
export function snapshotAll(parts: readonly { snapshot(): () => void }[]): () => void {
  const restores = parts.map((part) => part.snapshot());
  return () => {
    for (const restore of restores) restore();
  };
}
