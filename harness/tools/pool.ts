/** Runs tasks side by side, at most `size` at once, in order of the list. `stop` is asked before each task. */
export async function pool<Item>(options: { items: readonly Item[]; size: number; run: (item: Item) => Promise<void>; stop?: () => boolean }): Promise<void> {
  const queue = options.items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      if (options.stop?.() === true) return;
      await options.run(next.value);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.size) }, worker));
}
