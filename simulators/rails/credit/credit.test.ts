import { afterAll, beforeAll, expect, test } from "vitest";
import { DIRECTORY_PATH } from "../../http-signatures/index.ts";
import type { CreditChain } from "./credit-chain.ts";
import { credit as key } from "./local-chain.ts";

let chain: CreditChain;
beforeAll(async () => {
  chain = await key.start({ seed: "credit-test", settings: {} });
});
afterAll(async () => await chain.stop());

async function commit(body: unknown): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`${chain.rpcUrl}/commitments`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
async function agent(query: Record<string, string>): Promise<unknown> {
  return await (await fetch(`${chain.rpcUrl}/agents?${new URLSearchParams(query).toString()}`)).json();
}

test("an agent publishes the keys of its wallets, registered or not", async () => {
  const wallet = chain.wallet("payer");
  const stranger = chain.unregistered("payer");
  for (const { agent: origin, jwk } of [wallet, stranger]) {
    const response = await fetch(`${origin}${DIRECTORY_PATH}`);
    expect(response.headers.get("content-type")).toBe("application/http-message-signatures-directory+json");
    expect(((await response.json()) as { keys: unknown[] }).keys).toContainEqual(jwk);
  }
  expect(chain.wallet("payer")).toEqual(wallet);
  expect(stranger.address).not.toBe(wallet.address);
});

test("the network recognizes agents, and bills keys that were registered", async () => {
  const wallet = chain.wallet("registered");
  expect(await agent({ agent: wallet.agent, keyid: wallet.address })).toEqual({ recognized: true, directory: `${wallet.agent}${DIRECTORY_PATH}` });
  await chain.fund([{ address: wallet.address, amount: 500n }]);
  expect(await agent({ agent: wallet.agent, keyid: wallet.address })).toMatchObject({ recognized: true, billingIdentifier: expect.stringMatching(/^bill_/) as string });
  expect(await agent({ agent: chain.unregistered("x").agent, keyid: wallet.address })).toEqual({ recognized: false });
  expect(await agent({})).toEqual({ recognized: false });
});

test("a commitment is counted once, and only as far as the credit goes", async () => {
  const { address: keyid } = chain.wallet("committing");
  const after = await chain.position();
  await chain.fund([{ address: keyid, amount: 100n }]);
  const first = await commit({ keyid, amount: "60", asset: "USD", reference: "r1" });
  expect(first).toEqual({ status: 201, body: { id: expect.stringMatching(/^cmt_/) as string } });
  expect(await commit({ keyid, amount: "60", asset: "USD", reference: "r1" })).toEqual(first);
  expect((await commit({ keyid, amount: "61", asset: "USD", reference: "r1" })).status).toBe(409);
  expect((await commit({ keyid, amount: "41", asset: "USD", reference: "r2" })).status).toBe(402);
  expect((await commit({ keyid: "nobody", amount: "1", asset: "USD", reference: "r3" })).status).toBe(404);
  for (const wrong of [{}, { keyid, amount: 1, asset: "USD", reference: "r" }, { keyid, amount: "0", asset: "USD", reference: "r" }, { keyid, amount: "1", asset: "usd", reference: "r" }]) expect((await commit(wrong)).status).toBe(400);
  expect(await chain.transfers({ after, accounts: [keyid] })).toMatchObject([{ sender: keyid, recipient: "merchant", amount: 60n, transaction: first.body["id"] }]);
  expect(await chain.balances({ accounts: [keyid] })).toMatchObject([{ amount: 40n }]);
});

test("billing pays merchants out and gives agents their credit back; the books stay balanced", async () => {
  const { address: keyid } = chain.wallet("billed");
  await chain.fund([{ address: keyid, amount: 100n }]);
  const restore = await chain.snapshot();
  await commit({ keyid, amount: "30", asset: "USD", reference: "b1" });
  expect(chain.credit.bill()).toBeGreaterThan(0);
  expect(chain.credit.bill()).toBe(0);
  expect(chain.credit.balance({ owner: keyid, currency: "USD" })).toBe(100n);
  for (const { debits, credits } of chain.credit.ledger.trialBalance()) expect(debits).toBe(credits);
  await restore();
  expect(chain.credit.commitments().some(({ reference }) => reference === "b1")).toBe(false);
});
