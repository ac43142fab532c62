import type { Recorder } from "../trace/recorder.ts";

/** Cases on the line between a target and its chain, and how each of them has its calls answered. */

export interface AttachCase {
  readonly recorder: Recorder;
  /** The case has the instance for itself: calls that no token tells apart are its own too. */
  readonly exclusive: boolean;
}

export interface RpcCase {
  /** Addresses and nonces that only this case knows. */
  claim(...tokens: readonly string[]): void;
  /** Replaces the case's script. */
  script(script: RpcScript): void;
  /** Hashes of the transactions the target broadcast for this case, in order. */
  readonly broadcasts: readonly string[];
  detach(): void;
}

/** One case on the lines of several instances. */
export function joinRpcCases(): RpcCase & { join(rpc: RpcCase): void } {
  const joined: RpcCase[] = [];
  const tokens: string[] = [];
  let current: RpcScript = {};
  return {
    join(rpc) {
      rpc.claim(...tokens);
      rpc.script(current);
      joined.push(rpc);
    },
    claim(...more) {
      tokens.push(...more);
      for (const rpc of joined) rpc.claim(...more);
    },
    script(script) {
      current = script;
      for (const rpc of joined) rpc.script(script);
    },
    get broadcasts() {
      return joined.flatMap(({ broadcasts }) => broadcasts);
    },
    detach: () => joined.forEach((rpc) => rpc.detach()),
  };
}

export interface RpcCall {
  readonly method: string;
  readonly params: unknown;
}

/** An answer instead of the node's. `text` replaces the whole HTTP body; `drop` cuts the connection. */
export type ScriptedRpcAnswer = { readonly result: unknown } | { readonly error: { readonly code: number; readonly message: string } } | { readonly text: string; readonly status?: number } | "drop";

export interface RpcScript {
  /** Receipts of the case's transactions are never there, as on a chain that does not get on. */
  readonly hideReceipts?: boolean;
  /** Runs after the target has sent a transaction and before the node gets it: whatever it read before no longer holds. */
  readonly beforeBroadcast?: () => Promise<void>;
  /** `undefined` leaves the call to the node. */
  readonly answer?: (call: RpcCall) => ScriptedRpcAnswer | undefined;
  /** The call is carried out, and the connection cut before its answer arrives. HTTP APIs only. */
  readonly loses?: (call: RpcCall) => boolean;
}

/** A case on the line, as a proxy sees it. */
export interface Attached {
  readonly recorder: Recorder;
  readonly exclusive: boolean;
  readonly tokens: Set<string>;
  readonly broadcasts: string[];
  script: RpcScript;
  /** Says so in the recorder while the case is on the line. What breaks off afterwards, with the line itself, is no failure under the case. */
  worldFailed(reason: string): void;
}

/** Characters of a call's parameters or result that a trace keeps. */
const MAX_KEPT = 16 * 1024;

/** Who is on the line, and whose a call is. */
export function createCaseBook(): { ownerOf(text: string): Attached | undefined; attach(options: AttachCase): RpcCase } {
  const cases = new Set<Attached>();
  return {
    ownerOf(text) {
      const haystack = text.toLowerCase();
      for (const attached of cases) for (const token of attached.tokens) if (haystack.includes(token)) return attached;
      for (const attached of cases) if (attached.exclusive) return attached;
      return undefined;
    },
    attach({ recorder, exclusive }) {
      const attached: Attached = { recorder, exclusive, tokens: new Set(), broadcasts: [], script: {}, worldFailed: (reason) => (cases.has(attached) ? recorder.worldFailed(reason) : undefined) };
      cases.add(attached);
      return {
        claim: (...tokens) => tokens.forEach((token) => attached.tokens.add(token.toLowerCase().replace(/^0x/, ""))),
        script: (script) => void (attached.script = script),
        broadcasts: attached.broadcasts,
        detach: () => void cases.delete(attached),
      };
    },
  };
}

/** A call's parameters or result as a trace keeps them. */
export function bounded(value: unknown): unknown {
  const text = JSON.stringify(value) ?? "";
  return text.length > MAX_KEPT ? `${text.slice(0, MAX_KEPT)}… (${text.length} characters)` : value;
}
