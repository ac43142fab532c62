import { defineVectors } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { askingOf } from "./_asking.ts";
import type { Asking } from "./_asking.ts";
import { EMPTY_SIGNATURE } from "./_compile.ts";
import { lighthouse, memo } from "./_instructions.ts";
import { addressOf, ataOf, littleEndian } from "./_keys.ts";
import type { Key } from "./_keys.ts";
import { RANDOM_MEMO, sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";
import { base64, messageOf, wireOf } from "./_wire.ts";
import type { Shape } from "./_wire.ts";

/** The order of the group that Ed25519 signatures count in. */
const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

const scalarOf = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
const [IDENTITY, ZERO] = [Uint8Array.of(1, ...new Uint8Array(31)), new Uint8Array(32)];

/** Replaces signatures after everything else is in place. */
const withSignatures = (scene: Scene, change: (signatures: readonly Uint8Array[], shape: Shape) => readonly Uint8Array[]): string =>
  scene.pay({ afterwards: (shape) => ({ ...shape, signatures: change(shape.signatures, shape) }) });

const payers = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const { keys } = scene;
  const slot = (id: string, comment: string, flag: string, make: (signature: Uint8Array, message: Uint8Array) => Uint8Array, reason = "The payer's signature is not valid for this message."): DraftTest =>
    refuse(id, comment, flag, withSignatures(scene, ([first = ZERO, second = ZERO], shape) => [first, make(second, messageOf(shape))]), reason);
  const flip = (signature: Uint8Array, at: number): Uint8Array => signature.map((byte, index) => (index === at ? byte ^ 1 : byte));
  const other = scene.shapeOf({ after: [memo("another payment")] }).signatures[1] ?? ZERO;
  return [
    slot("unsigned", "The payer has not signed", "SignatureMissing", () => EMPTY_SIGNATURE, "The payer's signature is missing."),
    slot("bit-in-r", "A bit of the signature's first half changed", "SignatureInvalid", (signature) => flip(signature, 0)),
    slot("bit-in-s", "A bit of the signature's second half changed", "SignatureInvalid", (signature) => flip(signature, 32)),
    slot("of-another-payment", "The payer's genuine signature of another payment", "SignatureInvalid", () => other),
    slot("by-a-stranger", "A stranger's signature of this payment", "SignatureInvalid", (_, message) => keys.stranger.sign(message)),
    slot("by-the-sponsor", "The fee payer's signature in the payer's slot", "SignatureInvalid", (_, message) => keys.sponsor.sign(message)),
    refuse("over-the-transaction", "The payer signed the transaction with its empty slots", "SignedOtherBytes", withSignatures(scene, (signatures, shape) => [signatures[0] ?? ZERO, keys.payer.sign(wireOf({ ...shape, signatures: signatures.map(() => EMPTY_SIGNATURE) }))]), "What is signed is the message alone."),
    slot("halves-exchanged", "The halves of the signature exchanged", "SignatureInvalid", (signature) => Uint8Array.of(...signature.subarray(32), ...signature.subarray(0, 32))),
    slot("malleable", "The group's order added to the signature's second half", "SignatureMalleable", (signature) => Uint8Array.of(...signature.subarray(0, 32), ...littleEndian(scalarOf(signature.subarray(32)) + L, 32)), "The second half is not below the group's order."),
    refuse("amount-changed-afterwards", "The amount was changed after the payer had signed", "SignatureInvalid", scene.pay({ transfer: { amount: scene.transfer.amount + 1n }, afterwards: (shape) => ({ ...scene.shapeOf(), signatures: shape.signatures }) }), "The payer signed another amount."),
    refuse("blockhash-changed-afterwards", "The blockhash was changed after the payer had signed", "SignatureInvalid", scene.pay({ blockhash: scene.blockhashes[1], afterwards: (shape) => ({ ...scene.shapeOf(), signatures: shape.signatures }) }), "The payer signed another blockhash."),
  ];
};

const slots = (scene: Scene, { refuse, fine, open }: Asking): readonly DraftTest[] => {
  const { keys } = scene;
  const filled = new Uint8Array(64).fill(0x5a);
  const swap = ([first = ZERO, second = ZERO]: readonly Uint8Array[]): readonly Uint8Array[] => [second, first];
  const count = "There are as many signatures as required signers.";
  const replaced = "The facilitator puts its own signature there; whether it minds what it finds, the text leaves open.";
  const third = memo(RANDOM_MEMO, [keys.stranger.address]);
  return [
    refuse("wrong-slot", "The payer's signature in the fee payer's slot, its own one empty", "SignatureSlot", withSignatures(scene, swap), "The signature belongs in the second slot."),
    refuse("both-slots-payer", "The payer's signature in the first slot, something else in its own", "SignatureSlot", withSignatures(scene, ([, second = ZERO]) => [second, filled]), "The payer's slot has no valid signature."),
    refuse("one-slot", "The fee payer's slot is left out", "SignatureCount", withSignatures(scene, ([, second = ZERO]) => [second]), count),
    refuse("no-slots", "No slots at all", "SignatureCount", withSignatures(scene, () => []), count),
    refuse("three-slots", "A slot more than signers", "SignatureCount", withSignatures(scene, (signatures) => [...signatures, filled]), count),
    refuse("message-alone", "The message without signatures", "SignatureCount", base64(messageOf(scene.shapeOf())), "Signatures come before the message."),
    open("sponsor-slot-filled", "Something that is no signature in the fee payer's slot", "SponsorSlot", withSignatures(scene, ([, second = ZERO]) => [filled, second]), replaced),
    open("sponsor-signed", "The fee payer's own valid signature in its slot", "SponsorSlot", scene.pay({ signers: [keys.payer, keys.sponsor] }), replaced),
    refuse("third-signer-unsigned", "A stranger has to sign as well and has not", "ThirdSigner", scene.pay({ after: [third] }), "Nobody fills the third slot."),
    refuse("third-signer-invalid", "A stranger has to sign as well, and its slot has the payer's signature", "ThirdSigner", scene.pay({ after: [third], afterwards: (shape) => ({ ...shape, signatures: shape.signatures.map((signature, index, all) => (index === 2 ? (all[1] ?? signature) : signature)) }) }), "The third slot has no valid signature."),
    open("third-signer-signed", "A stranger has to sign as well and has", "ThirdSigner", scene.pay({ after: [third], signers: [keys.payer, keys.stranger] }), "The pinned text counts no signers; newer text allows client and sponsor only."),
    open("legacy-message", "A legacy message", "LegacyMessage", scene.pay({ version: "legacy" }), "The text calls the transaction versioned, which libraries use for both formats."),
    fine("blockhash-other", "Another blockhash that has not expired", "Blockhash", scene.pay({ blockhash: scene.blockhashes[1] })),
    fine("payer-before-others", "The payer signs two instructions", "OddButRight", scene.pay({ after: [memo(RANDOM_MEMO, [keys.payer.address])] })),
    fine("payer-writable", "The payer's wallet is writable, so that no signer is read-only", "OddButRight", scene.pay({ shape: (shape) => ({ ...shape, header: [2, 0, shape.header[2]] }) })),
    fine("other-payer", "Another payer, who signs", "OddButRight", scene.pay({ transfer: { source: scene.ata["exact payer"], authority: keys["exact payer"].address }, signers: [keys["exact payer"]] }), keys["exact payer"].address),
    fine("stranger-unsigned", "A stranger's key that need not sign, among a guard's accounts", "ThirdSigner", scene.pay({ after: [lighthouse([{ address: keys.stranger.address }]), scene.memo] })),
    fine("unused-key", "A key that no instruction uses", "OddButRight", scene.pay({ shape: (shape) => ({ ...shape, header: [2, 1, shape.header[2] + 1], keys: [...shape.keys, keys.stranger.bytes] }) })),
  ];
};

const lifetimes = (scene: Scene, { refuse }: Asking): readonly DraftTest[] => {
  const late = (id: string, comment: string, blockhash: string): DraftTest => refuse(id, comment, "Blockhash", scene.pay({ blockhash }), "The chain does not know the blockhash, or knows it no more.");
  return [
    late("blockhash-expired", "A blockhash that has expired", scene.address("an old blockhash")),
    late("blockhash-zero", "A blockhash of zeros", addressOf(ZERO)),
    late("blockhash-is-mint", "An address in the blockhash's place", scene.mint),
  ];
};

/** A key with which one signature fits every message, where verification is lax. */
const smallOrder = async (scene: Scene): Promise<{ transaction: string; account: string; owner: string }> => {
  const owner = addressOf(IDENTITY);
  const account = (await ataOf({ owner, mint: scene.mint })).address;
  const anyMessage: Key = { address: owner, bytes: IDENTITY, sign: () => Uint8Array.of(...IDENTITY, ...ZERO) };
  return { owner, account, transaction: scene.pay({ transfer: { source: account, authority: owner }, signers: [anyMessage] }) };
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "Signatures, slots and lifetime of a payment on Solana: the payer's signature is there and valid, the sponsor's is still to come.",
  requirements: ["svm.payload", "svm.payload.versioned", "svm.client.signed", "svm.client.sponsor-slot", "svm.client.signer-set", "svm.client.executes", "svm.fac.client-signature", "svm.fac.signer-set", "svm.fac.tx-decode", "svm.fac.blockhash-expired", "svm.settle.client-signature", "svm.settle.expired"],
  flags: {
    SignatureMissing: { bugClass: "verify-weaker-than-settle", description: "Does not look at the payer's signature when it verifies.", effect: "The resource is given for a payment that cannot settle.", links: ["https://github.com/x402-foundation/x402/issues/2701"] },
    SignatureInvalid: { bugClass: "verify-weaker-than-settle", description: "Asks whether there is a signature, and not whether it is valid.", effect: "The resource is given for a payment that cannot settle.", links: ["https://github.com/x402-foundation/x402/issues/2701"] },
    SignedOtherBytes: { bugClass: "signed-bytes-confused", description: "Signs or verifies something else than the message.", effect: "No node takes the payment.", links: ["https://solana.com/docs/core/transactions"] },
    SignatureMalleable: { bugClass: "signature-malleable", description: "Takes a second half that is not below the group's order.", effect: "A payment is found valid that no node takes.", links: ["https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7"] },
    SmallOrderKey: { bugClass: "small-order-key-accepted", description: "Verifies with keys of small order, for which one signature fits every message.", effect: "The resource is given for payments that no node takes.", links: ["https://www.rfc-editor.org/rfc/rfc8032#section-5.1.7"] },
    SignatureSlot: { bugClass: "signature-slots-assumed", description: "Looks for the signature in a fixed slot, or in any.", effect: "Payments of other wallets are refused, or ones accepted that cannot settle.", links: [] },
    SignatureCount: { bugClass: "signature-count-not-checked", description: "Does not compare the signatures with the header.", effect: "A payment is found valid that no node takes.", links: [] },
    SponsorSlot: { bugClass: "sponsor-slot-trusted", description: "Takes what it finds in the fee payer's slot for a signature, or refuses it.", effect: "A payment is sent unsigned, or refused for what the facilitator replaces anyway.", links: [] },
    ThirdSigner: { bugClass: "third-signer", description: "Does not ask who else has to sign.", effect: "A payment is found valid that cannot settle, and the sponsor pays for each signature.", links: [] },
    LegacyMessage: { bugClass: "message-version-misread", description: "Reads one message format only.", effect: "Payments of wallets that make the other are refused.", links: [] },
    Blockhash: { bugClass: "blockhash-not-checked", description: "Does not ask whether the payment can still land.", effect: "The resource is given for a payment that cannot settle.", links: [] },
    OddButRight: { bugClass: "transaction-shape-assumed", description: "Assumes the shape of the payments it makes itself.", effect: "Payments of other wallets are refused.", links: [] },
  },
  groups: async ({ seeded }) => {
    const scene = await sceneOf({ seeded });
    const asking = askingOf(scene, { flags: ["OddButRight"] });
    const weak = await smallOrder(scene);
    const chain = scene.shared.chain as { tokenAccounts: Readonly<Record<string, object>> };
    const shared = { ...scene.shared, chain: { ...chain, tokenAccounts: { ...chain.tokenAccounts, [weak.account]: { program: scene.tokenProgram, mint: scene.mint, owner: weak.owner, amount: "1000000" } } } };
    const lax = asking.refuse("small-order-key", "The payer's key is the neutral point, with the signature that fits every message", "SmallOrderKey", weak.transaction, "Validators refuse keys of small order.");
    return [{ name: "spl-token", comment: "A mint of SPL Token, no memo of the seller's", shared, tests: [asking.plain, ...payers(scene, asking), lax, ...slots(scene, asking), ...lifetimes(scene, asking)] }];
  },
});
