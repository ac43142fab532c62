import type { VectorFile, VectorFlag, VectorVerdict } from "../../vectors/index.ts";

const VERDICTS = ["pass", "fail", "open", "notReached", "unsupported"] as const;

/** Number of vectors by verdict. */
export type Counts = Readonly<Record<VectorVerdict["verdict"], number>>;

/** The verdicts of one file. */
export type FileTally = { readonly file: string; readonly operation: string; readonly counts: Counts };

/** A class of error the implementation has, by the flag that hunts it. */
export type FlagTally = VectorFlag & { readonly flag: string; readonly file: string; readonly failed: readonly { readonly id: string; readonly comment: string; readonly message: string }[] };

/** What an implementation got right and wrong. */
export type Tally = {
  readonly counts: Counts;
  readonly files: readonly FileTally[];
  /** Errors found, most vectors first. A failed vector with two flags stands under both. */
  readonly flags: readonly FlagTally[];
  /** Failed vectors that carry no flag. */
  readonly unflagged: readonly { readonly id: string; readonly comment: string; readonly message: string }[];
  /** The reading taken where the text leaves one open. */
  readonly open: readonly { readonly id: string; readonly comment: string; readonly message: string }[];
};

/** Adds up the verdicts of some files. */
export const tallyVerdicts = (judged: readonly { readonly file: VectorFile; readonly verdicts: readonly VectorVerdict[] }[]): Tally => {
  const all = judged.flatMap(({ verdicts }) => verdicts);
  const flags = judged.flatMap(({ file, verdicts }) =>
    Object.entries(file.flags).map(([flag, about]) => ({ flag, file: nameOf(file), ...about, failed: told(verdicts.filter(({ test, verdict }) => verdict === "fail" && test.flags.includes(flag))) })),
  );
  return {
    counts: countsOf(all),
    files: judged.map(({ file, verdicts }) => ({ file: nameOf(file), operation: file.operation, counts: countsOf(verdicts) })),
    flags: flags.filter(({ failed }) => failed.length > 0).toSorted((a, b) => b.failed.length - a.failed.length),
    unflagged: told(all.filter(({ test, verdict }) => verdict === "fail" && test.flags.length === 0)),
    open: told(all.filter(({ verdict }) => verdict === "open")),
  };
};

const nameOf = (file: VectorFile): string => `${file.area}/${file.name}`;
const countsOf = (verdicts: readonly VectorVerdict[]): Counts => Object.fromEntries(VERDICTS.map((name) => [name, verdicts.filter(({ verdict }) => verdict === name).length])) as Counts;
const told = (verdicts: readonly VectorVerdict[]): readonly { id: string; comment: string; message: string }[] => verdicts.map(({ test, message = "" }) => ({ id: test.id, comment: test.comment, message }));
