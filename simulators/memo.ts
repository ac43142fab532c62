/**
 * A pure function that remembers its latest answers. For what is slow and asked again and again with the
 * same few arguments; bounded, for arguments may come from strangers.
 *
 * @param options.key equal exactly for arguments that have the same answer
 * @param options.capacity answers remembered; the oldest is forgotten first
 */
export function memoized<Argument, Result>(options: { of: (argument: Argument) => Result; key: (argument: Argument) => string; capacity: number }): (argument: Argument) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (argument) => {
    const key = options.key(argument);
    const found = known.get(key);
    if (found !== undefined) return found.result;
    const result = options.of(argument);
    if (known.size >= options.capacity) known.delete(known.keys().next().value ?? "");
    known.set(key, { result });
    return result;
  };
}
