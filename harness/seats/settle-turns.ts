/**
 * Lets settlements of one instance run side by side, or one of them alone. A target that settles one
 * payment after another and not two at once conforms; it must not fail for what other cases do meanwhile.
 */
export interface SettleTurns {
  /** With others, unless one runs or waits to run alone. */
  together<T>(settle: () => Promise<T>): Promise<T>;
  /** When all others have ended, and before any that come later. */
  alone<T>(settle: () => Promise<T>): Promise<T>;
}

export function createSettleTurns(): SettleTurns {
  let running = 0;
  let waiting = 0;
  let last: Promise<unknown> = Promise.resolve();
  let onIdle: (() => void) | undefined;
  const oneIsAlone = (): boolean => waiting > 0;

  return {
    async together(settle) {
      while (oneIsAlone()) await last;
      running += 1;
      try {
        return await settle();
      } finally {
        running -= 1;
        if (running === 0) onIdle?.();
      }
    },
    async alone(settle) {
      waiting += 1;
      const turn = last.then(async () => {
        if (running > 0) await new Promise<void>((resolve) => (onIdle = resolve));
        return await settle();
      });
      last = turn.then(
        () => void (waiting -= 1),
        () => void (waiting -= 1),
      );
      return await turn;
    },
  };
}
