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

async function open(options: { rail: RailName; deliverOn: DeliverOn; as?: string }) {
  const { rail, deliverOn } = options;
  const fetch = createHttpFetch();
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
    fetch,
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
  return { payer, buy, present, served: () => served, waits: () => waits };
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
