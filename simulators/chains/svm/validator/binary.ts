/** Finds a solana-test-validator and says which one it is. */
import { spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { SvmNodeError } from "../errors.ts";
import { throwIfAborted } from "./abort.ts";
import { killGroup } from "./kill-group.ts";

/** Names the binary to use, before the PATH is looked at. */
export const validatorVariable = "X402_SOLANA_TEST_VALIDATOR";

const program = "solana-test-validator";
/** The first whose genesis has every program and every RPC method needed: Token-2022 with transfer fees, `getLatestBlockhash`, `--account-dir`. */
const oldestVersion = { major: 1, minor: 18 };
/** How long `--version` may take, in milliseconds: it takes 20 once the file has been read. */
const versionTimeoutMs = 10_000;
const mostOutput = 4_096;

export interface ValidatorBinary {
  readonly file: string;
  /** As the binary says it, for example `4.2.2`. */
  readonly version: string;
}

/**
 * The binary that {@link validatorVariable} names, otherwise the first on the PATH.
 *
 * @param options.env default `process.env`
 * @throws SvmNodeError `svm.validator-missing`, `svm.validator-not-executable`, `svm.validator-version` or `svm.aborted`
 */
export async function findValidator(options: {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly signal?: AbortSignal;
  readonly versionTimeoutMs?: number;
} = {}): Promise<ValidatorBinary> {
  const { env = process.env, signal } = options;
  const file = await locate(env);
  const said = await sayVersion({ file, signal, timeoutMs: options.versionTimeoutMs ?? versionTimeoutMs });
  return { file, version: readVersion({ file, said }) };
}

async function locate(env: Readonly<Record<string, string | undefined>>): Promise<string> {
  const named = env[validatorVariable];
  if (named !== undefined && named !== "") {
    const file = isAbsolute(named) ? named : resolve(named);
    const state = await look(file);
    if (state === "executable") return file;
    throw new SvmNodeError({
      code: state === "missing" ? "svm.validator-missing" : "svm.validator-not-executable",
      message: state === "missing" ? `There is no file where ${validatorVariable} points.` : `What ${validatorVariable} points to cannot be run.`,
      expected: `the path of a ${program} that this user may run`,
      found: file,
      next: `${state === "missing" ? "correct" : "chmod +x the file, or correct"} ${validatorVariable}, or leave it out to take ${program} from the PATH`,
    });
  }
  const passedOver: string[] = [];
  for (const folder of (env["PATH"] ?? "").split(delimiter)) {
    if (folder === "") continue;
    const file = join(folder, program);
    const state = await look(file);
    if (state === "executable") return file;
    if (state === "notExecutable") passedOver.push(file);
  }
  if (passedOver.length > 0) {
    throw new SvmNodeError({
      code: "svm.validator-not-executable",
      message: `The ${program} on the PATH cannot be run.`,
      expected: "a file that this user may run",
      found: passedOver.join(", "),
      next: "chmod +x the file, or use the embedded node (--svm embedded)",
    });
  }
  throw new SvmNodeError({
    code: "svm.validator-missing",
    message: `There is no ${program} on the PATH.`,
    expected: `${program} on the PATH, or its path in ${validatorVariable}`,
    next: "install the Solana (Agave) command line tools, or use the embedded node (--svm embedded), which needs nothing",
  });
}

async function look(file: string): Promise<"executable" | "notExecutable" | "missing"> {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return "missing";
  if (!found.isFile()) return "notExecutable";
  return access(file, constants.X_OK).then(() => "executable" as const, () => "notExecutable" as const);
}

/** Runs `--version`, bounded in time and output. In a process group of its own, so that a script's children end too. */
async function sayVersion(options: { readonly file: string; readonly signal: AbortSignal | undefined; readonly timeoutMs: number }): Promise<string> {
  const { file, signal, timeoutMs } = options;
  throwIfAborted(signal);
  const child = spawn(file, ["--version"], { stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  const hear = (text: Buffer): void => {
    if (said.length < mostOutput) said = (said + text.toString("utf8")).slice(0, mostOutput);
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  const over = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal === undefined ? [] : [signal])]);
  const kill = (): void => killGroup({ pid: child.pid, signal: "SIGKILL" });
  const giveUp = (): void => {
    kill();
    // Somebody outside the group may hold the other ends.
    child.stdout.destroy();
    child.stderr.destroy();
  };
  over.addEventListener("abort", giveUp);
  try {
    const ended = await new Promise<{ readonly code: number | null }>((told, failed) => {
      child.once("error", failed);
      // Whatever the program left behind would keep the pipes open.
      child.once("exit", kill);
      child.once("close", (code) => told({ code }));
    });
    throwIfAborted(signal);
    if (over.aborted) throw versionError({ file, found: `no end within ${timeoutMs} ms` });
    if (ended.code !== 0) throw versionError({ file, found: `exit code ${ended.code ?? "none"}${said === "" ? "" : `, ${firstLine(said)}`}` });
    return said;
  } catch (cause) {
    if (cause instanceof SvmNodeError) throw cause;
    throw new SvmNodeError({
      code: "svm.validator-not-executable",
      message: `${file} cannot be run.`,
      expected: "a program for this operating system and processor",
      found: cause instanceof Error ? cause.message : String(cause),
      next: "install the build for this platform, or use the embedded node (--svm embedded)",
      cause,
    });
  } finally {
    over.removeEventListener("abort", giveUp);
  }
}

function readVersion(options: { readonly file: string; readonly said: string }): string {
  const match = /^solana-test-validator (?<version>(?<major>\d{1,4})\.(?<minor>\d{1,4})\.\d{1,4}\S{0,40})/m.exec(options.said);
  if (match?.groups === undefined) throw versionError({ file: options.file, found: firstLine(options.said) });
  const { version, major, minor } = match.groups as { readonly version: string; readonly major: string; readonly minor: string };
  const old = Number(major) < oldestVersion.major || (Number(major) === oldestVersion.major && Number(minor) < oldestVersion.minor);
  if (old) throw versionError({ file: options.file, found: version });
  return version;
}

const firstLine = (text: string): string => JSON.stringify(text.trim().replace(/\n[^]*/, "").slice(0, 120));

function versionError(options: { readonly file: string; readonly found: string }): SvmNodeError {
  return new SvmNodeError({
    code: "svm.validator-version",
    message: `${options.file} is no ${program} that can be used here.`,
    expected: `--version to say "${program} ${oldestVersion.major}.${oldestVersion.minor}.0", or newer`,
    found: options.found,
    next: `install a newer one, name another in ${validatorVariable}, or use the embedded node (--svm embedded)`,
  });
}
