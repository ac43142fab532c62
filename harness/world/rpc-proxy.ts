import { Pool } from "undici";
import type { LocalChain } from "../../simulators/chains/chain.ts";
import type { RpcDialect } from "../methods/method.ts";
import type { Recorder } from "../trace/recorder.ts";
import type { HttpPeer, PeerAnswer, ReceivedRequest } from "./http-peer.ts";
import { createRpcForwarder } from "./rpc-forwarder.ts";
import type { Script } from "./script.ts";

/**
 * The way from a target to its chain: forwards JSON-RPC over HTTP, single and batched, tells which case
 * a call belongs to, records it there, and answers by script where a case says so.
 */
export interface RpcProxy {
  /** What the target is given as its RPC URL. */
  readonly url: string;
  /** Puts a case on the line. Its tokens decide which calls are its own. */
  readonly attach: (options: AttachCase) => RpcCase;
  close(): Promise<void>;
}

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
}

type Answer = { readonly kind: "reply"; readonly reply: Record<string, unknown> } | { readonly kind: "text"; readonly text: string; readonly status: number } | { readonly kind: "drop" };

/** Characters of a call's parameters or result that a trace keeps. */
const MAX_KEPT = 16 * 1024;

/** @param options.name first path segment of the URL; unique in the peer */
export function startRpcProxy(options: { peer: HttpPeer; name: string; chain: Pick<LocalChain, "rpcUrl" | "tokensOf">; dialect: RpcDialect }): RpcProxy {
  const { peer, name, chain, dialect } = options;
  const pool = new Pool(chain.rpcUrl, { connections: 8 });
  const { ownerOf, attach } = createCaseBook();
  const forward = createRpcForwarder({ pool });

  async function answer(message: unknown): Promise<Answer> {
    const { id, method, params } = (typeof message === "object" && message !== null ? message : {}) as Record<string, unknown>;
    const reply = (rest: Record<string, unknown>): Answer => ({ kind: "reply", reply: { jsonrpc: "2.0", id: id ?? null, ...rest } });
    if (typeof method !== "string") return reply({ error: { code: -32600, message: "Invalid Request" } });
    const call: RpcCall = { method, params };
    const owner = ownerOf([JSON.stringify(params) ?? "", ...chain.tokensOf(call)].join(" "));
    const record = (event: { result?: unknown; error?: unknown; scripted: boolean }): void => {
      owner?.recorder.record({ kind: "rpc", from: "facilitator", to: "chain", method: method.slice(0, 100), params: bounded(params), ...event });
    };

    const scripted = owner?.script.answer?.(call);
    if (scripted !== undefined) {
      if (scripted === "drop") {
        record({ error: "connection dropped", scripted: true });
        return { kind: "drop" };
      }
      if ("text" in scripted) {
        record({ error: scripted.text, scripted: true });
        return { kind: "text", text: scripted.text, status: scripted.status ?? 200 };
      }
      record({ ...scripted, scripted: true });
      return reply({ ...scripted });
    }
    const absent = owner?.script.hideReceipts === true ? dialect.absent(call) : undefined;
    if (absent !== undefined) {
      record({ ...absent, scripted: true });
      return reply({ ...absent });
    }
    if (dialect.broadcasts.has(method)) await owner?.script.beforeBroadcast?.();
    const { result, error } = await forward(call).catch((failure: unknown) => {
      // A request that a node answers with something else than JSON is the target's affair.
      if (!(failure instanceof SyntaxError)) owner?.recorder.worldFailed(`the local chain did not answer ${method.slice(0, 100)}: ${String(failure)}`);
      throw failure;
    });
    if (dialect.broadcasts.has(method) && owner !== undefined) {
      const hash = typeof result === "string" ? result : ((result as { transactionHash?: unknown } | undefined)?.transactionHash ?? undefined);
      if (typeof hash === "string") {
        owner.broadcasts.push(hash);
        owner.tokens.add(hash.toLowerCase().replace(/^0x/, ""));
      }
    }
    record({ ...(error === undefined ? { result: bounded(result) } : { error: bounded(error) }), scripted: false });
    return reply(error === undefined ? { result: result ?? null } : { error });
  }

  const handle = (request: ReceivedRequest): PeerAnswer => ({ script: respond({ request, answer }), onResponse: () => undefined });
  return {
    url: peer.mount(name, handle),
    attach,
    async close() {
      peer.unmount(name);
      await pool.destroy();
    },
  };
}

/** Who is on the line, and whose a call is. */
export function createCaseBook(): { ownerOf(text: string): Attached | undefined; readonly attach: RpcProxy["attach"] } {
  const cases = new Set<Attached>();
  return {
    ownerOf(text) {
      const haystack = text.toLowerCase();
      for (const attached of cases) for (const token of attached.tokens) if (haystack.includes(token)) return attached;
      for (const attached of cases) if (attached.exclusive) return attached;
      return undefined;
    },
    attach({ recorder, exclusive }) {
      const attached: Attached = { recorder, exclusive, tokens: new Set(), broadcasts: [], script: {} };
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

async function respond(options: { request: ReceivedRequest; answer: (message: unknown) => Promise<Answer> }): Promise<Script> {
  let message: unknown;
  try {
    message = JSON.parse(Buffer.from(options.request.body).toString("utf8"));
  } catch {
    return { json: { jsonrpc: "2.0", id: null, error: { code: -32700, message: "Parse error" } } };
  }
  const batch = Array.isArray(message);
  const answers = await Promise.all((batch ? (message as unknown[]) : [message]).map(options.answer));
  // What breaks one answer of a batch breaks the response that carries them all.
  if (answers.some(({ kind }) => kind === "drop")) return { drop: "before-headers" };
  const text = answers.find((one) => one.kind === "text");
  if (text?.kind === "text") return { status: text.status, headers: [["Content-Type", "text/html"]], body: text.text };
  const replies = answers.flatMap((one) => (one.kind === "reply" ? [one.reply] : []));
  return { json: batch ? replies : replies[0] };
}

/** A call's parameters or result as a trace keeps them. */
export function bounded(value: unknown): unknown {
  const text = JSON.stringify(value) ?? "";
  return text.length > MAX_KEPT ? `${text.slice(0, MAX_KEPT)}… (${text.length} characters)` : value;
}
