import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createShared } from "../chains/shared.ts";
import { ach } from "./ach/local-chain.ts";
import { card } from "./card/local-chain.ts";
import type { RailChain } from "./rail-chain.ts";
import { sepa } from "./sepa/local-chain.ts";
import { clientOf } from "./testing/psp-client.ts";
import { startBeside, startRails } from "./world.ts";

describe("rails as local chains", () => {
  const shared = createShared();
  const chains: Record<string, RailChain> = {};
  beforeAll(async () => {
    for (const key of [card, ach, sepa]) chains[key.id] = await key.start({ seed: "run", settings: {}, shared });
  });
  afterAll(async () => void (await Promise.all(Object.values(chains).map((chain) => chain.stop()))));
  const of = (id: string): RailChain => chains[id] ?? expect.fail(id);

  test("of one world stand on one provider and one ledger, those of another world on others", async () => {
    expect(new Set(Object.values(chains).map(({ rpcUrl }) => rpcUrl)).size).toBe(1);
    expect(of("card").world).toBe(of("sepa").world);
    const alone = await card.start({ seed: "run", settings: {} });
    expect(alone.rpcUrl).not.toBe(of("card").rpcUrl);
    expect(alone.wallet("c1/payer")).toEqual(of("card").wallet("c1/payer"));
    await alone.stop();
    await expect(fetch(alone.rpcUrl)).rejects.toThrow();
  });

  test.each([
    ["card", "card:visa", "USD"],
    ["ach", "ach:us", "USD"],
    ["sepa", "sepa:eu", "EUR"],
  ])("%s is %s and pays in %s", (id, network, asset) => expect(of(id)).toMatchObject({ network, asset, version: `${id}-rail simulated` }));

  test("wallets are parties, with a token to pay with or a key to act with", () => {
    const chain = of("card");
    expect(chain.wallet("c1/payer")).toEqual(chain.wallet("c1/payer"));
    expect(chain.wallet("c1/payer").address).toBe(of("ach").wallet("c1/payer").address);
    expect(chain.wallet("c1/payer").address).not.toBe(chain.wallet("c2/payer").address);
    expect(chain.wallet("c1/payer").privateKey).toMatch(/^simpay\/pm_/);
    for (const path of ["facilitator/x", "sponsor/shared/x"]) expect(chain.wallet(path).privateKey).toBe(chain.wallet(path).platformKey);
    expect(Object.keys(of("sepa").wallet("c1/payer").tokens)).toEqual(["sepa_instant", "sepa_debit"]);
  });

  test.each([
    ["card", {}],
    ["ach", { mandate_data: {} }],
    ["sepa", {}],
  ])("a payment over %s is a transfer, a balance and a transaction", async (id, more) => {
    const chain = of(id);
    const payer = chain.wallet(`${id}/payer`);
    const shop = chain.wallet(`${id}/recipient`);
    await chain.fund([{ address: payer.address, amount: 1_000n }, { address: shop.address }]);
    const after = await chain.position();
    const ask = clientOf({ fetch, origin: chain.rpcUrl, key: chain.wallet("facilitator/x").privateKey });
    const { body } = await ask("POST /v1/payment_intents", { body: { amount: 70, currency: chain.asset, merchant_account: shop.address, payment_method: payer.tokens[Object.keys(payer.tokens)[0] ?? ""], confirm: true, ...more } });
    await chain.world.clock.advance({ timeline: payer.address, days: 10 });
    const accounts = [payer.address, shop.address];
    expect(await chain.balances({ accounts })).toEqual([{ address: payer.address, asset: chain.asset, amount: 930n }, { address: shop.address, asset: chain.asset, amount: 70n }]);
    const transfers = await chain.transfers({ after, accounts });
    expect(transfers).toMatchObject([{ sender: payer.address, recipient: shop.address, amount: 70n, asset: chain.asset, transaction: body.id }]);
    expect(transfers[0]?.position).toBeGreaterThan(after);
    expect(await chain.transactions({ ids: [body.id, "pi_none"] })).toMatchObject([{ id: body.id, sender: payer.address, to: shop.address, status: "success" }]);
    expect(await chain.balances({ accounts, asset: "native" })).toMatchObject([{ amount: 0n }, { amount: 0n }]);
  });

  test("a snapshot brings all of it back", async () => {
    const chain = of("card");
    const { address } = chain.wallet("s/payer");
    const restore = await chain.snapshot();
    await chain.fund([{ address, amount: 5n }]);
    await restore();
    expect(await of("ach").balances({ accounts: [address] })).toMatchObject([{ amount: 0n }]);
  });

  test("ids in a call are its tokens; nonsense has none", () => {
    const chain = of("card");
    const { address, tokens } = chain.wallet("c1/payer");
    const [token = ""] = Object.values(tokens);
    expect(chain.tokensOf({ method: `POST /v1/payment_intents`, params: { merchant_account: address, payment_method: token } })).toEqual([address, token]);
    const cyclic: unknown[] = [];
    cyclic.push(cyclic);
    for (const params of [undefined, null, cyclic, 5n, "x"]) expect(chain.tokensOf({ method: "x", params })).toEqual([]);
  });
});

test("two providers stand on the same rails, and know nothing of each other's tokens", async () => {
  const world = await startRails({ seed: "two", psps: ["simpay", "otherpay"] });
  const [one, two] = [...world.psps.values()];
  if (one === undefined || two === undefined) return expect.fail("two providers");
  for (const { control } of [one, two]) control.openMerchant({ id: "acct_shop" });
  world.fund({ owner: "alice", currency: "USD", amount: 150n });
  const token = one.control.tokens.mint({ owner: "alice", as: "card_visa" }).id;
  const other = two.control.tokens.mint({ owner: "alice", as: "card_visa" }).id;
  expect(token).not.toBe(other);
  const pay = async (psp: typeof one, payment_method: string) => (await clientOf({ fetch, origin: psp.url, key: psp.control.issueKey().secret })("POST /v1/payment_intents", { body: { amount: 100, currency: "USD", merchant_account: "acct_shop", payment_method, confirm: true, capture_method: "manual" } })).body;
  expect((await pay(two, token)).error).toMatchObject({ code: "resource_missing" });
  expect((await pay(one, token)).status).toBe("requires_capture");
  expect([world.balance({ owner: "alice", currency: "USD" }), world.held({ owner: "alice", currency: "USD" })]).toEqual([50n, 100n]);
  // The money is held with one: the other's card network sees that.
  expect((await pay(two, other)).error).toMatchObject({ decline_code: "insufficient_funds" });
  await world.close();
});

test.each([
  ["2026-11-20T10:00:00Z", "2026-11-20T15:00:00.000Z"],
  ["2026-11-20T15:00:00Z", "2026-11-23T15:00:00.000Z"],
  ["2026-12-24T16:00:00Z", "2026-12-28T15:00:00.000Z"],
])("beside a wall clock that shows %s the suite's starts at %s", (wall, start) => expect(new Date(startBeside(Date.parse(wall))).toISOString()).toBe(start));
