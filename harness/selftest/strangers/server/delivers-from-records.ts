import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { RouteAccept, RouteConfig, ServerConfig } from "../../../targets/protocol.ts";
import { httpRole } from "../../http-role.ts";
import { BANK_NETWORKS, railOf } from "../bank-networks.ts";
import { bodyOf } from "../body-of.ts";
import { isObject, type JsonObject, parsed } from "../json.ts";

/**
 * A server for cards, ACH and SEPA that keeps a record of every payment, and sends what it sent before when one that it has
 * delivered for comes again to the same resource. Holds are captured or voided after the response. It verifies nothing itself, gives its
 * credential only where one is asked for, tells clients no more than it must, asks for the status where a reply was lost, and
 * makes no new offer while money may be moving. Its headers are in odd case, its bodies plain text.
 */
export const createInprocRole = () =>
  httpRole<ServerConfig>({
    name: "delivers-from-records",
    role: "server",
    schemes: ["auth-capture", "exact"],
    networks: ["card:visa", ...Object.keys(BANK_NETWORKS)],
    features: ["upstream", "facilitator", "instances", "routes", "flow-upfront", "metered", "restart"],
    open(config) {
      const routes = config.routes.filter(({ accepts }) => accepts.every((terms) => flowOf(terms) !== undefined));
      const shop: Shop = { config, routes, books: openBooks(config), busy: new Map() };
      return {
        listener: (request, response) => void handle({ request, response, shop }).catch(() => response.destroy()),
        unsupportedRoutes: config.routes.filter((route) => !routes.includes(route)).map(({ id }) => id),
        close: shop.books.close,
      };
    },
  });

type Flow = "hold" | "settled" | "accepted";

function flowOf(terms: RouteAccept): Flow | undefined {
  const { scheme, network, extra } = terms;
  if (scheme === "auth-capture") return network.startsWith("card:") && extra["paymentFlow"] === "escrow" ? "hold" : undefined;
  return scheme === "exact" && railOf(terms) !== undefined ? (extra["deliverOn"] as Flow) : undefined;
}

interface Shop {
  readonly config: ServerConfig;
  readonly routes: readonly RouteConfig[];
  readonly books: Books;
  /** What is being done for a payment. */
  readonly busy: Map<string, Promise<unknown>>;
}

interface Content {
  readonly status: number;
  readonly type: string;
  /** Base64. */
  readonly body: string;
  readonly charge?: string;
}

interface Entry {
  readonly terms: RouteAccept;
  /** The payload and the request it came with first. */
  readonly bound: string;
  state: "asked" | "paid" | "delivered" | "closed";
  content?: Content;
  /** What the client was told of the settlement. */
  told?: JsonObject;
  /** A lifecycle payload still to be sent. */
  todo?: JsonObject | undefined;
}

interface Presented {
  readonly response: ServerResponse;
  readonly shop: Shop;
  readonly terms: RouteAccept;
  /** As the client sent it. */
  readonly payment: JsonObject;
  readonly paymentId: string;
  readonly key: string;
  readonly bound: string;
  readonly offer: (error: string, told?: JsonObject) => void;
  readonly produce: () => Promise<Content>;
}

async function handle({ request, response, shop }: { request: IncomingMessage; response: ServerResponse; shop: Shop }): Promise<void> {
  const target = request.url ?? "/";
  const route = shop.routes.find(({ method, path }) => method === request.method && path === target.split("?")[0]);
  if (route === undefined) return void response.writeHead(404).end();
  const body = await bodyOf(request);
  const offer = (error: string, told?: JsonObject): void => {
    const required = { accepts: route.accepts, error, ...(route.extensions === undefined ? {} : { extensions: route.extensions }), resource: { mimeType: route.mimeType ?? "text/plain", url: `http://${request.headers.host}${target}` }, seller: "records", x402Version: 2 };
    response.writeHead(402, { "cache-control": "no-store", "pAYMENT-rEQUIRED": encode(required), ...(told === undefined ? {} : { "payment-Response": encode(told) }) }).end(`402: ${error}\n`);
  };
  const header = request.headers["payment-signature"];
  if (header === undefined) return offer("nothing paid");
  const payment = parsed(Buffer.from(String(header), "base64").toString());
  const { accepted, payload, x402Version } = isObject(payment) ? payment : {};
  if (!isObject(payment) || !isObject(accepted) || !isObject(payload) || x402Version !== 2) return void response.writeHead(400).end("unreadable payment\n");
  const { paymentId, token } = payload;
  if (typeof paymentId !== "string" || !/^[\w-]{16,128}$/.test(paymentId) || typeof token !== "string" || Object.hasOwn(payload, "type")) return void response.writeHead(400).end("unfit payload\n");

  const key = `${String(accepted["network"])} ${String(accepted["payTo"])} ${paymentId}`;
  const known = shop.books.entries.get(key);
  // What was begun goes on by its own terms, whatever is offered by now.
  const terms = [...(known === undefined ? [] : [known.terms]), ...route.accepts].find((offered) => Object.entries(offered).every(([name, value]) => sorted(accepted[name]) === sorted(value)));
  const flow = terms === undefined ? undefined : flowOf(terms);
  if (terms === undefined || flow === undefined) return offer("not the terms offered");
  const bound = createHash("sha256").update(sorted([payload, request.method, target, body.toString("base64")])).digest("hex");
  const produce = async (): Promise<Content> => await produced({ request, body, url: `${shop.config.upstream}${target}` }).catch((): Content => ({ status: 502, type: "text/plain", body: "" }));
  const presented: Presented = { response, shop, terms, payment, paymentId, key, bound, offer, produce };
  const turn = (shop.busy.get(key) ?? Promise.resolve()).then(async () => await FLOWS[flow](presented));
  const over = turn.catch(() => undefined);
  shop.busy.set(key, over);
  await turn;
  if (shop.busy.get(key) === over) shop.busy.delete(key);
}

const FLOWS: Readonly<Record<Flow, (presented: Presented) => Promise<void>>> = {
  async hold(presented) {
    const { shop, key, terms, bound, offer, paymentId, response, produce } = presented;
    const { entries, save } = shop.books;
    if (sentBefore(presented) || entries.has(key)) return void (response.headersSent || offer("this payment is over"));
    const entry: Entry = { terms, bound, state: "asked" };
    entries.set(key, entry);
    save();
    const held = (await settle(presented)) ?? (await settle(presented));
    if (held?.["success"] !== true) {
      if (held === undefined) Object.assign(entry, { state: "closed", todo: { type: "void", paymentId } });
      else entries.delete(key);
      save();
      if (held !== undefined) return offer("no hold", toldOf(held, terms));
      return void response.writeHead(503).end("nobody knows\n");
    }
    entry.state = "paid";
    save();
    const content = await produce();
    const asked = BigInt(content.charge ?? terms.amount);
    const amount = asked < BigInt(terms.amount) ? asked : BigInt(terms.amount);
    const delivers = content.status < 400;
    entry.todo = delivers && amount > 0n ? { amount: String(amount), paymentId, type: "capture" } : { paymentId, type: "void" };
    if (delivers) return deliver(presented, { entry, content, told: toldOf(held, terms) });
    entry.state = "closed";
    save();
    send(response, content);
  },

  async settled(presented) {
    const { shop, key, terms, bound, response, produce, offer } = presented;
    const { entries, save } = shop.books;
    if (sentBefore(presented)) return;
    const known = entries.get(key);
    if (known !== undefined && (known.bound !== bound || known.state === "delivered")) return offer("this payment is for something else");
    const entry: Entry = known ?? { terms, bound, state: "asked" };
    entries.set(key, entry);
    save();
    // What was paid for and could not be produced was settled before; it may have come back since.
    let answer = entry.state === "paid" ? await status(presented) : await settle(presented);
    if (answer === undefined || (known !== undefined && answer["errorReason"] === "duplicate_settlement")) answer = await status(presented);
    if (answer?.["success"] !== true) return unpaid(presented, answer);
    entry.state = "paid";
    save();
    const content = await produce();
    if (content.status >= 400) return send(response, content, toldOf(answer, terms));
    deliver(presented, { entry, content, told: toldOf(answer, terms) });
  },

  async accepted(presented) {
    const { shop, key, terms, bound, offer, response, produce } = presented;
    const { entries, save } = shop.books;
    if (sentBefore(presented)) return;
    const known = entries.get(key);
    if (known !== undefined && (known.bound !== bound || known.state === "delivered")) return offer("this payment is for something else");
    if (known !== undefined) {
      const past = await status(presented);
      if (past === undefined || isOver(past)) return unpaid(presented, past);
      if (isAccepted(past)) return deliver(presented, { entry: known, content: known.content ?? (await produce()), told: toldOf(past, terms) });
    }
    const verified = await ask(presented, "verify", presented.payment);
    if (verified === undefined) return void response.writeHead(503).end("nobody verifies\n");
    if (verified["isValid"] !== true) return offer(String(verified["invalidReason"] ?? "invalid"));
    const content = known?.content ?? (await produce());
    if (content.status >= 400) return send(response, content);
    const entry: Entry = known ?? { terms, bound, state: "asked", content };
    entries.set(key, entry);
    save();
    const answer = (await settle(presented)) ?? (await status(presented));
    if (answer === undefined || !isAccepted(answer)) return unpaid(presented, answer);
    deliver(presented, { entry, content, told: toldOf(answer, terms) });
  },
};

const isAccepted = ({ success, errorReason }: JsonObject): boolean => success === true || errorReason === "settlement_pending";
const isOver = ({ extra }: JsonObject): boolean => isObject(extra) && ["refused", "returned"].includes(String(extra["state"]));

/** @returns whether this very request was paid and answered before, and now has been again */
function sentBefore({ shop, key, bound, response }: Presented): boolean {
  const entry = shop.books.entries.get(key);
  if (entry?.state !== "delivered" || entry.bound !== bound || entry.content === undefined) return false;
  send(response, entry.content, entry.told);
  return true;
}

function deliver({ response, shop }: Presented, { entry, content, told }: { entry: Entry; content: Content; told: JsonObject }): void {
  Object.assign(entry, { state: "delivered", content, told });
  shop.books.save();
  send(response, content, told);
}

/** 402, and a new offer only where it is certain that no money moves. @param answer `undefined` where nobody knows */
function unpaid({ response, terms, offer }: Presented, answer: JsonObject | undefined): void {
  const told = toldOf(answer ?? { success: false }, terms);
  if (answer !== undefined && told["errorReason"] !== "settlement_pending" && told["errorReason"] !== "unexpected_settle_error") return offer("not settled", told);
  response.writeHead(402, { "Payment-RESPONSE": encode(told) }).end("come back with the same payment\n");
}

function toldOf({ success, errorReason, transaction }: JsonObject, { network }: RouteAccept): JsonObject {
  return { network, transaction: typeof transaction === "string" ? transaction : "", success: success === true, ...(success === true ? {} : { errorReason: typeof errorReason === "string" ? errorReason : "unexpected_settle_error" }) };
}

function send(response: ServerResponse, { status: code, type, body }: Content, told?: JsonObject): void {
  response.writeHead(code, { "content-type": type, ...(told === undefined ? {} : { "payment-RESPONSE": encode(told) }) }).end(Buffer.from(body, "base64"));
}

async function produced({ request, body, url }: { request: IncomingMessage; body: Buffer; url: string }): Promise<Content> {
  const response = await fetch(url, { method: request.method ?? "GET", redirect: "manual", ...(body.length === 0 ? {} : { body, headers: { "content-type": request.headers["content-type"] ?? "application/octet-stream" } }) });
  const charge = response.headers.get("x402-charge");
  return { status: response.status, type: response.headers.get("content-type") ?? "text/plain", body: Buffer.from(await response.arrayBuffer()).toString("base64"), ...(charge === null ? {} : { charge }) };
}

const settle = async (presented: Presented): Promise<JsonObject | undefined> => await ask(presented, "settle", presented.payment);

async function status(presented: Presented): Promise<JsonObject | undefined> {
  const { terms, paymentId } = presented;
  return await ask(presented, "settle", { x402Version: 2, accepted: terms, payload: { type: "status", paymentId } }, true);
}

/** @returns `undefined` where no answer says what became of it */
async function ask({ shop: { config }, terms }: { shop: Pick<Shop, "config">; terms: RouteAccept }, endpoint: "verify" | "settle", paymentPayload: JsonObject, asServer = false): Promise<JsonObject | undefined> {
  try {
    const credential = asServer && config.credential !== undefined ? { authorization: `Bearer ${config.credential}` } : {};
    const response = await fetch(`${config.facilitators[0]}/${endpoint}`, { method: "POST", redirect: "manual", headers: { "content-type": "application/json", ...credential }, body: JSON.stringify({ paymentRequirements: terms, paymentPayload, x402Version: 2 }) });
    const reply = parsed(await response.text());
    const said = isObject(reply) ? reply[endpoint === "verify" ? "isValid" : "success"] : undefined;
    return isObject(reply) && typeof said === "boolean" && (said === false || response.ok) ? reply : undefined;
  } catch {
    return undefined;
  }
}

interface Books {
  readonly entries: Map<string, Entry>;
  save(): void;
  /** Leaves what is to be done to whoever opens them next. */
  close(): void;
}

/** Milliseconds before what is to be done is tried, and before it is tried again. */
const SOON = 50;
const LATE = 500;

/** The records, in a file where there is a folder. Who opens it later takes over what is still to be done. */
function openBooks(config: ServerConfig): Books {
  const { stateFolder } = config;
  const file = stateFolder === undefined ? undefined : join(stateFolder, "records.json");
  if (stateFolder !== undefined) mkdirSync(stateFolder, { recursive: true });
  const entries = new Map(file !== undefined && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as [string, Entry][]) : []);
  let open = true;
  const save = (): void => {
    if (file !== undefined && open) writeFileSync(file, JSON.stringify([...entries]));
  };
  for (const [key, entry] of entries) {
    if (flowOf(entry.terms) !== "hold" || entry.state === "delivered" || entry.todo !== undefined) continue;
    Object.assign(entry, { state: "closed", todo: { type: "void", paymentId: key.split(" ").at(-1) } });
  }
  save();
  const sending = new Set<Entry>();
  const work = (): void => {
    if (!open) return;
    const left = [...entries.values()].filter((entry) => entry.todo !== undefined && !sending.has(entry));
    for (const entry of left) {
      sending.add(entry);
      void ask({ shop: { config }, terms: entry.terms }, "settle", { x402Version: 2, accepted: entry.terms, payload: entry.todo ?? {} }, true).then((reply) => {
        // What got no answer is sent again, the same, after a while.
        if (reply === undefined) return void setTimeout(() => sending.delete(entry), LATE).unref();
        entry.todo = undefined;
        save();
      });
    }
    setTimeout(work, SOON).unref();
  };
  setTimeout(work, SOON).unref();
  return { entries, save, close: () => void (open = false) };
}

const objectEntries = (value: object): readonly [string, unknown][] => Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
/** As JSON, with the members of every object in one order. */
const sorted = (value: unknown): string => JSON.stringify(value, (_, member: unknown) => (isObject(member) ? Object.fromEntries(objectEntries(member)) : member)) ?? "";
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64");
