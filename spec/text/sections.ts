/** A heading of a markdown text and what stands below it. */
export type Section = {
  /** The heading without its marks, for example `5.1.2 Field Descriptions`. */
  readonly title: string;
  /** 1 to 6. A section ends where the next one of the same or a lower number begins. */
  readonly level: number;
  /** Titles of the sections it stands in, outermost first. */
  readonly parents: readonly string[];
  /** The heading's line and everything below it, subsections included. */
  readonly text: string;
};

type Heading = { readonly title: string; readonly level: number; readonly line: number };

/**
 * Splits a markdown text at its headings: `#` and underlined ones, and the numbered lines that the
 * protocol's core text uses for headings, in bold (`**5.1 Title**`) or plain between blank lines (`8.1 Title`).
 *
 * What looks like a heading within a fenced block of code is none.
 */
export const sectionsOf = (markdown: string): Section[] => {
  const lines = markdown.split(/\r\n|\r|\n/);
  const headings = headingsOf(lines);
  const above: Heading[] = [];
  return headings.map((heading, index) => {
    while ((above.at(-1)?.level ?? 0) >= heading.level) above.pop();
    const parents = above.map(({ title }) => title);
    above.push(heading);
    const end = headings.slice(index + 1).find(({ level }) => level <= heading.level)?.line ?? lines.length;
    return { title: heading.title, level: heading.level, parents, text: lines.slice(heading.line, end).join("\n") };
  });
};

const headingsOf = (lines: readonly string[]): Heading[] => {
  const headings: Heading[] = [];
  let fence: string | undefined;
  for (const [index, line] of lines.entries()) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    if (fence !== undefined) {
      if (mark?.[1]?.startsWith(fence) === true && mark[2]?.trim() === "") fence = undefined;
      continue;
    }
    // A backtick after the opening mark makes it a code span and not a fence.
    if (mark?.[1] !== undefined && !(mark[1].startsWith("`") && mark[2]?.includes("`") === true)) {
      fence = mark[1];
      continue;
    }
    const found = headingAt({ lines, index });
    if (found !== undefined) headings.push(found);
  }
  return headings;
};

const headingAt = (options: { lines: readonly string[]; index: number }): Heading | undefined => {
  const { lines, index } = options;
  const line = lines[index] ?? "";
  const marked = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/.exec(line);
  if (marked?.[1] !== undefined && marked[2] !== undefined && marked[2] !== "") return { title: marked[2], level: marked[1].length, line: index };

  const before = (lines[index - 1] ?? "").trim();
  const after = lines[index + 1] ?? "";
  const text = line.trim();
  if (before === "" && text !== "" && /^ {0,3}(=+|-+)[ \t]*$/.test(after) && !/^(?:[-*+>|]|\d+[.)] )/.test(text)) return { title: text, level: after.includes("=") ? 1 : 2, line: index };

  const bold = /^\*\*((\d+(?:\.\d+)*)\.?[ \t]+[^*]+)\*\*[ \t]*$/.exec(line);
  if (bold?.[1] !== undefined && bold[2] !== undefined) return { title: bold[1].trim(), level: levelOfNumber(bold[2]), line: index };

  const plain = /^((\d+(?:\.\d+)+)[ \t]+[^|]{1,80})$/.exec(line);
  if (plain?.[1] !== undefined && plain[2] !== undefined && before === "" && after.trim() === "" && !text.endsWith(".")) return { title: text, level: levelOfNumber(plain[2]), line: index };
  return undefined;
};

/** `5.1` stands as deep as a heading `### 5.1` would: the document's own title is level 1. */
const levelOfNumber = (number: string): number => Math.min(6, number.split(".").length + 1);
