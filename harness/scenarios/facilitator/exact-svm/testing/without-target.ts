import type { PaymentRequirements } from "../../../../../spec/types.ts";
import type { ChainWallet } from "../../../../../simulators/chains/chain.ts";
import { type SvmChain, SvmNodeError } from "../../../../../simulators/chains/svm/index.ts";
import { addSignatures, type KeyPair, keyPairFromPrivateKey, parseBase64Transaction, serializeBase64Transaction, signersOf } from "../../../../../simulators/chains/svm/wire/index.ts";
import { method } from "../../../../methods/exact-svm/method.ts";
import type { SvmEnvelope, SvmFacilitatorSeat, SvmPaymentOptions } from "../../../../methods/exact-svm/scenarios.ts";
import { seededBytes } from "../../../../world/world.ts";
import type { Scenario } from "../../../scenario.ts";

/** What a scenario shows its target, and what the chain makes of it: for tests of the scenarios themselves. */

export interface Shown {
  readonly calls: readonly { readonly as: string; readonly envelope: SvmEnvelope }[];
  readonly marks: ReadonlyMap<string, unknown>;
  readonly sponsor: KeyPair;
}

/** Drives a scenario without a target: what it would have shown one that says yes to everything. */
export async function shown(options: { chain: SvmChain; scenario: Scenario<SvmFacilitatorSeat> }): Promise<Shown> {
  const { chain, scenario } = options;
  const calls: { as: string; envelope: SvmEnvelope }[] = [];
  const marks = new Map<string, unknown>();
  const wallet = (name = "payer"): ChainWallet => chain.wallet(`${scenario.id}/${name}`);
  const sponsor = wallet("sponsor");
  const balances = { ...(scenario.wallets ?? { payer: { balance: method.funds.payer } }), stranger: { balance: 0n }, recipient: { balance: 0n } };
  await chain.fund([{ address: sponsor.address, ...method.funds.sponsor }, ...Object.entries(balances).map(([name, { balance }]) => ({ address: wallet(name).address, amount: balance }))]);
  const effects = { now: () => Date.now(), randomBytes: seededBytes(scenario.id) };
  const requirements = (overrides: Partial<PaymentRequirements> = {}): PaymentRequirements => ({
    scheme: "exact", network: chain.network as PaymentRequirements["network"], amount: "10000", asset: chain.asset, payTo: wallet("recipient").address, maxTimeoutSeconds: 120, extra: { feePayer: sponsor.address }, ...overrides,
  });
  const payment = async ({ requirements: asked = requirements(), accepted, payer, signedBy, ...bend }: SvmPaymentOptions = {}): Promise<SvmEnvelope> => {
    const payload = await method.createPayload({ chain, requirements: asked, wallet: wallet(payer), effects, bend: { ...bend, ...(signedBy === undefined ? {} : { signer: wallet(signedBy) }) } });
    return { x402Version: 2, paymentPayload: { x402Version: 2, accepted: { ...(accepted ?? asked) }, payload: payload as SvmEnvelope["paymentPayload"]["payload"] }, paymentRequirements: { ...asked } };
  };
  const seat = {
    node: chain,
    method,
    wallet,
    requirements,
    payment,
    async forgery() {
      return await payment({ ...method.forged({ requirements: requirements() }), signedBy: "stranger" });
    },
    verify(envelope: SvmEnvelope, as: string) {
      calls.push({ as, envelope });
      return Promise.resolve({ body: Buffer.from('{"isValid":true}') });
    },
    mark: (name: string, data: unknown) => void marks.set(name, data),
    chain: { sponsor: sponsor.address, sponsorWallet: sponsor, claim: () => undefined, watch: () => undefined, script: () => undefined },
  };
  await scenario.drive(seat as unknown as SvmFacilitatorSeat);
  return { calls, marks, sponsor: keyPairFromPrivateKey(sponsor.privateKey) };
}

/** What the chain says of a payment once its sponsor has signed where it is asked to: `landed`, or the error. */
export async function landing(options: { chain: SvmChain; envelope: SvmEnvelope; sponsor: KeyPair }): Promise<string> {
  const { chain, envelope, sponsor } = options;
  const parsed = parseBase64Transaction(envelope.paymentPayload.payload.transaction);
  if (!parsed.ok) return parsed.code;
  const { transaction } = parsed;
  const signers = signersOf(transaction.message).includes(sponsor.address) ? [sponsor] : [];
  try {
    await chain.send({ transaction: serializeBase64Transaction(addSignatures({ transaction, signers })) });
    return "landed";
  } catch (error) {
    if (error instanceof SvmNodeError) return error.message;
    throw error;
  }
}
