/**
 * What several families of one world stand on together, like the books behind all fiat rails: whoever asks first starts
 * it, everybody gets the same, and it ends with the last who lets go.
 */
export interface Shared {
  /**
   * @param options.id the same for all who share it
   * @throws whatever `start` throws; the next one to ask starts anew
   */
  lease<Value>(options: { readonly id: string; readonly start: () => Promise<SharedValue<Value>> }): Promise<Lease<Value>>;
}

export interface SharedValue<Value> {
  readonly value: Value;
  /** Never rejects. */
  readonly stop: () => Promise<void>;
}

export interface Lease<Value> {
  readonly value: Value;
  /** Once; further calls do nothing. */
  readonly release: () => Promise<void>;
}

interface Held {
  readonly started: Promise<SharedValue<unknown>>;
  holders: number;
}

/** One per world. */
export function createShared(): Shared {
  const all = new Map<string, Held>();
  return {
    async lease<Value>({ id, start }: { readonly id: string; readonly start: () => Promise<SharedValue<Value>> }): Promise<Lease<Value>> {
      const held: Held = all.get(id) ?? { started: start(), holders: 0 };
      all.set(id, held);
      held.holders += 1;
      let released = false;
      const letGo = async (): Promise<void> => {
        if (released) return;
        released = true;
        held.holders -= 1;
        if (held.holders > 0) return;
        if (all.get(id) === held) all.delete(id);
        await (await held.started.catch(() => undefined))?.stop();
      };
      try {
        // Who shares an id shares what is started under it.
        return { value: (await held.started).value as Value, release: letGo };
      } catch (error) {
        await letGo();
        throw error;
      }
    },
  };
}
