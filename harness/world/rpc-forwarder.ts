import type { Pool } from "undici";
import { isObject, type JsonObject } from "../../simulators/json.ts";
import type { HeaderFields } from "../trace/events.ts";
import { type ExactJson, readExact } from "./exact-json.ts";

/** What a target asks in one HTTP request. */
export interface RpcRequest {
  readonly method: string;
  readonly contentType: string | undefined;
  readonly body: Uint8Array | string;
  /**
   * The calls in it, as {@link ExactJson} writes them, where every node would take each of them for a call of its own. Without
   * them the request goes on as it is.
   */
  readonly calls?: readonly JsonObject[];
}

/** The node's HTTP answer as it is; or, where the request shared one with others, its replies in the order of the calls. */
export type NodeAnswer =
  | { readonly kind: "http"; readonly status: number; readonly headers: HeaderFields; readonly text: string }
  | { readonly kind: "replies"; readonly replies: readonly { readonly value: JsonObject; readonly exact: JsonObject }[] };

/**
 * Bytes and calls that requests may have together and still share one. Real nodes refuse a body of more than 50 KiB: who asks
 * much is refused alone, and never with him who asked beside it.
 */
const MOST_SHARED = { bytes: 16 * 1024, calls: 200 };

interface Waiting {
  readonly request: RpcRequest;
  readonly calls: readonly JsonObject[];
  readonly bytes: number;
  readonly resolve: (answer: NodeAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Passes requests on to the node. Small ones of the same turn of the event loop share one, as a batch. One that goes alone
 * goes byte for byte, and its answer comes back as the node gave it, whatever it is.
 */
export function createRpcForwarder(options: { pool: Pool }): (request: RpcRequest) => Promise<NodeAnswer> {
  let waiting: Waiting[] = [];

  async function post({ method, contentType, body }: RpcRequest): Promise<Extract<NodeAnswer, { kind: "http" }>> {
    const answer = await options.pool.request({
      path: "/",
      method: method as "POST",
      headers: contentType === undefined ? {} : { "content-type": contentType },
      ...(body.length === 0 ? {} : { body }),
    });
    const type = answer.headers["content-type"];
    return { kind: "http", status: answer.statusCode, headers: type === undefined ? [] : [["Content-Type", String(type)]], text: await answer.body.text() };
  }

  async function postTogether(group: readonly Waiting[]): Promise<void> {
    const calls = group.flatMap((one) => one.calls);
    const { status, text } = await post({ method: "POST", contentType: "application/json", body: JSON.stringify(calls.map((call, id) => ({ ...call, id }))) });
    const answered: ExactJson = status === 200 ? readExact(text) : { value: undefined, exact: undefined };
    // The batch as such was refused, and none of its calls carried out.
    if (!Array.isArray(answered.value)) return void (await Promise.all(group.map(postAlone)));
    const exact = answered.exact as readonly JsonObject[];
    const replies = new Map((answered.value as readonly unknown[]).flatMap((value, index) => (isObject(value) ? [[value["id"], { value, exact: exact[index] ?? value }] as const] : [])));
    let next = 0;
    for (const one of group) {
      const own = one.calls.flatMap((call) => {
        const reply = replies.get(next++);
        return reply === undefined ? [] : [{ value: reply.value, exact: { ...reply.exact, id: call["id"] } }];
      });
      if (own.length < one.calls.length) one.reject(new Error("the local chain left a call of a batch unanswered"));
      else one.resolve({ kind: "replies", replies: own });
    }
  }

  const postAlone = ({ request, resolve, reject }: Waiting): Promise<void> => post(request).then(resolve, reject);

  function flush(): void {
    const groups = grouped(waiting);
    waiting = [];
    for (const group of groups) {
      const [only] = group;
      if (group.length === 1 && only !== undefined) void postAlone(only);
      else void postTogether(group).catch((error: unknown) => group.forEach(({ reject }) => reject(error)));
    }
  }

  return (request) =>
    new Promise((resolve, reject) => {
      const { calls } = request;
      if (calls === undefined) return void post(request).then(resolve, reject);
      if (waiting.length === 0) setImmediate(flush);
      waiting.push({ request, calls, bytes: Buffer.byteLength(request.body), resolve, reject });
    });
}

function grouped(all: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const groups: Waiting[][] = [];
  let room = { bytes: 0, calls: 0 };
  for (const one of all) {
    const left = { bytes: room.bytes - one.bytes, calls: room.calls - one.calls.length };
    if (left.bytes >= 0 && left.calls >= 0) {
      groups.at(-1)?.push(one);
      room = left;
    } else {
      groups.push([one]);
      room = { bytes: MOST_SHARED.bytes - one.bytes, calls: MOST_SHARED.calls - one.calls.length };
    }
  }
  return groups;
}
