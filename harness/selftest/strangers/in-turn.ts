/** What is under way, by what it is about. */
export type Turns = Map<string, Promise<unknown>>;

/** Does something once all is done that began before and is about any of the same things. */
export async function inTurn<Result>(options: { turns: Turns; about: readonly string[]; run: () => Promise<Result> }): Promise<Result> {
  const { turns, about, run } = options;
  const before = Promise.all(about.map(async (name) => await turns.get(name)));
  const done = before.then(run);
  const over = done.then(
    () => undefined,
    () => undefined,
  );
  for (const name of about) turns.set(name, over);
  try {
    return await done;
  } finally {
    for (const name of about) if (turns.get(name) === over) turns.delete(name);
  }
}
