import { isObject } from "../../json.ts";
import { type CallLog, masked, type PspCall, subjectsOf } from "./calls.ts";
import { newId, type PspContext } from "./context.ts";
import type { FaultBoard } from "./faults.ts";
import { createIdempotency } from "./idempotency.ts";
import { readQuery } from "./list.ts";
import type { Operation } from "./operation.ts";
import { PspError } from "./psp-error.ts";
import { forwardedBase, rebased } from "./public-url.ts";
import { hadEffect, refusal, type Reply } from "./reply.ts";
import { holdsCardData } from "./screen.ts";
import { sufferAfter, sufferBefore } from "./suffer.ts";
import type { ApiKey } from "./types.ts";

/** Who watches the calls of a provider, and may hold them up. */
export interface PspWatcher {
  /** Nothing was done yet. */
  before?(call: PspCall): void | Promise<void>;
  /** Everything was done; the answer has not left. */
  after?(call: PspCall): void | Promise<void>;
}

export interface ServeParts {
  readonly psp: PspContext;
  readonly log: CallLog;
  readonly faults: FaultBoard;
  readonly watchers: ReadonlySet<PspWatcher>;
}

/** Bytes of a request's body. */
export const MAX_BODY_BYTES = 64 * 1024;

/** A request and the operation its path stands for, if any. */
export interface Incoming {
  readonly operation: Operation | undefined;
  /** The id in its path; empty where it has none. */
  readonly id: string;
  readonly request: Request;
}

/** Answers one request. `Response.error()` says that the connection is to be cut. */
export type Serve = (incoming: Incoming) => Promise<Response>;

interface Decoded {
  readonly key: ApiKey | undefined;
  readonly url: URL;
  readonly text: string;
  readonly body: unknown;
  readonly idempotencyKey: string | null;
  readonly cardData: boolean;
}

export function createServe(parts: ServeParts): Serve {
  const { psp, log, faults, watchers } = parts;
  const slotFor = createIdempotency(psp);

  /** The operation, or what is stored of it; throws what refuses the request. */
  async function carryOut(options: { incoming: Incoming; decoded: Decoded; call: PspCall; turn: Promise<void> | undefined }): Promise<Reply> {
    const { incoming, decoded, call, turn } = options;
    const { operation, key } = admitted({ incoming, decoded });
    const operate = async (): Promise<Reply> => {
      await turn;
      const query = decoded.url.searchParams;
      const reply = attempt(() => {
        if (operation.takesQuery !== true) readQuery(query, {});
        return operation.run({ psp, key, id: incoming.id, body: isObject(decoded.body) ? decoded.body : {}, query });
      });
      log.note(call, { carriedOut: hadEffect(reply), ...intentOf({ call, reply }) });
      return reply;
    };
    const { idempotencyKey, url, body } = decoded;
    if (idempotencyKey === null || operation.method === "GET") return await operate();
    const slot = slotFor({ key, idempotencyKey, method: operation.method, path: url.pathname, body });
    if (slot.stored !== undefined) {
      log.note(call, { replayed: true, ...intentOf({ call, reply: slot.stored }) });
      return { ...slot.stored, headers: { "idempotent-replayed": "true" } };
    }
    try {
      const reply = await operate();
      // What was refused before anything was done may be put right and sent again.
      if (hadEffect(reply)) slot.store(reply);
      return reply;
    } finally {
      slot.leave();
    }
  }

  return async (incoming) => {
    const { request } = incoming;
    const decoded = await decode({ psp, request });
    const call = log.open({ id: newId(psp, "req"), position: psp.ledger.position(), ...described({ psp, incoming, decoded }) });
    const answer = (reply: Reply): Response => {
      log.note(call, { status: reply.status, error: errorCodeIn(reply.body) });
      return new Response(rebased({ body: reply.body, from: psp.baseUrl, to: forwardedBase(request) }), { status: reply.status, headers: { "content-type": "application/json", "request-id": call.id, ...reply.headers } });
    };

    for (const watcher of watchers) await watcher.before?.(call);
    const struck = faults.take(call);
    if (struck !== undefined) {
      log.note(call, { fault: "when" in struck.fault ? `${struck.fault.kind} ${struck.fault.when}` : struck.fault.kind });
      const early = await sufferBefore({ ...struck, signal: request.signal });
      if (early !== undefined) return early === "cut" ? Response.error() : answer(early);
    }
    const turn = struck?.fault.kind === "slow" ? struck.fault.until : undefined;
    const reply = await carryOut({ incoming, decoded, call, turn }).catch(refusal);
    const noted = log.note(call, {});
    for (const watcher of watchers) await watcher.after?.(noted);
    const late = struck === undefined ? undefined : await sufferAfter({ ...struck, signal: request.signal });
    return late === "cut" ? Response.error() : answer(late ?? reply);
  };
}

async function decode(options: { psp: PspContext; request: Request }): Promise<Decoded> {
  const { psp, request } = options;
  const url = new URL(request.url);
  const text = request.body === null ? "" : await request.text().catch(() => "");
  const body = parse(text);
  const idempotencyKey = request.headers.get("idempotency-key");
  const [, secret = ""] = /^Bearer +(\S{1,255})$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const key = psp.cell.current.keys.get(secret);
  return { key: key?.revoked === false ? key : undefined, url, text, body, idempotencyKey, cardData: holdsCardData({ path: `${url.pathname}${url.search}`, idempotencyKey, text, body }) };
}

/** Who may do what: in this order, so that a stranger learns nothing of paths. */
function admitted({ incoming, decoded }: { incoming: Incoming; decoded: Decoded }): { operation: Operation; key: ApiKey } {
  const { operation } = incoming;
  const { key, text, body, cardData } = decoded;
  if (key === undefined) throw new PspError({ status: 401, type: "authentication_error", code: "api_key_invalid", message: "Send Authorization: Bearer and an API key of this provider." });
  if (cardData) throw new PspError({ status: 400, code: "card_data_refused", message: "This API takes no card data: no numbers, no security codes, no expiry dates. Use a payment method token." });
  if (operation === undefined) throw new PspError({ status: 404, code: "path_unknown", message: "The API has no such path, or not for this method." });
  if (text !== "" && !isObject(body)) throw new PspError({ status: 400, code: "body_invalid", message: "The body is a JSON object." });
  return { operation, key };
}

/** A call as the log keeps it at first. Of one with card data only that it came. */
function described(options: { psp: PspContext; incoming: Incoming; decoded: Decoded }): Omit<PspCall, "id" | "sequence" | "position"> {
  const { psp, incoming, decoded } = options;
  const { key, url, body, idempotencyKey, cardData } = decoded;
  const path = cardData ? "" : `${url.pathname}${url.search}`;
  const kept = cardData ? null : masked(body);
  return {
    operation: incoming.operation?.name ?? "unknown",
    method: incoming.request.method,
    path: path.slice(0, 2_048),
    key: key?.id ?? null,
    idempotencyKey: cardData ? null : (idempotencyKey?.slice(0, 255) ?? null),
    body: kept,
    ...subjectsOf({ state: psp.cell.current, path, body: kept }),
    fault: null,
    status: null,
    error: null,
    replayed: false,
    carriedOut: false,
    cardData,
  };
}

function attempt(run: () => { readonly status?: number; readonly body: unknown }): Reply {
  try {
    const { status = 200, body } = run();
    return { status, body: JSON.stringify(body) };
  } catch (error) {
    return refusal(error);
  }
}

/** The intent an answer is about, where the request did not say. */
function intentOf({ call, reply }: { call: PspCall; reply: Reply }): Partial<PspCall> {
  const [, id] = call.intent === null ? (/"(pi_[a-z0-9]{24})"/.exec(reply.body) ?? []) : [];
  return id === undefined ? {} : { intent: id };
}

function errorCodeIn(body: string): string | null {
  const parsed = parse(body);
  const error = isObject(parsed) ? parsed["error"] : undefined;
  return isObject(error) && typeof error["code"] === "string" ? error["code"] : null;
}

function parse(text: string): unknown {
  if (text === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
