import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519";
import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { computeLimit, computePrice, lighthouse, memo } from "./_instructions.ts";
import { littleEndian } from "./_keys.ts";
import { RANDOM_MEMO, sceneOf } from "./_scene.ts";
import type { Change, Scene } from "./_scene.ts";
import { base64, compact, messageOf, wireOf } from "./_wire.ts";
import type { Shape } from "./_wire.ts";

const L = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
const scalarOf = (bytes: Uint8Array): bigint => bytes.reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
const sha512 = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(parts.reduce((hash, part) => hash.update(part), createHash("sha512")).digest());

/** A second signature by the same key of the same message, as a signer makes who draws his nonce at random: valid, and other bytes. */
const signedAgain = (seed: Uint8Array, nonce: Uint8Array, message: Uint8Array): Uint8Array => {
  const half = sha512(seed).subarray(0, 32).map((byte, index) => (index === 0 ? byte & 248 : index === 31 ? (byte & 127) | 64 : byte));
  const secret = scalarOf(half) % L;
  const r = scalarOf(nonce) % L;
  const point = ed25519.ExtendedPoint.BASE.multiply(r).toRawBytes();
  const key = ed25519.ExtendedPoint.BASE.multiply(secret).toRawBytes();
  return Uint8Array.of(...point, ...littleEndian((r + scalarOf(sha512(point, key, message)) * secret) % L, 32));
};

const same = (plain: DraftTest, scene: Scene, seeded: Seeded): readonly DraftTest[] => {
  const filled = new Uint8Array(64).fill(0x5a);
  const slots = (id: string, comment: string, flag: string, change: (signatures: readonly Uint8Array[], shape: Shape) => readonly Uint8Array[]): DraftTest =>
    stillValid(plain, { id, comment, flags: [flag], path: "/second", to: scene.pay({ afterwards: (shape) => ({ ...shape, signatures: change(shape.signatures, shape) }) }) });
  const [empty = filled] = scene.shapeOf().signatures;
  return [
    slots("sponsor-slot-filled", "Something in the fee payer's slot", "SlotsCounted", ([, second = filled]) => [filled, second]),
    slots("sponsor-slot-one-bit", "One bit in the fee payer's slot", "SlotsCounted", ([first = filled, second = filled]) => [first.map((byte, index) => (index === 63 ? 1 : byte)), second]),
    slots("sponsor-slot-random", "Random bytes in the fee payer's slot", "SlotsCounted", ([, second = filled]) => [seeded.bytes("slot", 64), second]),
    slots("sponsor-signed", "The fee payer's valid signature in its slot, as the chain has the payment", "SlotsCounted", ([, second = filled], shape) => [scene.keys.sponsor.sign(messageOf(shape)), second]),
    slots("payer-signed-again", "Another valid signature of the payer over the same message", "SignatureAsKey", ([first = filled], shape) => [first, signedAgain(seeded.bytes("key payer", 32), seeded.bytes("nonce", 32), messageOf(shape))]),
    slots("payer-slot-filled", "Something in the payer's slot: such a payment cannot land, and is no other payment", "SignatureAsKey", ([first = filled]) => [first, filled]),
    slots("payer-slot-empty", "The payer's slot is empty", "SignatureAsKey", ([first = filled]) => [first, empty]),
    slots("slots-exchanged", "The slots exchanged", "SlotsCounted", ([first = filled, second = filled]) => [second, first]),
  ];
};

const different = (plain: DraftTest, scene: Scene): readonly DraftTest[] => {
  const { keys, ata } = scene;
  const other = (id: string, comment: string, flag: string, change: Change): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/second", to: scene.pay(change), output: { duplicate: false } });
  return [
    other("other-memo", "Another random memo: the same client pays the same offer once more", "TermsAsKey", { after: [memo("6f1b8a0c3d9e47726d8f0b1c2a3e4d5f")] }),
    other("other-memo-last-byte", "A memo that differs in its last byte", "PrefixAsKey", { after: [memo(`${RANDOM_MEMO.slice(0, -1)}0`)] }),
    other("other-blockhash", "Another blockhash", "TermsAsKey", { blockhash: scene.blockhashes[1] }),
    other("other-amount", "Another amount", "TermsAsKey", { transfer: { amount: 1001n } }),
    other("other-price", "A price higher by one", "TermsAsKey", { price: computePrice(2) }),
    other("other-limit", "A limit higher by one", "TermsAsKey", { limit: computeLimit(20_001) }),
    other("other-payer", "Another payer with the same memo", "TermsAsKey", { transfer: { source: ata["exact payer"], authority: keys["exact payer"].address }, signers: [keys["exact payer"]] }),
    other("other-payee", "Another payee", "TermsAsKey", { transfer: { destination: ata.stranger } }),
    other("other-source", "Another account of the same payer", "TermsAsKey", { transfer: { source: scene.account["payer aux"] } }),
    other("other-fee-payer", "Another fee payer", "TermsAsKey", { feePayer: keys["other sponsor"].address }),
    other("with-guard", "A guard more", "TermsAsKey", { after: [scene.memo, lighthouse([{ address: ata.payer }])] }),
    other("legacy", "The same instructions in a legacy message: both can land", "DecodedAsKey", { version: "legacy" }),
    other("other-key-order", "The same instructions with the read-only keys in another order: both can land", "DecodedAsKey", { shape: swapped }),
    other("unused-key", "A key that no instruction uses: both can land", "DecodedAsKey", { shape: (shape) => ({ ...shape, header: [2, 1, shape.header[2] + 1], keys: [...shape.keys, keys.stranger.bytes] }) }),
    other("payer-writable", "The payer's wallet marked writable: both can land", "DecodedAsKey", { shape: (shape) => ({ ...shape, header: [2, 0, shape.header[2]] }) }),
    other("loaded-accounts", "Source and destination from a lookup table: both can land", "DecodedAsKey", { tables: [scene.tables.harmless] }),
  ];
};

/** The last two keys exchanged, which are read-only, and the indices with them. */
const swapped = (shape: Shape): Shape => {
  const [last, before] = [shape.keys.length - 1, shape.keys.length - 2];
  const moved = (index: number): number => (index === last ? before : index === before ? last : index);
  return { ...shape, keys: shape.keys.map((key, index) => shape.keys[moved(index)] ?? key), instructions: shape.instructions.map(({ program, accounts, data }) => ({ program: moved(program), accounts: accounts.map(moved), data })) };
};

const spelled = (plain: DraftTest, scene: Scene): readonly DraftTest[] => {
  const shape = scene.shapeOf();
  const code = base64(wireOf(shape));
  const open = (id: string, comment: string, to: string): DraftTest => acceptable(plain, { id, comment, flags: ["TextAsKey"], path: "/second", to, reason: "Refusing it is right, and so is knowing it again; taking it for another payment is not." });
  const no = (id: string, comment: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: ["NoTransaction"], path: "/second", to, reason: "It is no transaction." });
  return [
    open("trailing-byte", "The same bytes and one more", base64(Uint8Array.of(...wireOf(shape), 0))),
    open("longer-length", "The number of signatures in one byte more than it needs", base64(wireOf(shape, { signatures: (value) => [...compact(value).map((byte) => byte | 128), 0] }))),
    open("line-feed", "The same text and a line feed", `${code}\n`),
    open("line-wrapped", "The same text in lines", code.replace(/(.{76})/g, "$1\n")),
    no("cut", "Its last byte missing", base64(wireOf(shape).subarray(0, -1))),
    no("empty", "An empty text", ""),
    no("message-alone", "Its message without signatures", base64(messageOf(shape))),
    no("missing", "Not there", undefined),
  ];
};

export const vectors = defineVectors({
  operation: "svm.duplicate.detect",
  description: "Which payments on Solana are one payment: what a cache of settlements under way has to know again.",
  requirements: ["svm.fac.duplicate-cache", "svm.fac.duplicate-sequential", "svm.server.duplicate", "svm.client.memo-random", "svm.client.sponsor-slot", "svm.settle.same-message"],
  flags: {
    SameText: { bugClass: "duplicate-settle-all-succeed", description: "Does not remember what it is settling.", effect: "Several resources are given for one payment.", links: ["https://github.com/x402-foundation/x402/pull/2801"] },
    SlotsCounted: { bugClass: "duplicate-key-over-signatures", description: "Remembers the whole transaction, with what the client put into the slot that the facilitator fills.", effect: "A client varies that slot and gets several resources for one payment.", links: ["https://solana.com/docs/core/transactions"] },
    SignatureAsKey: { bugClass: "duplicate-key-over-signatures", description: "Remembers the payer's signature, of which the payer can make any number.", effect: "A client signs again and gets several resources for one payment.", links: ["https://www.rfc-editor.org/rfc/rfc8032#section-8.4"] },
    TextAsKey: { bugClass: "duplicate-key-over-text", description: "Remembers the text and reads several texts alike.", effect: "A client spells one payment in several ways and gets several resources.", links: [] },
    TermsAsKey: { bugClass: "duplicate-key-too-coarse", description: "Remembers payer and offer, or the blockhash, and not the payment.", effect: "A client's second purchase is refused as a duplicate.", links: [] },
    PrefixAsKey: { bugClass: "duplicate-key-too-coarse", description: "Remembers the beginning of a transaction only.", effect: "A client's second purchase is refused as a duplicate.", links: [] },
    DecodedAsKey: { bugClass: "duplicate-key-too-coarse", description: "Remembers what the instructions say, where the chain knows messages by their bytes.", effect: "A payment that was made twice is counted once.", links: [] },
    NoTransaction: { bugClass: "transaction-form-confused", description: "Compares texts without reading them.", effect: "Something that is no payment takes a place in the cache.", links: [] },
  },
  groups: async ({ seeded }) => {
    const scene = await sceneOf({ seeded });
    const first = scene.pay();
    const plain = valid({ id: "plain", comment: "The same text twice", flags: ["SameText"], input: { first, second: first }, output: { duplicate: true } });
    return [{ name: "payments", comment: "A payment, and what comes after it", shared: {}, tests: [plain, ...same(plain, scene, seeded), ...different(plain, scene), ...spelled(plain, scene)] }];
  },
});
