import type { FetchOutcome, FetchRequest, HelloReply, StartConfig, StartReply } from "./protocol.ts";

/**
 * A target the harness can talk to, whatever driver reaches it.
 *
 * @remarks Every method rejects with a `DriverError` (`./errors.ts`) whose `code` tells
 * `unsupported` (never a failure of the target) from a target that broke off.
 */
export interface Target {
  hello(): Promise<HelloReply>;
  /** Starts a server or facilitator, or prepares a client. */
  start(options: { instance: string; config: StartConfig }): Promise<StartReply>;
  fetch(options: { instance: string; request: FetchRequest; wallets: Readonly<Record<string, string>>; signal?: AbortSignal }): Promise<FetchOutcome>;
  reset(options: { instance: string }): Promise<void>;
  /** Stops one instance, or the whole target and every process it left when `instance` is absent. Never rejects. */
  stop(options?: { instance?: string }): Promise<void>;
  /**
   * Asks for an operation that does not exist, for the liar check. Absent where a driver has no
   * operations to ask for.
   */
  readonly probe?: (options: { op: string }) => Promise<unknown>;
  /** What nobody can arrange about a target that is reached this way, whatever its manifest declares. Absent: nothing. */
  readonly outOfReach?: { /** Prefix of the driver. */ readonly through: string; readonly features: readonly string[] };
  /** Resolves when the target's process ended without being asked to. Never resolves for `inproc:` and `url:`. */
  readonly exited: Promise<{ code: number | null; signal: string | null; stderrTail: string }>;
}

/** What a driver needs besides the manifest. All effects are handed in. */
export interface DriverContext {
  /** Free text of the target (stderr, log lines), already bounded. */
  readonly onLog: (line: string) => void;
  /** Every driver message, for the trace. */
  readonly onMessage: (message: { readonly direction: "to-target" | "from-target"; readonly message: unknown }) => void;
  /** Reference roles only: each fault point that is passed, for the self-test. */
  readonly onFaultPoint?: (id: string) => void;
  readonly signal: AbortSignal;
}

/** A driver is one file: it names its prefix and connects. Found by glob under `harness/targets/drivers`. */
export interface Driver {
  /** The connect string's prefix without the colon, e.g. `cmd`. */
  readonly scheme: string;
  /**
   * Whether the connect string can be right, as far as that is seen without starting anything. Asked when a manifest is loaded.
   *
   * @throws DriverError that says what is wrong with it
   */
  check?(options: { role: Manifest["role"]; cwd: string; rest: string; /** Whether there is an install command, which may make what is missing yet. */ installs: boolean }): void;
  connect(options: { manifest: Manifest; rest: string; context: DriverContext }): Promise<Target>;
}

export interface Manifest {
  readonly name: string;
  readonly role: "client" | "server" | "facilitator";
  /** e.g. `cmd:node adapter.js`, `url:http://127.0.0.1:4021`, `inproc:reference-server`. */
  readonly connect: string;
  /** Absolute folder the command runs in; the manifest's own folder unless it says otherwise. */
  readonly cwd: string;
  readonly capabilities: {
    readonly schemes: readonly string[];
    readonly networks: readonly string[];
    readonly extensions: readonly string[];
    readonly transports: readonly string[];
    readonly features: readonly string[];
  };
  /** Routes a `url:` or `e2e:` server already serves, by the harness's route id. */
  readonly routes: Readonly<Record<string, { readonly method: string; readonly path: string }>>;
  /** Run once in `cwd` before the first use, e.g. `npm ci`. */
  readonly install?: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly timeouts: {
    /** Seconds until `hello` or `start` must be answered. */
    readonly ready: number;
    /** Seconds one case may take. */
    readonly case: number;
    /** Seconds the target gets to stop before its process group is killed. */
    readonly stop: number;
  };
  /** Baseline file of known failures, absolute. */
  readonly baseline?: string;
}
