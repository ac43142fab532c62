import { afterEach, beforeEach, expect, test } from "vitest";
import { createClient } from "../client/create-client.ts";
import { createFacilitator } from "../facilitator/create-facilitator.ts";
import { serveFacilitator } from "../facilitator/http.ts";
import { faultSet } from "../faults.ts";
import { startHttpFace } from "../server/http-face.ts";
import { createResourceServer } from "../server/resource-server.ts";
import { memoryStore } from "../store.ts";
import { createHttpFetch } from "../transports/http/http-fetch.ts";
import type { DeliverOn } from "./network.ts";
import { HALVES } from "./testing/halves.ts";
import { ALL, type BankWorld, RAILS, type RailName, SHOP, startBankWorld } from "./testing/world.ts";

/** Client, server and facilitator over HTTP, and the simulated PSP behind them. */

let world: BankWorld;
let closings: (() => unknown)[] = [];
beforeEach(async () => {
  world = await startBankWorld({ seed: "bank-end-to-end" });
  closings = [];
});
afterEach(async () => {
  for (const close of closings.toReversed()) await close();
  await world.close();
});

const effects = { now: () => Date.now(), randomBytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
const CREDENTIAL = "credential-of-the-shop";

async function open(options: { rail: RailName; deliverOn: DeliverOn; as?: string; serverFaults?: readonly string[] }) {
  const { rail, deliverOn, serverFaults } = options;
  const fetch = createHttpFetch();
  /** Replies to settles, in their order, that never reach the server. */
  const lost = new Set<number>();
  const settles: string[] = [];
  const payer = world.payer(options);
  const facilitator = await serveFacilitator({ facilitator: createFacilitator({ schemes: [world.half({ rail })] }), servers: [{ credential: CREDENTIAL, accounts: [SHOP] }] });
  closings.push(() => facilitator.close());
  let served = 0;
  const server = createResourceServer({
    routes: [{ id: "only", method: "GET", path: "/", accepts: [world.requirements({ rail, deliverOn })] }],
    schemes: [HALVES[rail].createServer({ faults: faultSet() })],
    facilitators: [facilitator.url],
    credential: CREDENTIAL,
    store: memoryStore(),
    faults: faultSet(serverFaults),
    async fetch(request) {
      const response = await fetch(request);
      if (!request.url.endsWith("/settle")) return response;
      settles.push(Buffer.from(request.body ?? []).toString("utf8").includes('"type":"status"') ? "status" : "settle");
      if (lost.has(settles.length)) throw new TypeError("connection cut");
      return response;
    },
    handler: async () => await Promise.resolve({ status: 200, headers: [["Content-Type", "text/plain"]] as const, body: Buffer.from(`content ${(served += 1)}`) }),
  });
  const face = await startHttpFace({ server });
  closings.push(() => face.close(), () => server.close());
  const namespace = RAILS[rail].network.split(":")[0] ?? "";
  const name = rail === "ach" ? "" : `${rail}/`;
  let waits = 0;
  const client = createClient({
    schemes: [HALVES[rail].createClient({ effects, faults: faultSet() })],
    wallets: [{ namespace, privateKey: `simpay/${name}${payer.token}` }],
    fetch,
    async pause() {
      waits += 1;
      await world.settleAll();
    },
  });
  const buy = async () => {
    const { status, body, payment } = await client.fetch({ url: face.url });
    const settlement = payment?.settlement;
    return { status, text: Buffer.from(body).toString("utf8"), sent: payment?.sent, report: settlement?.kind === "read" ? settlement.response : undefined };
  };
  const present = async (sent: unknown): Promise<number> => (await fetch({ method: "GET", url: face.url, headers: [["PAYMENT-SIGNATURE", Buffer.from(JSON.stringify(sent)).toString("base64")]] })).status;
  return { payer, buy, present, lost, settles, served: () => served, waits: () => waits };
}

test.each(ALL)("%s: delivered once it has settled, and once only", async (rail) => {
  const { payer, buy, present, served, waits } = await open({ rail, deliverOn: "settled" });
  const bought = await buy();
  expect([bought.status, bought.text]).toEqual([200, "content 1"]);
  expect(bought.report).toMatchObject({ success: true, network: RAILS[rail].network });
  // Over debits the client has come back once, with the same payment.
  expect(waits()).toBe(rail === "sct-inst" ? 0 : 1);
  expect(await present(bought.sent)).toBe(402);
  expect(await present({ ...bought.sent, payload: { type: "status", paymentId: bought.sent?.payload["paymentId"] } })).toBe(402);
  expect([served(), world.paid(payer, rail)]).toEqual([1, 1_250n]);
});

test.each(["ach", "sdd-core"] as const)("%s: delivered on acceptance, and told as pending", async (rail) => {
  const { payer, buy, present, served } = await open({ rail, deliverOn: "accepted" });
  const bought = await buy();
  expect([bought.status, bought.text]).toEqual([200, "content 1"]);
  expect(bought.report).toMatchObject({ success: false, errorReason: "settlement_pending", transaction: expect.stringMatching(/^pi_/) as unknown });
  expect(world.paid(payer, rail)).toBe(0n);
  expect(await Promise.all([present(bought.sent), present(bought.sent)])).toEqual([402, 402]);
  await world.settleAll();
  expect([served(), world.paid(payer, rail), await present(bought.sent)]).toEqual([1, 1_250n, 402]);
});

test.each<[RailName, string]>([
  ["ach", "ach_turned_down"],
  ["sdd-core", "sepa_debit_turned_down_ac04"],
  ["sct-inst", "sepa_instant_reject_ac04"],
])("%s: refused, and not delivered", async (rail, as) => {
  const { buy, served, payer } = await open({ rail, deliverOn: "settled", as });
  const bought = await buy();
  expect([bought.status, bought.report]).toMatchObject([402, { success: false, errorReason: RAILS[rail].refused }]);
  expect([served(), world.paid(payer, rail)]).toEqual([0, 0n]);
});

test("a debit that comes back before it was delivered for is not delivered", async () => {
  const { buy, served } = await open({ rail: "sdd-core", deliverOn: "settled", as: "sepa_debit_reject_ac04" });
  expect(await buy()).toMatchObject({ status: 402, report: { success: false, errorReason: "sepa_refused", extra: { state: "refused", reasonCode: "AC04" } } });
  expect(served()).toBe(0);
});

test.each<[RailName, DeliverOn]>([
  ["ach", "settled"],
  ["ach", "accepted"],
  ["sdd-core", "accepted"],
  ["sct-inst", "settled"],
])("%s on %s: a lost reply to the settle that delivers is made up for by a status, once", async (rail, deliverOn) => {
  const { buy, present, lost, settles, served, payer } = await open({ rail, deliverOn });
  // The first is pending where it is about debits that deliver when settled: there the second one delivers.
  lost.add(rail === "ach" && deliverOn === "settled" ? 2 : 1);
  const bought = await buy();
  expect([bought.status, bought.text.startsWith("content")]).toEqual([200, true]);
  expect(settles).toContain("status");
  expect(await present(bought.sent)).toBe(402);
  await world.settleAll();
  expect([served(), world.paid(payer, rail)]).toEqual([deliverOn === "accepted" ? 2 : 1, 1_250n]);
});

test("a status that is lost as well is asked for again", async () => {
  const { buy, lost, settles, served } = await open({ rail: "sct-inst", deliverOn: "settled" });
  for (const one of [1, 3]) lost.add(one);
  expect((await buy()).status).toBe(200);
  expect([settles, served()]).toEqual([["settle", "settle", "status", "settle", "status"], 1]);
});

test("a server that does not ask never delivers what was paid", async () => {
  const { buy, lost, served, payer } = await open({ rail: "sct-inst", deliverOn: "settled", serverFaults: ["server.flow.lost-reply-unasked"] });
  lost.add(1);
  expect((await buy()).status).toBe(402);
  expect([served(), world.paid(payer, "sct-inst")]).toEqual([0, 1_250n]);
});

test("duplicates are no reason to ask where nothing was lost", async () => {
  const { buy, present, settles } = await open({ rail: "sct-inst", deliverOn: "settled" });
  const { sent } = await buy();
  await present(sent);
  expect(settles).toEqual(["settle"]);
});
