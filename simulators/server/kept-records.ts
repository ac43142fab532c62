import type { Store } from "../store.ts";

/** A bounded part of a {@link Store}: strangers decide how many keys there are, so the oldest goes first. */
export interface KeptRecords<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
}

/** @param options.prefix what the keys of this part begin with in the store, which nobody else writes there */
export function keptRecords<Value>(options: { store: Store; prefix: string; capacity: number }): KeptRecords<Value> {
  const { store, prefix, capacity } = options;
  const keys = new Set(store.entries(prefix).map(([key]) => key.slice(prefix.length)));
  const forget = (key: string): void => {
    if (keys.delete(key)) store.set(`${prefix}${key}`, undefined);
  };
  return {
    get: (key) => (keys.has(key) ? (store.get(`${prefix}${key}`) as Value) : undefined),
    set(key, value) {
      keys.add(key);
      store.set(`${prefix}${key}`, value);
      const [oldest] = keys;
      if (keys.size > capacity && oldest !== undefined) forget(oldest);
    },
    delete: forget,
  };
}
