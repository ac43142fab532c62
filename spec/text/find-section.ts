/** What is needed of a section to find it by name. */
export type SectionName = { readonly title: string; readonly parents: readonly string[] };

/** The outcome of {@link findSection}. */
export type FoundSection<Found> = { readonly found: Found; readonly problem?: undefined } | { readonly found?: undefined; readonly problem: string };

/**
 * Finds the section that a clause names: by its heading's leading number (`5.1.2`), by its heading's
 * text (with or without the number and the marks of code and emphasis), or, where that occurs more than
 * once, by headings above it as well (`1. AssetTransferMethod > Phase 1`, each by number or text, in the
 * text's order; generations may be left out).
 *
 * @param options.section as it stands in a clause
 * @param options.sections every section of the file, in order
 */
export const findSection = <Found extends SectionName>(options: { section: string; sections: readonly Found[] }): FoundSection<Found> => {
  const { section, sections } = options;
  const names = namesOf(sections);
  // A heading may have " > " in it: the whole is tried first.
  const whole = names.get(plain(section)) ?? [];
  const matches = (whole.length > 0 ? whole : onPath({ path: section.split(" > "), names })) as readonly Found[];
  const [found] = matches;
  if (found === undefined) return { problem: "no such heading" };
  if (matches.length > 1) return { problem: `${matches.length} headings of that name: say which by "Parent > Child" (${matches.map(({ parents, title }) => [...parents.slice(-1), title].join(" > ")).join("; ")})` };
  return { found };
};

type Names = ReadonlyMap<string, readonly SectionName[]>;

// A text is asked for hundreds of sections. What is kept follows from the list, and goes with it.
const kept = new WeakMap<readonly SectionName[], Names>();

/** The sections by everything they may be called. */
const namesOf = (sections: readonly SectionName[]): Names => {
  const known = kept.get(sections);
  if (known !== undefined) return known;
  const names = new Map<string, SectionName[]>();
  for (const section of sections) {
    for (const name of calls(section.title)) names.set(name, [...(names.get(name) ?? []), section]);
  }
  kept.set(sections, names);
  return names;
};

const onPath = (options: { path: readonly string[]; names: Names }): readonly SectionName[] => {
  const above = options.path.slice(0, -1).map(plain);
  if (above.length === 0) return [];
  return (options.names.get(plain(options.path.at(-1) ?? "")) ?? []).filter(({ parents }) => {
    let next = 0;
    for (const parent of parents) {
      const wanted = above[next];
      if (wanted !== undefined && calls(parent).has(wanted)) next += 1;
    }
    return next === above.length;
  });
};

/** What a heading may be called: by its text, by its number, by its text without the number. */
const calls = (title: string): ReadonlySet<string> => {
  const text = plain(title);
  const [number, rest] = splitNumber(text);
  return new Set(number === undefined ? [text] : [text, number, rest]);
};

/** The heading's leading number and what follows it: `2. Permit2` is `["2", "Permit2"]`. */
const splitNumber = (title: string): readonly [string, string] | readonly [undefined, string] => {
  const [, number, rest] = /^(\d+(?:\.\d+)*)[.):]?\s+(.*)$/.exec(title) ?? [];
  return number === undefined || rest === undefined ? [undefined, title] : [number, rest];
};

/** Without the marks that do not show: code, emphasis, the target of a link. */
const plain = (text: string): string =>
  text
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "")
    .replace(/\s+/g, " ")
    .trim();
