import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PaymentRequirements } from "../../../../spec/types.ts";
import { type SvmChain, SvmNodeError, svm } from "../../../../simulators/chains/svm/index.ts";
import { addSignatures, type KeyPair, keyPairFromPrivateKey, parseBase64Transaction, serializeBase64Transaction } from "../../../../simulators/chains/svm/wire/index.ts";
import { method } from "../../../methods/exact-svm/method.ts";
import type { SvmEnvelope, SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import type { Scenario } from "../../scenario.ts";
import { scenarios as computeBudget } from "./compute-budget.ts";
import { scenarios as layout } from "./layout.ts";
import { scenarios as memo } from "./memo.ts";
import { scenarios as optional } from "./optional.ts";
import { scenarios as transfer } from "./transfer.ts";

/**
 * Each edited payment breaks one rule and no other: signed by the sponsor, the chain takes it. A refusal of it is
 * then a judgement of the rule, and no accident. Those the chain refuses as well are named, with what it says.
 */
const REFUSED_BY_CHAIN: Readonly<Record<string, RegExp>> = {
  "optional-programs/second-limit": /DuplicateInstruction/,
  "compute-discriminators/limit-twice": /DuplicateInstruction/,
  "compute-discriminators/price-twice": /DuplicateInstruction/,
  "compute-price-cap/second": /DuplicateInstruction/,
  // More than any sponsor has.
  "compute-price/10e12": /InsufficientFundsForFee/,
  "compute-price/highest": /InsufficientFundsForFee/,
  "destination/wallet": /InstructionError/,
  "destination/other-mint": /InstructionError/,
};

const all: readonly Scenario<SvmFacilitatorSeat>[] = [...layout, ...optional, ...memo, ...computeBudget, ...transfer];
const nameOf = ({ id }: { readonly id: string }): string => id.replace("facilitator/exact-svm/", "");

let chain: SvmChain;
beforeAll(async () => {
  chain = await svm.start({ seed: "edits", settings: {} });
});
afterAll(async () => await chain.stop());

interface Shown {
  readonly as: string;
  readonly envelope: SvmEnvelope;
}

/** Drives a scenario without a target: what it would have shown one that says yes to everything. */
async function shown(scenario: Scenario<SvmFacilitatorSeat>): Promise<{ readonly calls: readonly Shown[]; readonly marks: ReadonlyMap<string, unknown>; readonly sponsor: KeyPair }> {
  const calls: Shown[] = [];
  const marks = new Map<string, unknown>();
  const wallet = (name = "payer") => chain.wallet(`${scenario.id}/${name}`);
  const sponsor = wallet("sponsor");
  const balances = scenario.wallets ?? { payer: { balance: method.funds.payer } };
  await chain.fund([
    { address: sponsor.address, ...method.funds.sponsor },
    ...Object.entries(balances).map(([name, { balance }]) => ({ address: wallet(name).address, amount: balance })),
    { address: wallet("stranger").address },
    { address: wallet("recipient").address },
  ]);
  const requirements = (overrides: Partial<PaymentRequirements> = {}): PaymentRequirements => ({
    scheme: "exact", network: chain.network as PaymentRequirements["network"], amount: "10000", asset: chain.asset, payTo: wallet("recipient").address, maxTimeoutSeconds: 120, extra: { feePayer: sponsor.address }, ...overrides,
  });
  let drawn = 0;
  const effects = { now: () => Date.now(), randomBytes: (length: number) => createHash("sha512").update(`${scenario.id} ${(drawn += 1)}`).digest().subarray(0, length) };
  const seat = {
    node: chain,
    method,
    wallet,
    requirements,
    payment: async ({ requirements: asked = requirements(), ...bend }: { requirements?: PaymentRequirements } = {}) => {
      const payload = await method.createPayload({ chain, requirements: asked, wallet: wallet(), effects, bend });
      return { x402Version: 2, paymentPayload: { x402Version: 2, accepted: { ...asked }, payload }, paymentRequirements: { ...asked } };
    },
    verify: (envelope: SvmEnvelope, as: string) => {
      calls.push({ as, envelope });
      return Promise.resolve({ body: Buffer.from('{"isValid":true}') });
    },
    mark: (name: string, data: unknown) => void marks.set(name, data),
    chain: { sponsor: sponsor.address, claim: () => undefined, watch: () => undefined, script: () => undefined },
  };
  await scenario.drive(seat as unknown as SvmFacilitatorSeat);
  return { calls, marks, sponsor: keyPairFromPrivateKey(sponsor.privateKey) };
}

/** What the chain says of the payment once its sponsor has signed: `landed`, or its error. */
async function landing({ envelope, sponsor }: { envelope: SvmEnvelope; sponsor: KeyPair }): Promise<string> {
  const parsed = parseBase64Transaction(envelope.paymentPayload.payload.transaction);
  if (!parsed.ok) return parsed.code;
  try {
    await chain.send({ transaction: serializeBase64Transaction(addSignatures({ transaction: parsed.transaction, signers: [sponsor] })) });
    return "landed";
  } catch (error) {
    if (error instanceof SvmNodeError) return error.message;
    throw error;
  }
}

describe("what a scenario shows", () => {
  test.each(all.map((scenario) => [nameOf(scenario), scenario] as const))("%s", async (name, scenario) => {
    const { calls, marks, sponsor } = await shown(scenario);
    expect(calls.map(({ as }) => as)).toContain("control");
    expect(marks.get("executes") ?? true).toBe(true);
    // What is shown as later text's is the edit of another scenario.
    const judged = calls.filter(({ as }) => !["control", "forged", "priced", "later"].includes(as));
    expect(judged.length).toBeGreaterThan(0);
    for (const { as, envelope } of judged) expect(await landing({ envelope, sponsor }), as).toMatch(REFUSED_BY_CHAIN[name] ?? /^landed$/);
  });

  test("nothing is excused that is not there", () => {
    expect(all.map(nameOf)).toEqual(expect.arrayContaining(Object.keys(REFUSED_BY_CHAIN)));
  });
});
