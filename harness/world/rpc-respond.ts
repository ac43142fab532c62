import { isObject, type JsonObject } from "../../simulators/json.ts";
import { type ExactJson, messagesOf, readOrNothing } from "./exact-json.ts";
import type { ReceivedRequest } from "./http-peer.ts";
import { type AskedCall, idText, isPlainCall } from "./rpc-calls.ts";
import type { NodeAnswer, RpcRequest } from "./rpc-forwarder.ts";
import type { Script } from "./script.ts";

/** Answers one HTTP request of a target: by the node, but for the calls that a case answers by script. */
export async function respond(options: { request: ReceivedRequest; read: (message: ExactJson) => AskedCall; forward: (request: RpcRequest) => Promise<NodeAnswer> }): Promise<Script> {
  const { request, forward } = options;
  // No node takes that much.
  if (request.bodyBytes > request.body.byteLength) return { status: 413, headers: [["Content-Type", "text/plain"]], body: "Payload Too Large\n" };
  const contentType = request.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const body = readOrNothing(Buffer.from(request.body).toString("utf8"));
  const batch = Array.isArray(body?.value);
  const asked = body === undefined ? [] : messagesOf(body).map(options.read);
  const open = asked.filter(({ scripted }) => scripted === undefined);

  let node: NodeAnswer | undefined;
  if (open.length > 0 || asked.length === 0) {
    await Promise.all(open.flatMap((call) => call.ready() ?? []));
    const shares = request.method === "POST" && /^application\/json *(;|$)/i.test(contentType ?? "") && open.length > 0 && open.every(({ message }) => isPlainCall(message));
    const whole = open.length === asked.length;
    try {
      node = await forward({
        method: request.method,
        contentType,
        body: whole ? request.body : JSON.stringify(open.map(({ message }) => message)),
        ...(shares ? { calls: open.map(({ message }) => message as JsonObject) } : {}),
      });
    } catch (error) {
      for (const call of open) call.unanswered(String(error));
      return { drop: "before-headers" };
    }
  }
  const replies = node === undefined ? new Map<AskedCall, JsonObject>() : recordReplies({ open, node });

  // What breaks one answer of a batch breaks the response that carries them all.
  if (asked.some(({ scripted }) => scripted?.kind === "drop")) return { drop: "before-headers" };
  for (const { scripted } of asked) if (scripted?.kind === "text") return { status: scripted.status, headers: [["Content-Type", "text/html"]], body: scripted.text };
  if (node?.kind === "http" && (open.length === asked.length || node.status !== 200 || (replies.size === 0 && open.some(({ id }) => id !== undefined)))) return { status: node.status, headers: node.headers, body: node.text };
  const all = asked.flatMap((call) => (call.scripted?.kind === "reply" ? (call.id === undefined ? [] : [call.scripted.reply]) : (replies.get(call) ?? [])));
  // Nothing is said to notifications.
  if (all.length === 0) return { headers: [["Content-Type", "application/json"]] };
  return { json: batch ? all : all[0] };
}

/** Records what each call was answered. @returns the replies, to be written */
function recordReplies(options: { open: readonly AskedCall[]; node: NodeAnswer }): Map<AskedCall, JsonObject> {
  const { open, node } = options;
  const replies = new Map<AskedCall, JsonObject>();
  if (node.kind === "replies") {
    for (const [index, call] of open.entries()) {
      const reply = node.replies[index];
      if (reply === undefined) continue;
      call.answered(reply.value);
      replies.set(call, reply.exact);
    }
    return replies;
  }
  const body = readOrNothing(node.text);
  const given = body === undefined ? [] : messagesOf(body);
  const taken = new Set<ExactJson>();
  for (const call of open) {
    const reply = given.find((one) => !taken.has(one) && isObject(one.value) && isObject(one.exact) && idText(one.exact["id"]) === call.id);
    if (reply !== undefined) taken.add(reply);
    if (reply !== undefined && node.status === 200) replies.set(call, reply.exact as JsonObject);
    const value = reply?.value ?? (given.length === 1 ? given[0]?.value : undefined);
    if (isObject(value)) call.answered(value);
    else call.answered(node.text === "" && node.status === 200 ? {} : { error: `HTTP ${node.status}: ${node.text.slice(0, 500)}` });
  }
  return replies;
}
