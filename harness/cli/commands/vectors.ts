import { resolve } from "node:path";
import { Option } from "commander";
import { judgeAnswers, loadOperations, loadVectorFiles, questionsOf } from "../../../vectors/index.ts";
import type { VectorFile } from "../../../vectors/index.ts";
import { EXIT, type ExitCode } from "../../runner/exit-code.ts";
import { globMatcher } from "../../tools/glob.ts";
import { nearest } from "../../tools/nearest.ts";
import { askImplementation } from "../../vectors/ask.ts";
import { copyVectors } from "../../vectors/copy.ts";
import { renderTally } from "../../vectors/render-tally.ts";
import { tallyVerdicts } from "../../vectors/tally.ts";
import type { CliCommand } from "../command.ts";
import type { CliIo } from "../io.ts";
import { UsageError } from "../usage-error.ts";
import { list, positive } from "./run.ts";

type VerifyFlags = { readonly cmd: string; readonly only?: string[]; readonly flag?: string[]; readonly timeout: number; readonly json: boolean };

/** `x402-conformance vectors copy <dir>` and `vectors verify --cmd <command>` */
export const command: CliCommand = {
  name: "vectors",
  order: 6,
  register({ program, io, finish }) {
    const vectors = program.command("vectors").summary("copy the test vectors, or ask an implementation").description("Language-neutral test vectors: data with a right answer, usable from any language.");
    vectors
      .command("copy")
      .summary("write the vectors and their description into a folder")
      .argument("<folder>", "a new or empty folder")
      .action((folder: string) => {
        const files = copyVectors({ folder: resolve(io.cwd, folder) });
        io.stderr(`${files} vector files are in ${folder}; start with ${folder}/README.md.\n`);
        finish(EXIT.ok);
      });
    vectors
      .command("verify")
      .summary("ask an implementation and report what it gets wrong, by kind of error")
      .description('Starts a command, writes one JSON question per line to its stdin ({"id", "operation", "shared", "input"}) and reads one JSON answer per line from its stdout ({"id", "result": "valid" | "invalid" | "unsupported", "output"?, "note"?}), in any order.')
      .requiredOption("--cmd <command>", "the implementation; split into words and run without a shell")
      .addOption(new Option("--only <ids>", "only these files or vectors (globs, comma-separated, e.g. header/**)").argParser(list))
      .addOption(new Option("--flag <names>", "only vectors with one of these flags or bug classes, and the valid vectors they differ from").argParser(list))
      .addOption(new Option("--timeout <seconds>", "longest wait for the next answer").argParser(positive("--timeout")).default(30))
      .option("--json", "the whole result, for programs", false)
      .action(async (flags: VerifyFlags) => finish(await verify({ flags, io })));
  },
};

async function verify(options: { flags: VerifyFlags; io: CliIo }): Promise<ExitCode> {
  const { flags, io } = options;
  const files = selectVectors({ files: loadVectorFiles(), flags });
  const questions = files.flatMap(questionsOf);
  const { answers, error } = await askImplementation({ command: flags.cmd, cwd: io.cwd, questions, timeoutSeconds: flags.timeout, signal: io.signal });
  const operations = loadOperations();
  const tally = tallyVerdicts(
    files.map((file) => {
      const operation = operations.get(file.operation);
      if (operation === undefined) throw new Error(`vectors/operations/${file.operation}.json is missing`);
      return { file, verdicts: judgeAnswers({ file, operation, answers }) };
    }),
  );
  const answered = questions.length - tally.counts.unsupported;
  io.stdout(flags.json ? `${JSON.stringify({ vectors: questions.length, ...tally, ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }) }, null, 2)}\n` : renderTally({ tally, color: io.color }));
  if (error !== undefined) io.stderr(`x402-conformance: ${error.message}\nThe questions it left unanswered count as not implemented.\n(${error.code})\n`);
  else if (answered === 0) io.stderr("x402-conformance: the implementation answered none of these questions, so nothing was shown.\nvectors/README.md lists the operations; --only takes some of them.\n(nothing-answered)\n");
  if (tally.counts.fail > 0) return EXIT.failure;
  return error !== undefined || answered === 0 ? EXIT.incomplete : EXIT.ok;
}

/** The chosen vectors, each with the vector it differs from. @throws UsageError `nothing-selected` */
function selectVectors(options: { files: readonly VectorFile[]; flags: Pick<VerifyFlags, "only" | "flag"> }): readonly VectorFile[] {
  const { files, flags } = options;
  const patterns = (flags.only ?? ["**"]).map((pattern) => ({ pattern, matches: globMatcher(pattern), within: globMatcher(`${pattern}/**`), used: false }));
  const names = (flags.flag ?? []).map((name) => ({ name, used: false }));
  const selected = files.map((file) => ({
    ...file,
    groups: file.groups.map((group) => {
      const wanted = group.tests.filter((test) => {
        const hits = patterns.filter(({ matches, within }) => matches(test.id) || within(test.id));
        const flagged = names.filter(({ name }) => test.flags.some((flag) => flag === name || file.flags[flag]?.bugClass === name));
        for (const hit of [...hits, ...flagged]) hit.used = true;
        return hits.length > 0 && (names.length === 0 || flagged.length > 0);
      });
      const needed = new Set(wanted.flatMap(({ id, pair }) => (pair === undefined ? [id] : [id, pair.of])));
      return { ...group, tests: group.tests.filter(({ id }) => needed.has(id)) };
    }),
  }));
  const ids = files.flatMap((file) => [`${file.area}/${file.name}`, ...file.groups.flatMap((group) => group.tests.map(({ id }) => id))]);
  const flagNames = files.flatMap((file) => Object.entries(file.flags).flatMap(([flag, { bugClass }]) => [flag, bugClass]));
  for (const { pattern, used } of patterns) if (!used) throw unknown({ kind: "vector", name: pattern, candidates: ids });
  for (const { name, used } of names) if (!used && !flagNames.includes(name)) throw unknown({ kind: "flag", name, candidates: flagNames });
  if (selected.every((file) => file.groups.every((group) => group.tests.length === 0))) throw new UsageError({ code: "nothing-selected", message: "No vector has both an id of --only and a flag of --flag." });
  return selected.filter((file) => file.groups.some((group) => group.tests.length > 0));
}

const unknown = (options: { kind: string; name: string; candidates: readonly string[] }): UsageError => {
  const near = nearest({ name: options.name, candidates: options.candidates });
  return new UsageError({ code: `unknown-${options.kind}`, message: `There is no ${options.kind} "${options.name}".`, next: near === undefined ? "vectors/README.md lists what there is." : `Did you mean "${near}"?` });
};
