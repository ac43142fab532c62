import { getBase58Decoder } from "@solana/kit";
import { acceptable, invalid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { compile } from "./_compile.ts";
import { lighthouse, memo } from "./_instructions.ts";
import { littleEndian } from "./_keys.ts";
import type { Samples } from "./_sample-transactions.ts";
import { base64, compact, messageOf, wireOf } from "./_wire.ts";
import type { Lengths, Place, Shape, WriteLength } from "./_wire.ts";

const PATH = "/transaction";

/** A change of the transaction, said in words in the pair as well: the path alone would say little. */
const change = (make: typeof invalid) => (of: DraftTest, id: string, comment: string, flag: string, to: unknown, reason: string): DraftTest => {
  const test = make(of, { id, comment, flags: [flag], path: PATH, to, reason });
  return test.pair === undefined ? test : { ...test, pair: { ...test.pair, edit: `changes the transaction: ${comment}` } };
};
const refuse = change(invalid);
const open = change(acceptable);

/** Texts that are no standard base64 of a transaction. */
export const brokenText = ({ payment, sign }: Samples, of: DraftTest): readonly DraftTest[] => {
  const bytes = wireOf(sign(payment));
  const code = base64(bytes);
  const text = (id: string, comment: string, to: unknown, reason = "The text is not base64 of a transaction."): DraftTest => refuse(of, id, comment, "NotBase64", to, reason);
  const form = (id: string, comment: string, to: unknown, reason: string): DraftTest => refuse(of, id, comment, "NotATransaction", to, reason);
  return [
    text("empty", "An empty text", ""),
    text("base58", "Base58, which Solana's own tools print", getBase58Decoder().decode(bytes)),
    text("hex", "Hex", Buffer.from(bytes).toString("hex")),
    text("encoded-twice", "Base64 of base64", base64(Buffer.from(code))),
    text("data-url", "A data URL", `data:application/octet-stream;base64,${code}`),
    text("percent-encoded", "Encoded for a URL", encodeURIComponent(`${code}==`)),
    text("quoted", "Within quotation marks", `"${code}"`),
    text("cut-character", "Padding and the last character before it missing", code.replace(/=+$/, "").slice(0, -1)),
    form("missing", "Not there", undefined, "There is no transaction."),
    form("null", "null", null, "The transaction is a text."),
    form("bytes", "A list of numbers, as JSON makes of bytes", [...bytes], "The transaction is a text."),
    form("object", "An object with the text inside", { transaction: code }, "The transaction is a text."),
    form("encoding-pair", "Text and encoding in a list, as RPC answers have it", [code, "base64"], "The transaction is a text."),
    form("message-only", "The message without signatures", base64(messageOf(payment)), "Signatures come before the message."),
    form("signature-only", "A signature in place of the transaction", base64(payment.signatures[1] ?? bytes), "A signature is no transaction."),
    form("json", "Base64 of JSON", base64(Buffer.from(JSON.stringify({ instructions: [] }))), "The bytes are text and no transaction."),
  ];
};

const longer: WriteLength = (value) => [...compact(value).slice(0, -1), (compact(value).at(-1) ?? 0) | 128, 0];
const longest: WriteLength = (value) => [(value & 127) | 128, (value >> 7) | 128, 0];
const beyond16Bits: WriteLength = (value) => [(value & 127) | 128, (value >> 7) | 128, 4];
const fourBytes: WriteLength = (value) => [(value & 127) | 128, (value >> 7) | 128, 128, 0];
const fixedWidth: WriteLength = (value) => [...littleEndian(value, 2)];

/** Bytes that end early, go on, or write a length wrongly. */
export const brokenBytes = (shape: Shape, of: DraftTest): readonly DraftTest[] => {
  const bytes = wireOf(shape);
  const head = bytes.length - messageOf(shape).length;
  const cut = (id: string, comment: string, length: number): DraftTest => refuse(of, `cut-${id}`, `Cut off ${comment}`, "Truncated", base64(bytes.subarray(0, length)), "The bytes end before the transaction does.");
  const behind = (id: string, comment: string, more: ArrayLike<number>): DraftTest =>
    open(of, `trailing-${id}`, `Followed by ${comment}`, "TrailingBytes", base64(Uint8Array.from([...bytes, ...Array.from(more)])), "The protocol's text is silent; nodes ignore such bytes in a call of their RPC and refuse them in a packet.");
  const length = (id: string, comment: string, place: Place, write: WriteLength, reason = "A length is written in the fewest bytes."): DraftTest => refuse(of, `longer-${id}`, comment, "NotShortest", base64(wireOf(shape, { [place]: write } satisfies Lengths)), reason);
  const places: readonly (readonly [Place, string])[] = [["signatures", "signatures"], ["keys", "static keys"], ["instructions", "instructions"], ["accounts", "accounts of the instructions"], ["data", "data of the instructions"]];
  return [
    cut("first-byte", "after the first byte", 1),
    cut("in-signature", "within the first signature", 40),
    cut("after-signatures", "after the signatures", head),
    cut("in-header", "within the message's header", head + 2),
    cut("in-keys", "within the keys", head + 40),
    cut("last-byte", "one byte before the end", bytes.length - 1),
    behind("zero", "a zero byte", [0]),
    behind("byte", "a byte", [1]),
    behind("itself", "the same transaction again", bytes),
    behind("signature", "a signature more, behind the message", new Uint8Array(64).fill(1)),
    ...places.map(([place, name]) => length(place, `The number of ${name} in one byte more than it needs`, place, longer)),
    length("three-bytes", "The number of instructions in three bytes", "instructions", longest),
    length("four-bytes", "The number of instructions in four bytes", "instructions", fourBytes, "A length has three bytes at most."),
    length("beyond-16-bits", "65536 added to the number of instructions, which is lost in 16 bits", "instructions", beyond16Bits, "A length has 16 bits at most."),
    length("fixed-width", "The number of instructions as a u16 of two bytes", "instructions", fixedWidth, "Lengths are compact, not fixed."),
    ...(shape.version === "legacy" ? [] : [length("lookups", "The number of lookups in one byte more than it needs", "lookups", longer)]),
    ...(shape.lookups.length === 0 ? [] : [length("lookup-writable", "The number of writable accounts of a lookup in one byte more than it needs", "writable", longer), cut("lookup", "within a lookup", bytes.length - 3)]),
    ...(shape.version === "legacy" ? [] : [refuse(of, "1233-bytes", "A memo that makes it one byte too long", "SizeLimit", base64(wireOf(oversized(shape))), "The network takes 1232 bytes at most.")]),
  ];
};

/** The shape with its last instruction's data long enough for 1233 bytes. */
const oversized = (shape: Shape): Shape => {
  const last = shape.instructions.at(-1);
  if (last === undefined) throw new Error("no instruction");
  const of = (size: number): Shape => ({ ...shape, instructions: [...shape.instructions.slice(0, -1), { ...last, data: new Uint8Array(size).fill(0x78) }] });
  return of(1233 - wireOf(of(200)).length + 200);
};

/** Bytes that parse, with counts and indices that do not fit. */
export const brokenCounts = (shape: Shape, of: DraftTest): readonly DraftTest[] => {
  const loaded = shape.lookups.reduce((sum, { writable, readonly }) => sum + writable.length + readonly.length, 0);
  const all = shape.keys.length + loaded;
  const [required, readonlySigned, readonlyUnsigned] = shape.header;
  const say = (flag: string) => (id: string, comment: string, edit: Partial<Shape>, reason: string): DraftTest => refuse(of, id, comment, flag, base64(wireOf({ ...shape, ...edit })), reason);
  const [count, header, index, version] = [say("SignatureCount"), say("HeaderCounts"), say("IndexRange"), say("UnknownVersion")];
  const third = (edit: Partial<Shape["instructions"][number]>): Pick<Shape, "instructions"> => ({ instructions: shape.instructions.map((instruction, at) => (at === 2 ? { ...instruction, ...edit } : instruction)) });
  const [, , transfer] = shape.instructions;
  const accounts = transfer?.accounts ?? [];
  const filled = new Uint8Array(64).fill(9);
  return [
    count("signatures-one", "The fee payer's slot is left out", { signatures: shape.signatures.slice(1) }, "There are as many signatures as required signers."),
    count("signatures-none", "No signature slots", { signatures: [] }, "There are as many signatures as required signers."),
    count("signatures-three", "A signature more than required signers", { signatures: [...shape.signatures, filled] }, "There are as many signatures as required signers."),
    header("header-no-signer", "The header requires no signature, and there is none", { signatures: [], header: [0, 0, readonlyUnsigned] }, "The fee payer has to sign."),
    header("header-all-read-only", "All signers are read-only, the fee payer too", { header: [required, required, readonlyUnsigned] }, "The fee payer is writable."),
    header("header-more-read-only", "More read-only accounts than accounts", { header: [required, readonlySigned, shape.keys.length] }, "The counts exceed the number of keys."),
    header("header-too-many-signers", "More signers than keys", { header: [shape.keys.length + 1, readonlySigned, 0], signatures: Array.from({ length: shape.keys.length + 1 }, () => filled) }, "The counts exceed the number of keys."),
    header("no-keys", "No keys at all", { keys: [] }, "There is no fee payer."),
    index("index-account-count", "An account index one above the last", third({ accounts: [...accounts.slice(0, -1), all] }), "The index is out of range."),
    index("index-account-255", "An account index of 255", third({ accounts: [...accounts.slice(0, -1), 255] }), "The index is out of range."),
    index("program-out-of-range", "A program index one above the last", third({ program: all }), "The index is out of range."),
    index("program-is-fee-payer", "The fee payer's key as program", third({ program: 0 }), "The fee payer cannot be a program."),
    ...(loaded === 0 ? [] : [
      index("program-loaded", "A program from a lookup table", third({ program: all - 1 }), "Programs are static keys."),
      say("LookupTable")("lookup-loads-nothing", "A lookup without indices", { lookups: [...shape.lookups, { table: filled.subarray(0, 32), writable: [], readonly: [] }] }, "A lookup has to load something."),
      say("LookupTable")("lookup-257-accounts", "257 accounts in all", { lookups: [{ table: filled.subarray(0, 32), writable: [], readonly: Array.from({ length: 257 - shape.keys.length }, (_, at) => at) }] }, "There are 256 accounts at most."),
    ]),
    version("version-2", "The message's version is 2", { version: 2 }, "There is no version 2."),
    version("version-127", "The message's version is 127", { version: 127 }, "There is no version 127."),
    version("version-1-prefix", "The message's version is 1, the bytes being those of version 0", { version: 1 }, "A message of version 1 is laid out otherwise."),
  ];
};

/** What a strict reader refuses and no text forbids accepting. */
export const leftOpen = ({ payment, plan }: Samples, of: DraftTest): readonly DraftTest[] => {
  // A memo that brings + and / into the code, and padding.
  const special = base64(wireOf(compile({ ...plan, instructions: [...plan.instructions, memo(Uint8Array.from({ length: 40 }, (_, at) => (at % 2 === 0 ? 0xfb : 0xff)))] })));
  const padded = [0, 1, 2].map((more) => base64(wireOf(compile({ ...plan, instructions: [memo("x".repeat(30 + more))] })))).find((code) => code.endsWith("=") && !code.endsWith("==")) ?? special;
  const code = base64(wireOf(payment));
  const sender = "No client may write this, and no rule makes a reader refuse it.";
  const repeated: Shape = { ...payment, header: [payment.header[0], payment.header[1], payment.header[2] + 1], keys: [...payment.keys, payment.keys[0] ?? new Uint8Array(32)] };
  const many = compile({ ...plan, instructions: Array.from({ length: 128 }, () => ({ ...lighthouse([]), data: new Uint8Array(0) })) });
  return [
    open(of, "url-safe", "The URL-safe alphabet", "Base64Form", special.replaceAll("+", "-").replaceAll("/", "_"), sender),
    open(of, "unpadded", "Padding left away", "Base64Form", padded.replace(/=+$/, ""), sender),
    open(of, "stray-bits", "Bits set in the last character that belong to no byte", "Base64Form", padded.replace(/.=$/, (end) => `${String.fromCharCode(end.charCodeAt(0) + 1)}=`), sender),
    open(of, "line-feed-after", "A line feed after it, as command line tools write", "Base64Form", `${code}\n`, sender),
    open(of, "line-wrapped", "Wrapped after 76 characters", "Base64Form", code.replace(/(.{76})/g, "$1\n"), sender),
    open(of, "repeated-key", "The fee payer's key once more, as an account that does not sign", "RepeatedKey", base64(wireOf(repeated)), "The bytes parse; the chain refuses a repeated key only when it loads accounts."),
    open(of, "128-instructions", "128 instructions, whose number takes two bytes", "TwoByteLength", base64(wireOf(many)), "The bytes parse; validators have come to refuse more than 64 instructions."),
    open(of, "version-1", "A transaction of version 1, in that version's own layout", "UnknownVersion", base64(versionOne(payment)), "The question is about the two older formats; newer text of one scheme admits version 1."),
  ];
};

/** The smallest transaction of version 1: message first, then the signatures, uncounted (SIMD-0385). */
const versionOne = ({ keys, blockhash }: Shape): Uint8Array => {
  const [feePayer = new Uint8Array(32)] = keys;
  return Uint8Array.from([0x81, 1, 0, 0, ...littleEndian(0, 4), ...blockhash, 0, 1, ...feePayer, ...new Uint8Array(64)]);
};
