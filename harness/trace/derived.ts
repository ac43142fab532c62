/**
 * What follows from an object alone, worked out once for each. Checks ask a trace the same questions by
 * the hundred; a trace does not change any more when it is judged.
 */
export function derived<Source extends object, Result>(of: (source: Source) => Result): (source: Source) => Result {
  const known = new WeakMap<Source, { readonly result: Result }>();
  return (source) => {
    const found = known.get(source) ?? { result: of(source) };
    known.set(source, found);
    return found.result;
  };
}
