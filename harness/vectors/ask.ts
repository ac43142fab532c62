import { randomBytes } from "node:crypto";
import type { Answer, Question } from "../../vectors/index.ts";
import { DriverError, quoted } from "../targets/errors.ts";
import { startGuard } from "../targets/guard.ts";
import { spawnProcess } from "../targets/process.ts";

/** Questions that are under way at once: enough to keep both sides busy, few enough to bound memory. */
const WINDOW = 64;
const GRACE_SECONDS = 2;

/** What was answered, and why no more was. */
export type Asked = {
  readonly answers: ReadonlyMap<string, Answer>;
  /** The error that ended the questioning early; answers given before it still count. */
  readonly error?: DriverError;
};

/**
 * Asks an implementation: one JSON question per line on its stdin, one JSON answer per line on its stdout, in any order.
 *
 * A question about an operation that does not exist comes first; whoever answers it otherwise than `unsupported` is not listened to.
 *
 * @param options.command split into words and run without a shell
 * @param options.timeoutSeconds longest wait for the next answer
 * @param options.onProgress called after each answer
 * @throws DriverError `command-not-found` when the command cannot be started
 */
export async function askImplementation(options: {
  command: string;
  cwd: string;
  questions: readonly Question[];
  timeoutSeconds: number;
  signal: AbortSignal;
  onProgress?: (answered: number) => void;
}): Promise<Asked> {
  const { command, cwd, timeoutSeconds, signal } = options;
  const probe: Question = { id: `probe/${randomBytes(6).toString("hex")}`, operation: `no-such-operation.${randomBytes(6).toString("hex")}`, shared: {}, input: {} };
  const waiting = [probe, ...options.questions];
  const open = new Set<string>();
  const answers = new Map<string, Answer>();
  const { promise: over, resolve } = Promise.withResolvers<DriverError | undefined>();
  let timer: NodeJS.Timeout | undefined;

  const guard = startGuard({ graceSeconds: GRACE_SECONDS });
  const heard = (line: string): void => {
    if (line.trim() === "") return;
    const answer = parseAnswer(line);
    if (answer instanceof DriverError) return resolve(answer);
    if (!open.delete(answer.id)) return resolve(wrong({ what: `It answered ${quoted(answer.id)}, which is not being asked`, next: "Answer each question once, with the question's own id." }));
    if (answer.id === probe.id) {
      if (answer.result !== "unsupported") return resolve(wrong({ what: `It answered ${answer.result} to an operation that does not exist`, next: 'Answer {"result": "unsupported"} to every operation that is not implemented.' }));
    } else answers.set(answer.id, answer);
    child?.forgetOutput();
    options.onProgress?.(answers.size);
    ask();
  };
  let child: Awaited<ReturnType<typeof spawnProcess>> | undefined;
  const ask = (): void => {
    clearTimeout(timer);
    for (let next = waiting[0]; next !== undefined && open.size < WINDOW; next = waiting[0]) {
      waiting.shift();
      open.add(next.id);
      child?.write(JSON.stringify(next));
      // Nothing else is asked before the probe is answered.
      if (next.id === probe.id) break;
    }
    if (open.size === 0) return resolve(undefined);
    timer = setTimeout(() => resolve(new DriverError({ code: "timeout", what: `${quoted(command)} did not answer within ${timeoutSeconds} s`, found: `${open.size} questions unanswered, the first ${quoted([...open][0] ?? "")}`, next: "Flush stdout after each line; --timeout gives it longer." })), timeoutSeconds * 1000);
  };

  try {
    child = await spawnProcess({ command, cwd, environment: {}, graceSeconds: GRACE_SECONDS, guard, onLine: heard, onLog: () => undefined, onFlood: resolve });
  } catch (error) {
    guard.close();
    throw error;
  }
  const running = child;
  const onAbort = (): void => resolve(new DriverError({ code: "aborted", what: "The questioning was stopped" }));
  signal.addEventListener("abort", onAbort, { once: true });
  void running.ended.then(({ code, signal: killedBy, stderrTail }) => {
    const last = stderrTail.trim() === "" ? "" : `; its last words: ${quoted(stderrTail.trim().slice(-400), 400)}`;
    resolve(new DriverError({ code: "exited", what: `${quoted(command)} ended before it had answered everything`, found: `${killedBy ?? `exit code ${String(code)}`}${last}` }));
  });
  ask();
  const error = await over;
  clearTimeout(timer);
  signal.removeEventListener("abort", onAbort);
  await running.stop();
  guard.close();
  return error === undefined ? { answers } : { answers, error };
}

const RESULTS: ReadonlySet<unknown> = new Set(["valid", "invalid", "unsupported"]);

const parseAnswer = (line: string): Answer | DriverError => {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return wrong({ what: "It printed a line that is not JSON", found: quoted(line), next: "Print free text to stderr." });
  }
  if (typeof value !== "object" || value === null || !("id" in value) || typeof value.id !== "string" || !("result" in value) || !RESULTS.has(value.result)) {
    return wrong({ what: "It printed something that is no answer", expected: '{"id": "...", "result": "valid" | "invalid" | "unsupported", "output"?: ..., "note"?: "..."}', found: quoted(line) });
  }
  const { id, result } = value as { id: string; result: Answer["result"] };
  const note = "note" in value && typeof value.note === "string" ? value.note.slice(0, 500) : undefined;
  return { id, result, ...("output" in value ? { output: value.output } : {}), ...(note === undefined ? {} : { note }) };
};

const wrong = (options: { what: string; expected?: string; found?: string; next?: string }): DriverError => new DriverError({ code: "protocol", ...options });
