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
  // A heading may have " > " in it: the whole is tried first.
  const whole = sections.filter((one) => isNamed({ title: one.title, name: section }));
  const matches = whole.length > 0 ? whole : sections.filter((one) => isOnPath({ section: one, path: section.split(" > ") }));
  const [found] = matches;
  if (found === undefined) return { problem: "no such heading" };
  if (matches.length > 1) return { problem: `${matches.length} headings of that name: say which by "Parent > Child" (${matches.map(({ parents, title }) => [...parents.slice(-1), title].join(" > ")).join("; ")})` };
  return { found };
};

const isOnPath = (options: { section: SectionName; path: readonly string[] }): boolean => {
  const { section, path } = options;
  const name = path.at(-1);
  if (path.length < 2 || name === undefined || !isNamed({ title: section.title, name })) return false;
  let next = 0;
  const above = path.slice(0, -1);
  for (const parent of section.parents) {
    const wanted = above[next];
    if (wanted !== undefined && isNamed({ title: parent, name: wanted })) next += 1;
  }
  return next === above.length;
};

const isNamed = (options: { title: string; name: string }): boolean => {
  const { title } = options;
  const name = plain(options.name);
  const [number, rest] = splitNumber(plain(title));
  return name === plain(title) || (number !== undefined && (name === number || name === rest));
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
