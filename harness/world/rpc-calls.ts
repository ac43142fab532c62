import type { LocalChain } from "../../simulators/chains/chain.ts";
import { isObject, type JsonObject } from "../../simulators/json.ts";
import type { RpcDialect } from "../methods/method.ts";
import type { ExactJson } from "./exact-json.ts";
import { type Attached, bounded, type RpcCall } from "./rpc-cases.ts";

/** What the harness says to a call in place of the node. */
export type ScriptedReply = { readonly kind: "reply"; readonly reply: JsonObject } | { readonly kind: "text"; readonly text: string; readonly status: number } | { readonly kind: "drop" };

/** One message of a target, a call or what it takes for one. */
export interface AskedCall {
  /** As {@link ExactJson} writes it. */
  readonly message: unknown;
  /** Its id as text; `undefined` where nobody answers to one. */
  readonly id: string | undefined;
  readonly call: RpcCall | undefined;
  readonly scripted: ScriptedReply | undefined;
  /** Settled when the node may have the call. `undefined` means at once. */
  ready(): Promise<void> | undefined;
  /** Records what the node answered. */
  answered(reply: JsonObject): void;
  /** Records that the local chain did not answer. */
  unanswered(reason: string): void;
}

/** Reads messages on their way to the node: whose they are, and what their case has to say to them. */
export function createCallReader(options: { chain: Pick<LocalChain, "tokensOf">; dialect: RpcDialect; ownerOf(text: string): Attached | undefined }): (message: ExactJson) => AskedCall {
  const { chain, dialect, ownerOf } = options;
  return ({ value, exact }) => {
    const given = isObject(value) ? value : {};
    const { method, params } = given;
    const exactId = isObject(exact) ? exact["id"] : undefined;
    const id = idText(exactId);
    const nothing = { message: exact, id, call: undefined, scripted: undefined, ready: () => undefined, answered: () => undefined, unanswered: () => undefined };
    // The node knows best what to say to it.
    if (typeof method !== "string") return nothing;
    const call: RpcCall = { method, params };
    const owner = ownerOf([JSON.stringify(params) ?? "", ...chain.tokensOf(call)].join(" "));
    if (owner === undefined) return { ...nothing, call };
    const broadcasts = dialect.broadcasts.has(method);
    const record = (event: { result?: unknown; error?: unknown; scripted: boolean }): void => {
      owner.recorder.record({ kind: "rpc", from: "facilitator", to: "chain", method: method.slice(0, 100), params: bounded(params), ...event });
    };
    const script = (): ScriptedReply | undefined => {
      const answer = owner.script.answer?.(call) ?? (owner.script.hideReceipts === true ? dialect.absent(call) : undefined);
      if (answer === undefined) return undefined;
      if (answer === "drop") {
        record({ error: "connection dropped", scripted: true });
        return { kind: "drop" };
      }
      if ("text" in answer) {
        record({ error: answer.text, scripted: true });
        return { kind: "text", text: answer.text, status: answer.status ?? 200 };
      }
      record({ ...answer, scripted: true });
      return { kind: "reply", reply: { jsonrpc: "2.0", id: exactId ?? null, ...answer } };
    };
    return {
      message: exact,
      id,
      call,
      scripted: script(),
      ready: () => (broadcasts ? owner.script.beforeBroadcast?.() : undefined),
      answered({ result, error }) {
        if (broadcasts) {
          const hash = typeof result === "string" ? result : (result as { transactionHash?: unknown } | null | undefined)?.transactionHash;
          if (typeof hash === "string") {
            owner.broadcasts.push(hash);
            owner.tokens.add(hash.toLowerCase().replace(/^0x/, ""));
          }
        }
        record({ ...(error === undefined ? { result: bounded(result) } : { error: bounded(error) }), scripted: false });
      },
      unanswered: (reason) => owner.worldFailed(`the local chain did not answer ${method.slice(0, 100)}: ${reason}`),
    };
  };
}

/** An id as text, by which a reply is told to be that of a call. */
export function idText(exact: unknown): string | undefined {
  return exact === undefined ? undefined : JSON.stringify(exact);
}

const MEMBERS = new Set(["jsonrpc", "id", "method", "params"]);

/** Whether every node takes it for a call that it answers: only such may share a batch with those of others, since one that cannot be read spoils it all. */
export function isPlainCall(message: unknown): message is JsonObject {
  if (!isObject(message)) return false;
  const { jsonrpc, id, method, params } = message;
  const named = typeof id === "string" || (typeof id === "number" && Number.isSafeInteger(id) && id >= 0);
  return jsonrpc === "2.0" && named && typeof method === "string" && (params === undefined || (typeof params === "object" && params !== null)) && Object.keys(message).every((member) => MEMBERS.has(member));
}
