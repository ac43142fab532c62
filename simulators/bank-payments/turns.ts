/** One after the other, by key. */
export interface Turns {
  /** Runs when all that came before under the key is over, however it ended. */
  take<Result>(key: string, run: () => Promise<Result>): Promise<Result>;
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<unknown>>();
  return {
    async take(key, run) {
      const mine = (last.get(key) ?? Promise.resolve()).then(run, run);
      last.set(key, mine);
      try {
        return await mine;
      } finally {
        if (last.get(key) === mine) last.delete(key);
      }
    },
  };
}
