import type { Recorder } from "../trace/recorder.ts";
import type { Scenario } from "../scenarios/scenario.ts";
import type { HelloReply, Role } from "../targets/protocol.ts";
import type { Manifest, Target } from "../targets/target.ts";
import type { LocalChain } from "../../simulators/chains/chain.ts";
import type { PaymentMethod } from "../methods/method.ts";
import type { World } from "../world/world.ts";

/**
 * One target in its seat, paying and paid by one method. A session starts the shared instance, funds every wallet its
 * scenarios will need in one go, and opens cases that run side by side.
 */
export interface Session {
  openCase(options: OpenCase): Promise<OpenedCase>;
  /** Ends instances and mounts. Never rejects. */
  close(): Promise<void>;
}

export interface OpenCase {
  // Seats differ by role; the runner only hands them from session to scenario.
  readonly scenario: Scenario<never>;
  /** Unique token of the case: part of its URLs and of its wallets' derivation. */
  readonly tag: string;
  readonly recorder: Recorder;
  /** Aborted when the case's budget is used up or the run ends. */
  readonly signal: AbortSignal;
}

export interface OpenedCase {
  /** Runs the scenario in its seat. Rejects with `DriverError` when the target broke, with anything else when the harness did. */
  drive(): Promise<void>;
  close(): Promise<void>;
}

export interface SessionOptions {
  readonly target: Target;
  readonly manifest: Manifest;
  readonly hello: HelloReply;
  readonly world: World;
  /** How everything in this session is paid for, and the chain it is paid on. */
  readonly method: PaymentMethod;
  readonly chain: LocalChain;
  /** Every case the run will open, so that wallets are funded in one transaction. */
  readonly cases: readonly { readonly scenario: Scenario<never>; readonly tag: string }[];
  readonly signal: AbortSignal;
}

export type StartSession = (options: SessionOptions) => Promise<Session>;

/** How targets are reached; handed in so that the runner can be tested without processes. */
export interface Connections {
  connect(options: { manifest: Manifest; signal: AbortSignal }): Promise<Target>;
  liarCheck(options: { target: Target; manifest: Manifest; seed: string }): Promise<string | undefined>;
  readonly startSession: Readonly<Record<Role, StartSession>>;
}
