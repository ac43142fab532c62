import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { request as call } from "undici";
import type { FacilitatorConfig, ProviderConfig } from "../../../targets/protocol.ts";
import { httpRole } from "../../http-role.ts";
import { textsIn } from "../account-data.ts";
import { bodyOf } from "../body-of.ts";
import { inTurn, type Turns } from "../in-turn.ts";
import { isObject, type JsonObject, objectOr, parsed } from "../json.ts";

/**
 * A facilitator for Visa cards that takes every liberty the draft leaves: verification looks at the form alone; a hold is
 * made in two calls; a declined card is never tried again, whatever the class; who repeats himself is answered from a file
 * in which everything is kept; what it refuses it refuses with 4xx and codes of its own choice. It takes no events.
 */
export const createInprocRole = () =>
  httpRole<FacilitatorConfig>({
    name: "two-step-cards",
    role: "facilitator",
    schemes: [SCHEME],
    networks: [NETWORK],
    features: ["chain", "instances", "restart"],
    open({ chains, servers = [], stateFolder }) {
      const providers = chains[NETWORK]?.providers;
      if (providers === undefined) throw Object.assign(new Error(`serves ${NETWORK} only`), { code: "unsupported" });
      const seat: Seat = { providers, servers: new Map(servers.map(({ credential, accounts }) => [credential, accounts])), file: stateFolder === undefined ? undefined : join(stateFolder, "cards.json"), payments: new Map(), spent: new Set(), timers: [], turns: new Map() };
      if (stateFolder !== undefined) mkdirSync(stateFolder, { recursive: true });
      load(seat);
      return { listener: (request, response) => void handle({ request, response, seat }).catch(() => response.destroy()), close: () => void seat.timers.forEach((timer) => clearTimeout(timer)) };
    },
  });

const SCHEME = "auth-capture";
const NETWORK = "card:visa";
/** ISO 4217 codes it takes. */
const CURRENCIES = ["USD", "EUR", "JPY", "KWD", "GBP"];

interface Seat {
  readonly providers: Readonly<Record<string, ProviderConfig>>;
  readonly servers: ReadonlyMap<string, readonly string[]>;
  readonly file: string | undefined;
  readonly payments: Map<string, Payment>;
  /** Single-use tokens that were presented to an issuer. */
  readonly spent: Set<string>;
  /** Of what is given back at its deadline. */
  readonly timers: NodeJS.Timeout[];
  /** One thing at a time for each payment. */
  readonly turns: Turns;
}

interface Payment {
  readonly psp: string;
  /** What may not change when the payment is presented again. */
  readonly terms: string;
  readonly amount: string;
  readonly deadline: number | undefined;
  intent?: string;
  /** What became of the hold. */
  hold?: "held" | "card_declined" | "card_authentication_required";
  /** The lifecycle payload that closed it, and its answer. */
  end?: { readonly payload: string; answer?: JsonObject };
}

class Refusal extends Error {
  readonly status: number;
  readonly transaction: string;
  constructor(status: number, code: string, transaction = "") {
    super(code);
    this.status = status;
    this.transaction = transaction;
  }
}

async function handle({ request, response, seat }: { request: IncomingMessage; response: ServerResponse; seat: Seat }): Promise<void> {
  const send = (status: number, body: JsonObject): void => void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  const endpoint = `${request.method} ${request.url}`;
  if (endpoint === "GET /supported") return send(200, { kinds: [{ x402Version: 2, scheme: SCHEME, network: NETWORK, extra: { psps: Object.keys(seat.providers) } }], extensions: [], signers: {} });
  if (endpoint !== "POST /verify" && endpoint !== "POST /settle") return send(404, { error: "not here" });
  const settles = endpoint === "POST /settle";
  try {
    const asked = read(parsed((await bodyOf(request)).toString()), seat);
    if (!settles) return send(200, { isValid: true });
    const accounts = seat.servers.get(/^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "") ?? [];
    const run = async (): Promise<JsonObject> => await (asked.type === undefined ? authorize(asked, seat) : finalize(asked, seat, accounts));
    send(200, await inTurn({ turns: seat.turns, about: [asked.key], run }));
  } catch (error) {
    const { status, message, transaction } = error instanceof Refusal ? error : new Refusal(503, settles ? "unexpected_settle_error" : "unexpected_verify_error");
    send(status, settles ? { success: false, errorReason: message, transaction, network: NETWORK } : { isValid: false, invalidReason: message });
  }
}

type Asked = ReturnType<typeof read>;

/** @throws Refusal */
function read(body: unknown, { providers }: Seat) {
  const { x402Version, paymentPayload: envelope, paymentRequirements: required } = objectOr(body);
  if (!isObject(envelope) || typeof x402Version !== "number") throw new Refusal(400, "invalid_payload");
  if (x402Version !== 2 || envelope["x402Version"] !== 2) throw new Refusal(400, "invalid_x402_version");
  if (!isObject(required) || !isObject(envelope["accepted"])) throw new Refusal(400, "invalid_payment_requirements");
  const { accepted } = envelope;
  const payload = objectOr(envelope["payload"]);
  const { token, paymentId, type } = payload;
  if (required["scheme"] !== SCHEME || accepted["scheme"] !== SCHEME) throw new Refusal(422, "unsupported_scheme");
  if (required["network"] !== NETWORK || accepted["network"] !== NETWORK) throw new Refusal(422, "invalid_network");
  const { amount, asset, payTo } = required;
  const { psp, paymentFlow, captureDeadline } = objectOr(required["extra"]);
  if (accepted["asset"] !== asset || accepted["payTo"] !== payTo || (type === undefined && accepted["amount"] !== amount)) throw new Refusal(422, "invalid_payment_requirements");
  if (typeof payTo !== "string" || typeof asset !== "string" || !CURRENCIES.includes(asset) || typeof amount !== "string" || !/^(?:0|[1-9][0-9]{0,11})$/.test(amount)) throw new Refusal(422, "invalid_payment_requirements");
  if (typeof psp !== "string" || !Object.hasOwn(providers, psp) || paymentFlow !== "escrow") throw new Refusal(422, "invalid_payment_requirements");
  if (typeof paymentId !== "string" || !/^[A-Za-z0-9_-]{16,128}$/.test(paymentId) || (type === undefined && typeof token !== "string")) throw new Refusal(422, "invalid_payload");
  if (textsIn(payload).some(looksLikeCard)) throw new Refusal(422, "invalid_payload");
  const deadline = typeof captureDeadline === "number" ? captureDeadline : undefined;
  return { amount, asset, payTo, psp, deadline, token: String(token), paymentId, type, payload, key: `${payTo} ${paymentId}` };
}

async function authorize(asked: Asked, seat: Seat): Promise<JsonObject> {
  const { amount, asset, payTo, psp, token, key, deadline } = asked;
  const terms = JSON.stringify([token, amount, asset, psp]);
  const known = seat.payments.get(key);
  if (known !== undefined && known.terms !== terms) throw new Refusal(409, "invalid_payload", known.intent);
  if (known === undefined) await assertUnspent(asked, seat);
  const payment: Payment = known ?? { psp, terms, amount, deadline };
  seat.payments.set(key, payment);
  save(seat);
  if (payment.intent === undefined) {
    const made = await ask({ seat, psp, path: "/v1/payment_intents", key: `make ${key}`, body: { amount: Number(amount), currency: asset, merchant_account: payTo, capture_method: "manual", transaction_indicator: "x402", merchant_reference: digest(key) } });
    if (typeof made["id"] !== "string") throw new Refusal(422, "invalid_payment_requirements");
    payment.intent = made["id"];
    save(seat);
  }
  if (payment.hold === undefined) {
    const answer = await ask({ seat, psp, path: `/v1/payment_intents/${payment.intent}/confirm`, key: `confirm ${key}`, body: { payment_method: token, on_authentication: "fail" } });
    payment.hold = answer["status"] === "requires_capture" ? "held" : objectOr(answer["error"])["code"] === "authentication_required" ? "card_authentication_required" : "card_declined";
    save(seat);
    watch({ payment, key, seat });
  }
  if (payment.hold !== "held") throw new Refusal(422, payment.hold, "");
  return { success: true, transaction: payment.intent, network: NETWORK, amount };
}

/** A token that may be used once is not presented twice, whatever the provider would do. */
async function assertUnspent({ psp, token }: Asked, seat: Seat): Promise<void> {
  const method = await ask({ seat, psp, path: `/v1/payment_methods/${encodeURIComponent(token)}` });
  if (objectOr(method["error"])["code"] !== undefined) throw new Refusal(422, "card_declined");
  if (seat.spent.has(token)) throw new Refusal(409, "invalid_payload");
  if (method["single_use"] === true) seat.spent.add(token);
}

async function finalize({ payload, type, payTo, key }: Asked, seat: Seat, accounts: readonly string[]): Promise<JsonObject> {
  if (type !== "capture" && type !== "void") throw new Refusal(422, "invalid_payload");
  if (!accounts.includes(payTo)) throw new Refusal(403, "invalid_payload");
  const payment = seat.payments.get(key);
  if (payment?.hold !== "held" || payment.intent === undefined) throw new Refusal(404, "invalid_payload");
  const content = JSON.stringify([type, payload["amount"]]);
  if (payment.end !== undefined && payment.end.payload !== content) throw new Refusal(409, "invalid_payload", payment.intent);
  const { amount } = payload;
  if (type === "capture" && (typeof amount !== "string" || !/^[1-9][0-9]{0,11}$/.test(amount) || BigInt(amount) > BigInt(payment.amount))) throw new Refusal(422, "invalid_payload", payment.intent);
  const asked = payment.end !== undefined;
  payment.end ??= { payload: content };
  save(seat);
  if (payment.end.answer !== undefined) return payment.end.answer;
  const path = `/v1/payment_intents/${payment.intent}`;
  const act = async (): Promise<JsonObject> => await ask({ seat, psp: payment.psp, path: `${path}/${type === "capture" ? "capture" : "cancel"}`, key: `${type} ${key}`, body: type === "capture" ? { amount_to_capture: Number(amount) } : {} });
  const before = asked ? await ask({ seat, psp: payment.psp, path }) : undefined;
  const { status } = before === undefined || before["status"] === "requires_capture" ? await act() : before;
  if (status === "processing") throw new Refusal(202, "settlement_pending", payment.intent);
  if (status !== "succeeded" && status !== "canceled") throw new Refusal(422, "invalid_transaction_state", payment.intent);
  payment.end.answer = { success: true, transaction: payment.intent, network: NETWORK, ...(type === "capture" ? { amount } : {}) };
  save(seat);
  return payment.end.answer;
}

/** Gives the money back at the deadline, when nobody has asked for it by then. */
function watch({ payment, key, seat }: { payment: Payment; key: string; seat: Seat }): void {
  if (payment.deadline === undefined || payment.hold !== "held" || payment.end !== undefined) return;
  const timer = setTimeout(() => {
    const run = async (): Promise<void> => {
      if (payment.end !== undefined) return;
      payment.end = { payload: "deadline" };
      save(seat);
      await ask({ seat, psp: payment.psp, path: `/v1/payment_intents/${payment.intent}/cancel`, key: `void ${key}`, body: {} });
    };
    void inTurn({ turns: seat.turns, about: [key], run }).catch(() => undefined);
  }, Math.max(0, payment.deadline * 1000 - Date.now()));
  timer.unref();
  seat.timers.push(timer);
}

/** @throws whatever undici throws where there is no answer, Refusal where there is one of no use */
async function ask({ seat, psp, path, key, body }: { seat: Seat; psp: string; path: string; key?: string; body?: JsonObject }): Promise<JsonObject> {
  const provider = seat.providers[psp];
  const { statusCode, body: answer } = await call(`${provider?.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${provider?.key}`, ...(key === undefined ? {} : { "idempotency-key": digest(key) }), ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headersTimeout: 8_000,
  });
  const replied = parsed(await answer.text());
  if (statusCode >= 500 || !isObject(replied)) throw new Refusal(503, "unexpected_settle_error");
  return replied;
}

function save({ file, payments, spent }: Seat): void {
  if (file !== undefined) writeFileSync(file, JSON.stringify({ payments: [...payments], spent: [...spent] }));
}

function load(seat: Seat): void {
  if (seat.file === undefined || !existsSync(seat.file)) return;
  const kept = JSON.parse(readFileSync(seat.file, "utf8")) as { payments: [string, Payment][]; spent: string[] };
  for (const [key, payment] of kept.payments) {
    seat.payments.set(key, payment);
    watch({ payment, key, seat });
  }
  for (const token of kept.spent) seat.spent.add(token);
}

/** Thirteen to nineteen digits that pass the Luhn test, anywhere in a text. */
function looksLikeCard(text: string): boolean {
  return (text.match(/\d{13,19}/g) ?? []).some((digits) => [...digits].toReversed().reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)), 0) % 10 === 0);
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex");
