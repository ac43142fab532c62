import { createHash } from "node:crypto";
import { encodeBase58, encodeOverlongCompactU16, type WritableMessage, type WritableTransaction } from "../../../../simulators/chains/svm/wire/index.ts";
import { type SvmEnvelope, svmFacilitatorScenario, type SvmFacilitatorSeat } from "../../../methods/exact-svm/scenarios.ts";
import { edited } from "../../../seats/facilitator-seat.ts";

/** scheme_exact_svm.md, step 8 of the flow: what comes as `payload.transaction`. Afterwards a good payment must still be found valid. */

interface Odd {
  readonly id: string;
  readonly title: string;
  /** A reader that is not at pains to read it all finds another thing to refuse first. */
  readonly anyReason?: true;
  readonly make: (seat: SvmFacilitatorSeat, control: SvmEnvelope) => SvmEnvelope | Promise<SvmEnvelope>;
}

const valued = (value: unknown): Odd["make"] => (_seat, control) => edited(control, (copy) => void ((copy.paymentPayload.payload as Record<string, unknown>)["transaction"] = value));
const text = (change: (base64: string) => string): Odd["make"] => async (seat) => await seat.payment({ text: change });
const bytes = (change: (whole: Buffer) => Uint8Array): Odd["make"] => text((base64) => Buffer.from(change(Buffer.from(base64, "base64"))).toString("base64"));
/** Signed as it then is. */
const message = (change: (honest: WritableMessage) => WritableMessage): Odd["make"] => async (seat) => await seat.payment({ message: change });
const wire = (change: (honest: WritableTransaction) => WritableTransaction): Odd["make"] => async (seat) => await seat.payment({ wire: change });

/** The same of the third instruction, which is the transfer. */
const transferOf = (change: (transfer: WritableMessage["instructions"][number]) => WritableMessage["instructions"][number]): Odd["make"] =>
  message((honest) => ({ ...honest, instructions: honest.instructions.map((instruction, index) => (index === 2 ? change(instruction) : instruction)) }));

/** Bytes that look like nothing, the same each time. */
function noise(length: number): Buffer {
  const blocks = Array.from({ length: Math.ceil(length / 32) }, (_, index) => createHash("sha256").update(`noise ${index}`).digest());
  return Buffer.concat(blocks).subarray(0, length);
}

/** Nobody can read these: there is no transaction in them. */
const UNDECODABLE: readonly Odd[] = [
  { id: "random", title: "random bytes", make: valued(noise(300).toString("base64")) },
  { id: "random-large", title: "16 KiB of random bytes", make: valued(noise(16_384).toString("base64")) },
  { id: "zeros", title: "zero bytes", anyReason: true, make: valued(Buffer.alloc(400).toString("base64")) },
  { id: "not-base64", title: "a text that is no base64", make: valued("%%% no base64, whatever you do %%%") },
  { id: "empty", title: "an empty text", make: valued("") },
  { id: "number", title: "a number", make: valued(402) },
  { id: "null", title: "null", make: valued(null) },
  { id: "object", title: "an object", make: valued({}) },
  { id: "cut-in-signatures", title: "a transaction that ends among its signatures", make: bytes((whole) => whole.subarray(0, 40)) },
  { id: "cut-before-message", title: "a transaction that ends behind its signatures", make: bytes((whole) => whole.subarray(0, 1 + 2 * 64)) },
  { id: "cut-in-keys", title: "a transaction that ends among its keys", make: bytes((whole) => whole.subarray(0, 200)) },
  { id: "cut-in-instructions", title: "a transaction that ends in its last instruction", make: bytes((whole) => whole.subarray(0, -10)) },
  { id: "version", title: "a message of version 127", make: message((honest) => ({ ...honest, version: 127 })) },
  { id: "account-index", title: "an account index beyond the keys", make: transferOf((transfer) => ({ ...transfer, accountIndexes: [250, ...transfer.accountIndexes.slice(1)] })) },
  { id: "program-index", title: "a program index beyond the keys", make: transferOf((transfer) => ({ ...transfer, programIndex: 250 })) },
  { id: "data-length", title: "a length beyond the end", make: transferOf((transfer) => ({ ...transfer, lengths: { data: Uint8Array.of(0xff, 0xff, 0x03) } })) },
  { id: "key-count", title: "more keys promised than there are bytes", make: message((honest) => ({ ...honest, lengths: { staticKeys: Uint8Array.of(0xff, 0xff, 0x03) } })) },
  { id: "endless-length", title: "a length that does not end", anyReason: true, make: message((honest) => ({ ...honest, lengths: { instructions: Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff) } })) },
];

/** A lenient reader may find a transaction in these, and write it out again as the network wants it. */
const LENIENT: readonly Odd[] = [
  { id: "trailing-bytes", title: "bytes behind the transaction", make: bytes((whole) => Buffer.concat([whole, Buffer.alloc(7, 1)])) },
  { id: "last-byte-missing", title: "no lookups, not even a count of them", make: bytes((whole) => whole.subarray(0, -1)) },
  { id: "overlong-signature-count", title: "a signature count in more bytes than it needs", make: wire((honest) => ({ ...honest, lengths: { signatures: encodeOverlongCompactU16(honest.signatures.length, 2) } })) },
  { id: "overlong-instruction-count", title: "an instruction count in more bytes than it needs", make: message((honest) => ({ ...honest, lengths: { instructions: encodeOverlongCompactU16(honest.instructions.length, 3) } })) },
  { id: "overlong-data-length", title: "a data length in more bytes than it needs", make: transferOf((transfer) => ({ ...transfer, lengths: { data: encodeOverlongCompactU16(transfer.data.length, 2) } })) },
  { id: "too-many-signatures", title: "a signature more than there are signers", make: wire((honest) => ({ ...honest, signatures: [...honest.signatures, new Uint8Array(64)] })) },
  { id: "no-signatures", title: "no signatures at all", make: wire((honest) => ({ ...honest, signatures: [] })) },
  { id: "header", title: "more signers asked for than there are keys", make: message((honest) => ({ ...honest, header: { ...honest.header, requiredSignatures: 200 } })) },
  { id: "oversized", title: "a memo that makes it longer than a transaction may be", make: async (seat) => await seat.payment({ draft: (draft) => ({ ...draft, instructions: draft.instructions.map((instruction) => (instruction === draft.parts.memo ? { ...instruction, data: Buffer.alloc(1_000, "m") } : instruction)) }) }) },
  { id: "hexadecimal", title: "a transaction in hexadecimal", make: text((base64) => Buffer.from(base64, "base64").toString("hex")) },
  { id: "base58", title: "a transaction in base58", make: text((base64) => encodeBase58(Buffer.from(base64, "base64"))) },
  { id: "bytes", title: "a list of numbers", make: (seat, control) => valued([...Buffer.from(control.paymentPayload.payload.transaction, "base64")])(seat, control) },
  { id: "url-alphabet", title: "base64 in the alphabet for URLs, without padding", make: text((base64) => base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "")) },
  { id: "lines", title: "base64 in lines", make: text((base64) => base64.replace(/.{64}/g, "$&\n")) },
];

const family = (name: "tx-decode" | "tx-form", as: "edited" | "odd", cases: readonly Odd[]) =>
  cases.map(({ id, title, anyReason, make }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/${name}/${id}`,
      title: `Verify a payment, then ${title}, then a payment again`,
      async drive(seat) {
        const control = await seat.payment();
        await seat.verify(control, "control");
        const odd = await make(seat, control);
        // A reader that makes something of such bytes finds the fee payer or a signature wrong.
        if (as === "edited" && anyReason !== true) seat.mark("failure", { classes: ["malformed", "requirements", "signature"] });
        await seat.verify(odd, as);
        await seat.verify(await seat.payment(), "control-after");
      },
    }),
  );

export const scenarios = [...family("tx-decode", "edited", UNDECODABLE), ...family("tx-form", "odd", LENIENT)];
