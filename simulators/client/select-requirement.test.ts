import { expect, it } from "vitest";
import type { PaymentRequirements } from "../../spec/types.ts";
import { faultSet } from "../faults.ts";
import { createClient as createExactEvm } from "../schemes/exact-evm/client.ts";
import type { SchemeClient } from "../schemes/scheme.ts";
import { minorUnits } from "./money.ts";
import { avoidMainnet, cheapest, maxAmount, onlyAssets, preferNetworks, type SelectionRule } from "./policy.ts";
import { selectRequirement } from "./select-requirement.ts";

const USDC = "0x036CbD53842c5426634e7929541eC2318f3dCF7e";
const BASE_USDC = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
const offer = (edit: Partial<PaymentRequirements> = {}): PaymentRequirements => ({
  scheme: "exact",
  network: "eip155:84532",
  amount: "10000",
  asset: USDC,
  payTo: "0x1111111111111111111111111111111111111111",
  maxTimeoutSeconds: 60,
  extra: { name: "USDC", version: "2" },
  ...edit,
});
const onBase = (edit: Partial<PaymentRequirements> = {}): PaymentRequirements => offer({ network: "eip155:8453", asset: BASE_USDC, ...edit });
const flow = (paymentFlow: unknown): Partial<PaymentRequirements> => ({ extra: { name: "USDC", version: "2", paymentFlow } });

const select = (accepts: readonly PaymentRequirements[], policy: readonly SelectionRule[] = []) =>
  selectRequirement({
    accepts,
    policy,
    schemes: [createExactEvm({ effects: { now: () => 0, randomBytes: (length) => new Uint8Array(length) }, faults: faultSet() })],
    wallets: [{ namespace: "eip155", privateKey: `0x${"17".repeat(32)}` }],
  });
const index = (accepts: readonly PaymentRequirements[], policy?: readonly SelectionRule[]): number => {
  const selection = select(accepts, policy);
  return selection.ok ? accepts.indexOf(selection.requirements) : -1;
};

it.each<[string, readonly PaymentRequirements[], readonly SelectionRule[], number]>([
  ["the server's first", [offer(), offer({ amount: "1" })], [], 0],
  ["none of an empty list", [], [], -1],
  ["what it supports", [offer({ scheme: "upto" }), offer({ network: "solana:1" }), offer()], [], 2],
  ["authorization before upfront", [offer(flow("upfront")), offer()], [], 1],
  ["upfront rather than nothing", [offer(flow("upfront"))], [], 0],
  ["a known flow", [offer(flow("future")), offer(flow(null)), offer(flow("authorization"))], [], 2],
  ["the preferred network", [offer(), onBase()], [preferNetworks(["eip155:8453"])], 1],
  ["no main network", [onBase(), offer()], [avoidMainnet()], 1],
  ["no network it cannot place", [offer({ network: "eip155:424242" })], [avoidMainnet()], -1],
  ["only the asset named, in any letter case", [onBase(), offer()], [onlyAssets([{ network: "eip155:84532", asset: USDC.toLowerCase() }])], 1],
  ["nothing above the cap", [offer({ amount: "9007199254740993" }), offer({ amount: "9007199254740992" })], [maxAmount(9007199254740992n)], 1],
  ["nothing at all above a cap of 0", [offer()], [maxAmount(0n)], -1],
  ["the cheapest", [offer({ amount: "10" }), offer({ amount: "9" })], [cheapest()], 1],
  ["the first of what cannot be compared", [offer({ amount: "10" }), onBase({ amount: "9" })], [cheapest()], 0],
  ["the preferred network before the flow", [offer(), onBase(flow("upfront"))], [preferNetworks(["eip155:8453"])], 1],
  ["the flow within the preferred network", [onBase(flow("upfront")), offer(), onBase()], [preferNetworks(["eip155:8453"])], 2],
  ["the flow before the price", [offer({ amount: "1", ...flow("upfront") }), offer({ amount: "2" })], [cheapest()], 1],
  ["the earlier rule before the later", [offer({ amount: "1" }), onBase({ amount: "2" })], [preferNetworks(["eip155:8453"]), cheapest()], 1],
])("picks %s", (_, accepts, policy, expected) => {
  expect(index(accepts, policy)).toBe(expected);
});

const STUB: SchemeClient = { scheme: "exact", flows: ["authorization"], supports: () => true, canPay: () => true, createPayload: () => Promise.resolve({}) };
const CARDS: SchemeClient = { ...STUB, scheme: "auth-capture", flows: ["escrow"] };
const card = (amount: string): PaymentRequirements => offer({ scheme: "auth-capture", network: "card:visa", asset: "USD", amount, extra: { paymentFlow: "escrow" } });
const fiat = (network: PaymentRequirements["network"], asset: string, amount: string): PaymentRequirements => ({ ...offer({ network, asset, amount }) });

it.each<[string, readonly PaymentRequirements[], readonly SelectionRule[], number]>([
  ["a preferred namespace", [fiat("ach:us", "USD", "1"), fiat("card:visa", "USD", "2")], [preferNetworks(["card:*"])], 1],
  ["a preferred card beside a chain, though it is held first", [offer(), card("100"), card("10")], [preferNetworks(["card:*"]), cheapest()], 2],
  ["a chain before a card, where nothing is preferred", [card("1"), offer()], [cheapest()], 1],
  ["within a namespace the server's first", [fiat("card:visa", "USD", "2"), fiat("card:amex", "USD", "1")], [preferNetworks(["card:*"])], 0],
  ["no namespace that only begins alike", [fiat("cards:x", "USD", "1"), fiat("card:visa", "USD", "2")], [preferNetworks(["card:*"])], 1],
  ["no rail, where main networks are avoided", [fiat("card:visa", "USD", "1"), offer()], [avoidMainnet()], 1],
  ["a rail that is excepted", [fiat("ach:us", "USD", "1"), fiat("card:visa", "USD", "1")], [avoidMainnet({ except: ["card:*"] })], 1],
  ["the cheapest of one currency on any rail", [fiat("card:visa", "USD", "20"), fiat("ach:us", "USD", "10")], [cheapest()], 1],
  ["the first of two currencies, whatever the numbers", [fiat("card:visa", "USD", "100"), fiat("card:visa", "JPY", "15")], [cheapest()], 0],
  ["a token and a currency of one name apart", [fiat("eip155:84532", "0xabc", "100"), fiat("eip155:8453", "0xABC", "1")], [cheapest()], 0],
  ["under the limit of its own currency", [fiat("card:visa", "KWD", "1251"), fiat("card:visa", "JPY", "1251")], [maxAmount([{ asset: "KWD", amount: 1_250n }])], 1],
  ["under the limit of a currency on every rail", [fiat("card:visa", "EUR", "101"), fiat("sepa:eu", "EUR", "101"), fiat("card:visa", "USD", "101")], [maxAmount([{ asset: "EUR", amount: 100n }])], 2],
  ["under the limit of one rail", [fiat("card:visa", "EUR", "101"), fiat("sepa:eu", "EUR", "101")], [maxAmount([{ asset: "EUR", network: "card:*", amount: 100n }])], 1],
  ["only one currency on any card", [fiat("card:visa", "EUR", "1"), fiat("card:amex", "USD", "1")], [onlyAssets([{ network: "card:*", asset: "USD" }])], 1],
])("among rails picks %s", (_, accepts, policy, expected) => {
  const selection = selectRequirement({ accepts, policy, schemes: [STUB, CARDS], wallets: [] });
  expect(selection.ok ? accepts.indexOf(selection.requirements) : -1).toBe(expected);
});

it("counts in minor units", () => {
  expect([minorUnits({ amount: "12.5", currency: "EUR" }), minorUnits({ amount: "500", currency: "JPY" }), minorUnits({ amount: "1.250", currency: "KWD" })]).toEqual([1_250n, 500n, 1_250n]);
  for (const wrong of [{ amount: "1.5", currency: "JPY" }, { amount: "1", currency: "usd" }, { amount: "-1", currency: "USD" }]) expect(() => minorUnits(wrong)).toThrow(RangeError);
});

it("says why it passed over each offer", () => {
  expect(select([offer({ scheme: "upto" }), offer(flow("future")), offer({ amount: "11" })], [maxAmount(10n)])).toEqual({
    ok: false,
    reasons: ["scheme upto on eip155:84532 cannot be paid with what this client has", 'payment flow "future" is unknown', `policy max-amount strikes out 11 of ${USDC} on eip155:84532`],
  });
});
