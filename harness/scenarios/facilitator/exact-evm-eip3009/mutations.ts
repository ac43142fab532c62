import type { ErrorClass } from "../../../../spec/registry.ts";
import { blockAddress, counterfactualWallet, deploySmartWallet, fundWallets, installToken, type SmartWalletMode } from "../../../../simulators/chains/evm/index.ts";
import { withHighS } from "../../../../simulators/schemes/exact-evm/eip3009.ts";
import { type EvmEnvelope, evmFacilitatorScenario, type EvmFacilitatorSeat, type EvmPaymentOptions } from "../../../methods/exact-evm/scenarios.ts";
import { edited, saysTrue } from "../../../seats/facilitator-seat.ts";
import type { ScenarioDefinition } from "../../scenario.ts";

/**
 * Payments with one thing wrong. Each case first has the same payment verified with nothing wrong,
 * so that a refusal is a judgement of the edit.
 */
interface Mutation {
  readonly id: string;
  readonly title: string;
  /** The kind of failure, for the meaning of the reason given. Several where a facilitator may rightly see either, none where it may see anything. */
  readonly classes?: readonly ErrorClass[];
  readonly wallets?: ScenarioDefinition<EvmFacilitatorSeat>["wallets"];
  /** The payment that must be refused; made from the control payment or anew. */
  readonly make: (seat: EvmFacilitatorSeat, control: EvmEnvelope) => EvmEnvelope | Promise<EvmEnvelope>;
  /** The text leaves acceptance open; but what is found valid must then settle. */
  readonly settleIfValid?: boolean;
}

const TOKENS = 1_000_000_000n;

/** Signed anew with a difference: everything is consistent but that. */
const signed = (bend: EvmPaymentOptions | ((seat: EvmFacilitatorSeat) => EvmPaymentOptions)): Mutation["make"] => async (seat) => await seat.payment(typeof bend === "function" ? bend(seat) : bend);

/** Changed after signing. */
const tampered = (member: string, value: (seat: EvmFacilitatorSeat, before: string) => string, follow?: (copy: EvmEnvelope, value: string) => void): Mutation["make"] => (seat, control) =>
  edited(control, (copy) => {
    const { authorization } = copy.paymentPayload.payload;
    const after = value(seat, String(authorization[member]));
    authorization[member] = after;
    seat.chain.claim(after);
    // The requirement follows the change, so that only the signature speaks against it.
    follow?.(copy, after);
  });

const bothRequire = (member: string) => (copy: EvmEnvelope, value: string): void => {
  copy.paymentPayload.accepted[member] = value;
  copy.paymentRequirements[member] = value;
};

const plus = (amount: bigint) => (_seat: EvmFacilitatorSeat, before: string): string => (BigInt(before) + amount).toString();

const MUTATIONS: readonly Mutation[] = [
  { id: "signature/flipped-byte", title: "one byte of the signature changed", classes: ["signature"], make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload.signature = flipped(control.paymentPayload.payload.signature, 10))) },
  { id: "signature/other-key", title: "signed by a stranger", classes: ["signature"], make: signed({ signedBy: "stranger" }) },
  { id: "signature/domain-name", title: "signed under another domain name", classes: ["signature", "requirements"], make: signed({ domain: { name: "Not USDC" } }) },
  { id: "signature/domain-version", title: "signed under another domain version", classes: ["signature", "requirements"], make: signed({ domain: { version: "1" } }) },
  { id: "signature/empty", title: "an empty signature", classes: ["signature", "malformed"], make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload.signature = "0x")) },
  { id: "signature/zeros", title: "65 zero bytes for a signature", classes: ["signature", "malformed"], make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload.signature = `0x${"00".repeat(65)}`)) },

  { id: "tampered/from", title: "from changed after signing, to another account with money", classes: ["signature"], wallets: { payer: { balance: TOKENS }, other: { balance: TOKENS } }, make: tampered("from", (seat) => seat.wallet("other").address) },
  { id: "tampered/to", title: "to changed after signing, payTo with it", classes: ["signature"], make: tampered("to", (seat) => seat.wallet("stranger").address, bothRequire("payTo")) },
  { id: "tampered/value", title: "value changed after signing, amount with it", classes: ["signature"], make: tampered("value", plus(1n), bothRequire("amount")) },
  { id: "tampered/valid-after", title: "validAfter changed after signing", classes: ["signature"], make: tampered("validAfter", plus(-1n)) },
  { id: "tampered/valid-before", title: "validBefore changed after signing", classes: ["signature"], make: tampered("validBefore", plus(1n)) },
  { id: "tampered/nonce", title: "nonce changed after signing", classes: ["signature"], make: tampered("nonce", (_seat, before) => flipped(before, 20)) },

  { id: "asset/other-contract", title: "signed for another token contract", classes: ["signature", "requirements"], make: signed({ domain: { verifyingContract: "0x1111111111111111111111111111111111111111" } }) },
  {
    id: "asset/named-in-accepted",
    title: "signed for another token, which accepted names",
    classes: ["signature", "requirements"],
    wallets: { payer: { balance: TOKENS }, token: { balance: 0n } },
    make: async (seat) => {
      const { address } = seat.wallet("token");
      await installToken({ node: seat.node, token: { address } });
      await fundWallets({ node: seat.node, asset: address, wallets: [{ address: seat.wallet().address, amount: TOKENS }] });
      return await seat.payment({ accepted: seat.requirements({ asset: address }), domain: { verifyingContract: address } });
    },
  },
  { id: "network/named-in-accepted", title: "signed for another chain, which accepted names", classes: ["signature", "network", "requirements"], make: signed((seat) => ({ accepted: seat.requirements({ network: "eip155:8453" }), domain: { chainId: 8453 } })) },
  { id: "network/other-chain", title: "signed for another chain", classes: ["signature", "network"], make: signed({ domain: { chainId: 8453 } }) },

  { id: "balance/one-short", title: "the payer has one unit too little", classes: ["funds"], wallets: { payer: { balance: TOKENS }, poor: { balance: 9_999n } }, make: signed({ payer: "poor" }) },
  { id: "balance/none", title: "the payer has nothing", classes: ["funds"], make: signed({ payer: "stranger" }) },

  { id: "amount-under/one-less", title: "one unit less than required", classes: ["amount"], make: signed({ authorization: { value: 9_999n } }) },
  { id: "amount-under/zero", title: "a value of zero", classes: ["amount", "malformed"], make: signed({ authorization: { value: 0n } }) },
  { id: "amount-over/one-more", title: "one unit more than required", classes: ["amount"], make: signed({ authorization: { value: 10_001n } }) },

  { id: "recipient/stranger", title: "paid to somebody else", classes: ["recipient"], make: signed((seat) => ({ authorization: { to: seat.wallet("stranger").address } })) },

  { id: "valid-before/minus-60", title: "expired 60 seconds ago", classes: ["time"], make: signed((seat) => ({ authorization: { validBefore: seat.now() - 60n } })) },
  { id: "valid-before/minus-600", title: "expired 600 seconds ago", classes: ["time"], make: signed((seat) => ({ authorization: { validAfter: seat.now() - 1200n, validBefore: seat.now() - 600n } })) },
  { id: "valid-after/plus-600", title: "valid in 600 seconds", classes: ["time"], make: signed((seat) => ({ authorization: { validAfter: seat.now() + 600n, validBefore: seat.now() + 1200n } })) },

  {
    id: "simulate/blocked",
    title: "the token has blocked the payer",
    classes: ["simulation", "transaction"],
    wallets: { payer: { balance: TOKENS }, blocked: { balance: TOKENS } },
    make: async (seat) => {
      await blockAddress({ node: seat.node, address: seat.wallet("blocked").address });
      return await seat.payment({ payer: "blocked" });
    },
  },

  { id: "shape/permit2-payload", title: "a permit2 authorization where EIP-3009 is required", make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload = permit2Shape(control) as EvmEnvelope["paymentPayload"]["payload"])) },
  {
    id: "shape/permit2-required",
    title: "an EIP-3009 authorization where permit2 is required",
    make: (_seat, control) =>
      edited(control, (copy) => {
        for (const offer of [copy.paymentPayload.accepted, copy.paymentRequirements]) offer["extra"] = { ...(offer["extra"] as object), assetTransferMethod: "permit2" };
      }),
  },

  { id: "smart-wallet/long-signature-of-key", title: "96 bytes of signature for an account that has a key and no code", classes: ["signature", "malformed"], make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload.signature = `0x${"ab".repeat(96)}`)) },
  { id: "smart-wallet/refusing", title: "96 bytes of signature for a contract that does not know them", classes: ["signature"], make: fromContract({ mode: "honest", signature: () => `0x${"ab".repeat(96)}` }) },
  { id: "smart-wallet/wrong-magic", title: "a contract payer that answers another value than ERC-1271's", classes: ["signature"], make: fromContract({ mode: "wrong-magic", signature: (own) => `${own}00` }) },
  { id: "smart-wallet/reverting", title: "a contract payer that reverts when asked", classes: ["signature"], make: fromContract({ mode: "revert", signature: (own) => `${own}00` }) },
  {
    id: "smart-wallet/undeployed-forged",
    title: "an ERC-6492 wrapping around a stranger's signature",
    classes: ["signature"],
    make: async (seat) => {
      const wallet = counterfactualWallet({ owner: seat.wallet().address });
      await fundWallets({ node: seat.node, wallets: [{ address: wallet.address, amount: TOKENS }] });
      seat.chain.claim(wallet.address);
      const envelope = await seat.payment({ authorization: { from: wallet.address }, signedBy: "stranger" });
      return edited(envelope, (copy) => void (copy.paymentPayload.payload.signature = wallet.wrapSignature(copy.paymentPayload.payload.signature as `0x${string}`)));
    },
  },
];

/** Forms of a good signature that the text does not settle: refused or taken, but if taken then paid. */
const OPEN: readonly Mutation[] = [
  { id: "signature-form/high-s", title: "the other signature of the same digest, s in the upper half", classes: ["signature"], settleIfValid: true, make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload.signature = withHighS(control.paymentPayload.payload.signature as `0x${string}`))) },
  { id: "signature-form/compact", title: "64 bytes by EIP-2098", classes: ["signature", "malformed"], settleIfValid: true, make: (_seat, control) => edited(control, (copy) => void (copy.paymentPayload.payload.signature = compact(control.paymentPayload.payload.signature))) },
  { id: "contract-payer/deployed", title: "a contract payer that vouches for the signature", classes: ["signature", "requirements", "malformed"], settleIfValid: true, make: fromContract({ mode: "honest", signature: (own) => own }) },
];

/** A payer with code; its owner is the case's payer. */
function fromContract(options: { mode: SmartWalletMode; signature: (own: string) => string }): Mutation["make"] {
  return async (seat) => {
    const { address } = await deploySmartWallet({ node: seat.node, owner: seat.wallet().address, mode: options.mode });
    await fundWallets({ node: seat.node, wallets: [{ address, amount: TOKENS }] });
    seat.chain.claim(address);
    seat.chain.watch({ accounts: [address] });
    const envelope = await seat.payment({ authorization: { from: address } });
    return edited(envelope, (copy) => void (copy.paymentPayload.payload.signature = options.signature(copy.paymentPayload.payload.signature)));
  };
}

/** Changes one bit of the byte at an offset. */
function flipped(hex: string, byte: number): string {
  const at = 2 + byte * 2;
  const value = Number.parseInt(hex.slice(at, at + 2), 16) ^ 1;
  return `${hex.slice(0, at)}${value.toString(16).padStart(2, "0")}${hex.slice(at + 2)}`;
}

/** EIP-2098: the parity of v in the top bit of s. */
function compact(signature: string): string {
  const s = BigInt(`0x${signature.slice(66, 130)}`) | (signature.toLowerCase().endsWith("1c") ? 1n << 255n : 0n);
  return `${signature.slice(0, 66)}${s.toString(16).padStart(64, "0")}`;
}

function permit2Shape(control: EvmEnvelope): Record<string, unknown> {
  const { authorization, signature } = control.paymentPayload.payload;
  const { asset, amount, payTo } = control.paymentRequirements;
  return {
    signature,
    permit2Authorization: {
      permitted: { token: asset, amount },
      from: authorization["from"],
      spender: "0x402085c248EeA27D92E8b30b2C58ed07f9E20001",
      nonce: BigInt(String(authorization["nonce"])).toString(),
      deadline: authorization["validBefore"],
      witness: { to: payTo, validAfter: authorization["validAfter"] },
    },
  };
}

export const scenarios = [...MUTATIONS, ...OPEN].map(({ id, title, classes, wallets, make, settleIfValid }) =>
  evmFacilitatorScenario({
    id: `facilitator/exact-evm-eip3009/${id}`,
    title: `Verify a payment, then one with ${title}`,
    ...(wallets === undefined ? {} : { wallets }),
    async drive(seat) {
      const control = await seat.payment();
      await seat.verify(control, "control");
      const wrong = await make(seat, control);
      if (classes !== undefined) seat.mark("failure", { classes });
      const { body } = await seat.verify(wrong, "edited");
      if (settleIfValid !== true) return;
      await seat.settleGood("settle-control");
      if (saysTrue(body, "isValid")) await seat.settle(wrong, "settle", { attempts: 3 });
      await seat.observe();
    },
  }),
);
