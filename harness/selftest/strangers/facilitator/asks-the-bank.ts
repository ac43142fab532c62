import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { FacilitatorConfig, ProviderConfig } from "../../../targets/protocol.ts";
import { httpRole } from "../../http-role.ts";
import { isAccount, textsIn } from "../account-data.ts";
import { askProvider, type ProviderAnswer, type ProviderRequest, Unanswered } from "../ask-provider.ts";
import { BANK_NETWORKS, railOf } from "../bank-networks.ts";
import { bodyOf } from "../body-of.ts";
import { inTurn, type Turns } from "../in-turn.ts";
import { isObject, type JsonObject, objectOr, parsed } from "../json.ts";

/**
 * A facilitator for ACH and SEPA that takes no events and believes no memory: each settle and each status asks the provider
 * anew. A payment is created in one call and started in another; an answer that was lost is never asked for again but looked up.
 * It reads the payload before the requirements, refuses with 4xx, gives neither payer nor amount, and no day once it has settled, adds
 * members of its own, and keeps all payments of both networks in one file.
 */
export const createInprocRole = () =>
  httpRole<FacilitatorConfig>({
    name: "asks-the-bank",
    role: "facilitator",
    networks: Object.keys(BANK_NETWORKS),
    features: ["chain", "instances", "restart"],
    open({ chains, servers = [], stateFolder, confirmationTimeoutSeconds }) {
      const providers = new Map(Object.entries(chains).flatMap(([network, { providers: given }]) => (Object.hasOwn(BANK_NETWORKS, network) && given !== undefined ? [[network, given] as const] : [])));
      if (providers.size === 0) throw Object.assign(new Error(`serves ${Object.keys(BANK_NETWORKS).join(", ")} only`), { code: "unsupported" });
      if (stateFolder !== undefined) mkdirSync(stateFolder, { recursive: true });
      const file = stateFolder === undefined ? undefined : join(stateFolder, "banks.json");
      const kept = file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as { payments: [string, Payment][]; spent: [string, string][] }) : undefined;
      const seat: Seat = { providers, file, payments: new Map(kept?.payments), spent: new Map(kept?.spent), accounts: new Map(servers.map(({ credential, accounts }) => [credential, accounts])), patience: Math.min(10, confirmationTimeoutSeconds) * 1000, turns: new Map() };
      return { listener: (request, response) => void handle({ request, response, seat }).catch(() => response.destroy()) };
    },
  });

interface Seat {
  readonly providers: ReadonlyMap<string, Readonly<Record<string, ProviderConfig>>>;
  readonly accounts: ReadonlyMap<string, readonly string[]>;
  readonly payments: Map<string, Payment>;
  /** Mandates and consents for one payment, and whose they were. */
  readonly spent: Map<string, string>;
  readonly file: string | undefined;
  /** Milliseconds that an instant transfer is waited for. */
  readonly patience: number;
  readonly turns: Turns;
}

interface View {
  readonly state: "pending" | "settled" | "refused" | "returned";
  readonly reasonCode?: string;
  readonly refunded?: string;
  readonly settlementDate?: string;
  /** The provider looks into it: the rail has given no answer in time. */
  readonly unclear?: boolean;
}

interface Payment {
  readonly network: string;
  /** What may not change when the payment is presented again. */
  readonly terms: string;
  readonly psp: string;
  readonly rail: string;
  readonly deliverOn: string;
  intent?: string;
  mandate?: string;
  /** The provider was told to start it. */
  told?: boolean;
  /** As it was found last. */
  view?: View;
  /** The reply that delivers was given. */
  delivered?: boolean;
}

class Refusal extends Error {
  readonly status: number;
  constructor(status: number, code: string) {
    super(code);
    this.status = status;
  }
}

async function handle({ request, response, seat }: { request: IncomingMessage; response: ServerResponse; seat: Seat }): Promise<void> {
  const send = (status: number, body: JsonObject): void => void response.writeHead(status, { "content-type": "application/json; charset=utf-8", "x-served-by": "asks-the-bank" }).end(JSON.stringify({ servedBy: "asks-the-bank", ...body }));
  const endpoint = `${request.method} ${request.url}`;
  if (endpoint === "GET /supported") return send(200, { signers: {}, extensions: [], kinds: [...seat.providers].map(([network, providers]) => ({ network, scheme: "exact", extra: kindOf(network, Object.keys(providers)), x402Version: 2 })) });
  if (endpoint !== "POST /verify" && endpoint !== "POST /settle") return send(404, { error: "not here" });
  const settles = endpoint === "POST /settle";
  let asked: Asked | undefined;
  try {
    asked = read(parsed((await bodyOf(request)).toString()), seat);
    if (!settles) return await verify(asked, seat).then(() => send(200, { isValid: true }));
    const own = seat.accounts.get(/^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "")?.includes(asked.payTo) === true;
    const { status, body } = asked.type === undefined ? await pay(asked, seat) : await tell(asked, seat, own);
    send(status, body);
  } catch (error) {
    const { status, message } = error instanceof Refusal ? error : new Refusal(503, settles ? "unexpected_settle_error" : "unexpected_verify_error");
    // What was refused has no payment behind it; where nobody knows, there may be one.
    const transaction = error instanceof Refusal || asked === undefined ? "" : (seat.payments.get(asked.key)?.intent ?? "");
    send(status, settles ? { success: false, errorReason: message, transaction, network: asked?.network ?? [...seat.providers.keys()][0] } : { isValid: false, invalidReason: message });
  }
}

function kindOf(network: string, psps: readonly string[]): JsonObject {
  const rails = Object.keys(BANK_NETWORKS[network]?.rails ?? {});
  return rails.includes("") ? { psps } : { rails: Object.fromEntries(rails.map((rail) => [rail, psps])) };
}

type Asked = ReturnType<typeof read>;

/** @throws Refusal */
function read(body: unknown, { providers }: Seat) {
  const { x402Version, paymentPayload: envelope, paymentRequirements: required } = objectOr(body);
  if (!isObject(envelope) || typeof x402Version !== "number" || !isObject(required) || !isObject(envelope["accepted"])) throw new Refusal(400, "invalid_payload");
  if (x402Version !== 2 || envelope["x402Version"] !== 2) throw new Refusal(400, "invalid_x402_version");
  const { accepted } = envelope;
  const { network, amount, asset, payTo } = required;
  if (required["scheme"] !== "exact" || accepted["scheme"] !== "exact") throw new Refusal(422, "unsupported_scheme");
  const psps = typeof network === "string" && accepted["network"] === network ? providers.get(network) : undefined;
  if (typeof network !== "string" || psps === undefined) throw new Refusal(422, "invalid_network");

  const { token, paymentId, type, ...rest } = objectOr(envelope["payload"]);
  if (typeof paymentId !== "string" || !/^[\w-]{16,128}$/.test(paymentId) || (type === undefined ? typeof token !== "string" || token === "" : type !== "status")) throw new Refusal(400, "invalid_payload");
  if (textsIn([token, paymentId, rest]).some(isAccount) || /^[\d\s-]+$/.test(String(token))) throw new Refusal(422, "invalid_payload");

  const { psp, rail = "", deliverOn } = objectOr(required["extra"]);
  const terms = railOf(required);
  const common = { network, prefix: String(BANK_NETWORKS[network]?.prefix), payTo: String(payTo), type, key: `${String(payTo)} ${paymentId}` };
  // A question has the payment's network and payTo, and need not have more.
  if (type !== undefined) return { ...common, tokens: "", denied: "", amount: "", psp: "", rail: "", deliverOn: "", token: "", bound: "" };
  const same = (name: string): boolean => accepted[name] === required[name];
  const sameExtra = (name: string): boolean => objectOr(accepted["extra"])[name] === objectOr(required["extra"])[name];
  if (!["asset", "payTo", "amount"].every(same) || !["psp", "rail", "deliverOn", "paymentFlow"].every(sameExtra)) throw new Refusal(422, "invalid_payment_requirements");
  if (typeof amount !== "string" || !/^[1-9]\d{0,11}$/.test(amount) || typeof payTo !== "string" || payTo === "" || isAccount(payTo)) throw new Refusal(422, "invalid_payment_requirements");
  if (typeof psp !== "string" || !Object.hasOwn(psps, psp) || terms === undefined) throw new Refusal(422, "invalid_payment_requirements");
  const { tokens, denied } = terms;
  return { ...common, tokens, denied, amount, psp, rail: String(rail), deliverOn: String(deliverOn), token: String(token), bound: JSON.stringify([token, amount, asset, psp, network, rail]) };
}

/** @throws Refusal */
function find({ key, bound, prefix }: Asked, { payments }: Seat): Payment | undefined {
  const payment = payments.get(key);
  if (payment !== undefined && payment.terms !== bound) throw new Refusal(409, `${prefix}_payment_id_conflict`);
  return payment;
}

async function verify(asked: Asked, seat: Seat): Promise<void> {
  if (asked.type !== undefined) throw new Refusal(400, "invalid_payload");
  const payment = find(asked, seat);
  if (payment?.told !== true) return void (await authorization(asked, seat));
  const view = await look(asked, payment, seat);
  if (view?.state === "refused" || view?.state === "returned") throw new Refusal(422, codeOf(payment, view.state));
  if (payment.delivered === true) throw new Refusal(409, "duplicate_settlement");
}

/**
 * What allows the payment: the id of a mandate, or nothing where the token has a consent.
 *
 * @throws Refusal
 */
async function authorization({ psp, network, token, tokens, denied, prefix, payTo, amount, key }: Asked, seat: Seat): Promise<{ mandate?: string; once?: string }> {
  const unused = (name: string): boolean => [undefined, key].includes(seat.spent.get(name));
  const method = await ask({ seat, psp, network, path: `/v1/payment_methods/${encodeURIComponent(token)}` });
  if (method.status >= 400 || method.body["type"] !== tokens || method.body["detached"] === true) throw new Refusal(422, `${prefix}_token_invalid`);
  if (method.body["single_use"] === true && method.body["used"] === true) throw new Refusal(422, denied);
  const { consent } = method.body;
  if (tokens === "sepa_instant") {
    const once = `${psp} ${token} ${String(objectOr(consent)["created"])}`;
    const { status, merchant_account: merchant, amount: agreed, single_use: single } = objectOr(consent);
    if (status !== "active" || (merchant ?? payTo) !== payTo || (agreed ?? Number(amount)) !== Number(amount) || (single === true && !unused(once))) throw new Refusal(403, denied);
    return single === true ? { once } : {};
  }
  const { body } = await ask({ seat, psp, network, path: `/v1/mandates?payment_method=${encodeURIComponent(token)}&merchant_account=${encodeURIComponent(payTo)}` });
  const mandates = Array.isArray(body["data"]) ? body["data"].filter(isObject) : [];
  const mandate = mandates.find(({ id, status, max_amount: most, type }) => status === "active" && (most === null || Number(most) >= Number(amount)) && (type !== "single_use" || unused(`${psp} ${String(id)}`)));
  if (mandate === undefined) throw new Refusal(403, denied);
  const id = String(mandate["id"]);
  return { mandate: id, ...(mandate["type"] === "single_use" ? { once: `${psp} ${id}` } : {}) };
}

async function pay(asked: Asked, seat: Seat): Promise<ProviderAnswer> {
  const payment = await inTurn({ turns: seat.turns, about: [asked.key, `${asked.psp} ${asked.token}`], run: async () => await start(asked, seat) });
  let view = await look(asked, payment, seat);
  for (let left = seat.patience; asked.rail === "sct-inst" && view?.state === "pending" && view.unclear !== true && left > 0; left -= BETWEEN) {
    await sleep(BETWEEN);
    view = await look(asked, payment, seat);
  }
  if (view === undefined) throw new Unanswered("It was never started.");
  if (view.state !== "pending" && view.state !== "settled") return told(payment, view, 422, codeOf(payment, view.state));
  if (payment.delivered === true) return told(payment, view, 409, "duplicate_settlement");
  if (payment.deliverOn === "accepted" || view.state === "settled") {
    payment.delivered = true;
    save(seat);
  }
  return view.state === "settled" ? told(payment, view, 200) : told(payment, view, 202, "settlement_pending");
}

/** Has the provider start what it was not told to start yet. @throws Refusal, Unanswered */
async function start(asked: Asked, seat: Seat): Promise<Payment> {
  const { psp, network, rail, deliverOn, key, bound, amount, payTo, token } = asked;
  const known = find(asked, seat);
  if (known?.told === true && (await look(asked, known, seat)) !== undefined) return known;
  // What was told to start, and did not, may still be on its way: it is told again, and not examined again.
  const { mandate, once } = known?.told === true ? {} : await authorization(asked, seat);
  const payment: Payment = known ?? { network, terms: bound, psp, rail, deliverOn };
  if (mandate !== undefined) payment.mandate = mandate;
  seat.payments.set(key, payment);
  save(seat);
  const reference = digest(`${network} ${key}`);
  if (payment.intent === undefined && known !== undefined) {
    const { body } = await ask({ seat, psp, network, path: `/v1/payment_intents?merchant_reference=${reference}` });
    const [found] = Array.isArray(body["data"]) ? body["data"].filter(isObject) : [];
    if (typeof found?.["id"] === "string") payment.intent = found["id"];
  }
  if (payment.intent === undefined) {
    const { body } = await ask({ seat, psp, network, path: "/v1/payment_intents", key: `c-${reference}`, send: { amount: Number(amount), currency: BANK_NETWORKS[network]?.currency, merchant_account: payTo, payment_method: token, merchant_reference: reference } });
    if (typeof body["id"] !== "string") {
      seat.payments.delete(key);
      save(seat);
      throw new Refusal(422, "invalid_payment_requirements");
    }
    payment.intent = body["id"];
  }
  payment.told = true;
  if (once !== undefined) seat.spent.set(once, key);
  save(seat);
  // Whatever the answer is, and also where there is none: what it comes to is looked up afterwards.
  const answer = await ask({ seat, psp, network, path: `/v1/payment_intents/${payment.intent}/confirm`, key: `s-${reference}`, send: payment.mandate === undefined ? {} : { mandate: payment.mandate } }).catch(() => undefined);
  const code = String(objectOr(answer?.body["error"])["code"] ?? "");
  if (/^(?:mandate|consent|payment_method)_/.test(code)) {
    payment.told = false;
    if (once !== undefined) seat.spent.delete(once);
    save(seat);
    throw new Refusal(403, asked.denied);
  }
  if (answer?.status === 400 && code !== "intent_unexpected_state") payment.view = { state: "refused" };
  save(seat);
  return payment;
}

/** Milliseconds between two looks at an instant transfer. */
const BETWEEN = 40;

/** The server of `payTo` wants to know. */
async function tell(asked: Asked, seat: Seat, own: boolean): Promise<ProviderAnswer> {
  if (!own) throw new Refusal(401, `${asked.prefix}_server_not_authenticated`);
  const payment = seat.payments.get(asked.key);
  if (payment === undefined || payment.network !== asked.network) throw new Refusal(404, `${asked.prefix}_payment_unknown`);
  const view = payment.told === true ? await look(asked, payment, seat) : undefined;
  if (view === undefined) throw new Unanswered("It was never started.");
  if (view.state === "pending") return told(payment, view, 200, "settlement_pending");
  return view.state === "settled" ? told(payment, view, 200) : told(payment, view, 200, codeOf(payment, view.state));
}

/**
 * Asks the provider what became of a payment, unless that can change no more.
 *
 * @returns `undefined` where it was not started
 * @throws Unanswered
 */
async function look({ network }: Asked, payment: Payment, seat: Seat): Promise<View | undefined> {
  const { psp, intent, view: last } = payment;
  if (last?.state === "refused" || last?.state === "returned" || intent === undefined) return last;
  const answer = await ask({ seat, psp, network, path: `/v1/payment_intents/${intent}` }).catch(() => undefined);
  // What was accepted stays so as far as anybody knows; whether what had settled is still there, nobody does.
  if (answer?.status !== 200 && last?.state === "pending") return last;
  if (answer?.status !== 200) throw new Unanswered("The provider does not say.");
  const { status, last_payment_error: error, return: back, amount_refunded: refunded, under_investigation: unclear, settlement_date: day } = answer.body;
  const state = STATES[String(status)];
  if (state === undefined) return;
  const reason = objectOr(state === "returned" ? back : error);
  // Who gives an instant transfer back does so by a code of its own; the recall's is why it was asked for.
  const reasonCode = reason["answer_code"] ?? reason["reason_code"];
  payment.view = { state, unclear: unclear === true, ...(typeof reasonCode === "string" && state !== "settled" ? { reasonCode } : {}), ...(state === "pending" && typeof day === "string" ? { settlementDate: day } : {}), ...(Number(refunded) > 0 ? { refunded: String(refunded) } : {}) };
  save(seat);
  return payment.view;
}

const STATES: Readonly<Record<string, View["state"]>> = { processing: "pending", succeeded: "settled", failed: "refused", canceled: "refused", returned: "returned" };

function codeOf({ network }: Payment, state: "refused" | "returned"): string {
  return state === "returned" ? `${BANK_NETWORKS[network]?.prefix}_returned` : String(BANK_NETWORKS[network]?.refused);
}

function told({ intent, network }: Payment, { unclear, ...view }: View, status: number, errorReason?: string): ProviderAnswer {
  return { status, body: { network, transaction: intent ?? "", success: errorReason === undefined, ...(errorReason === undefined ? {} : { errorReason }), extra: { ...view, looked: true, ...(unclear === true ? { unclear } : {}) } } };
}

/** @throws Unanswered */
async function ask({ seat, network, psp, ...request }: { seat: Seat; network: string; psp: string } & Omit<ProviderRequest, "provider">): Promise<ProviderAnswer> {
  return await askProvider({ provider: seat.providers.get(network)?.[psp], ...request });
}

function save({ file, payments, spent }: Seat): void {
  if (file !== undefined) writeFileSync(file, JSON.stringify({ payments: [...payments], spent: [...spent] }));
}

const digest = (text: string): string => createHash("sha256").update(text).digest("hex").slice(0, 40);
