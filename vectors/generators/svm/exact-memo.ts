import { defineVectors } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { askingOf } from "./_asking.ts";
import type { Asking } from "./_asking.ts";
import { lighthouse, memo } from "./_instructions.ts";
import { PROGRAMS } from "./_keys.ts";
import { sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";

const SELLERS = "pi_3abc123def456";
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Where the seller wants no memo of its own. */
const freeMemos = (scene: Scene, { fine, refuse, open }: Asking): readonly DraftTest[] => {
  const say = (text: string | Uint8Array): string => scene.pay({ after: [memo(text)] });
  const failing = (id: string, comment: string, data: Uint8Array): DraftTest => refuse(id, comment, "NotText", say(data), "The Memo program refuses what is not UTF-8, and so the payment fails.");
  const clients = "The text asks the client for 16 random bytes in hex, and does not ask the facilitator to see to it.";
  return [
    fine("random-64-digits", "32 random bytes in hex", "FreeMemo", say("9f".repeat(32))),
    fine("random-upper-case", "Hex in upper case", "FreeMemo", say("5F1B8A0C3D9E47726D8F0B1C2A3E4D5F")),
    fine("with-guards", "Two guards before it", "FreeMemo", scene.pay({ after: [lighthouse([{ address: scene.ata.payer }], 1), lighthouse([{ address: scene.ata.payer }], 2), scene.memo] })),
    open("none", "No memo", "MemoMissing", scene.pay({ after: [] }), "The layout makes the memo optional; the rule for clients makes it compulsory."),
    open("empty", "A memo without text", "FreeMemo", say(""), clients),
    open("uuid", "A UUID", "FreeMemo", say("0f8fad5b-d9cb-469f-a165-70867728950e"), clients),
    open("free-text", "Free text beyond ASCII", "FreeMemo", say("Danke für den Kaffee ☕"), clients),
    open("short", "Eight random bytes in hex", "FreeMemo", say("5f1b8a0c3d9e4772"), clients),
    open("256-bytes", "256 bytes", "FreeMemo", say("a".repeat(256)), clients),
    open("300-bytes", "300 bytes, more than a seller may ask for", "FreeMemo", say("a".repeat(300)), "The limit of 256 bytes is on extra.memo."),
    failing("raw-random-bytes", "16 random bytes that are no UTF-8", Uint8Array.of(0xff, 0xfe, ...Array.from({ length: 14 }, (_, index) => index * 17))),
    failing("cut-character", "A character cut in the middle", Uint8Array.of(0x61, 0xe2, 0x98)),
    failing("overlong", "An overlong form of a slash", Uint8Array.of(0xc0, 0xaf)),
    failing("surrogate", "A surrogate as three bytes", Uint8Array.of(0xed, 0xa0, 0x80)),
    refuse("account-not-signing", "An account of the memo that does not sign", "MemoAccounts", scene.pay({ after: [{ ...scene.memo, accounts: [{ address: scene.keys.stranger.address }] }] }), "The Memo program refuses accounts that do not sign."),
  ];
};

/** Where the seller wants one. */
const sellersMemo = (scene: Scene, { fine, refuse }: Asking, text: string): readonly DraftTest[] => {
  const guard = lighthouse([{ address: scene.ata.payer }]);
  const right = memo(text);
  const other = (id: string, comment: string, data: string | Uint8Array, flag = "MemoDiffers"): DraftTest => refuse(id, comment, flag, scene.pay({ after: [memo(data)] }), "The memo's data is not extra.memo in UTF-8.");
  const count = (id: string, comment: string, after: Parameters<Scene["pay"]>[0]): DraftTest => refuse(id, comment, "MemoCount", scene.pay(after), "There is exactly one memo.");
  return [
    fine("behind-guard", "Behind a guard", "MemoPlace", scene.pay({ after: [guard, right] })),
    fine("before-guard", "Before a guard", "MemoPlace", scene.pay({ after: [right, guard] })),
    fine("sixth", "Behind two guards", "MemoPlace", scene.pay({ after: [guard, lighthouse([{ address: scene.ata.merchant }]), right] })),
    fine("signed", "With the payer as its signer", "MemoPlace", scene.pay({ after: [memo(text, [scene.keys.payer.address])] })),
    refuse("missing", "No memo", "MemoMissing", scene.pay({ after: [] }), "The seller's memo is missing."),
    refuse("guard-instead", "A guard whose data is the seller's text", "MemoMissing", scene.pay({ after: [{ ...guard, data: utf8(text) }] }), "A guard is no memo."),
    refuse("first-memo-program", "The first Memo program instead", "MemoMissing", scene.pay({ after: [{ ...right, program: PROGRAMS.memoV1 }] }), "The first Memo program is not among the ones allowed."),
    other("random", "The random memo of an offer without one", "5f1b8a0c3d9e47726d8f0b1c2a3e4d5f"),
    other("upper-case", "In upper case", text.toUpperCase()),
    other("space-after", "A space after it", `${text} `),
    other("line-feed-after", "A line feed after it", `${text}\n`),
    other("zero-byte-after", "A zero byte after it", `${text}\0`),
    other("space-before", "A space before it", ` ${text}`),
    other("prefix-of-it", "Its last character missing", text.slice(0, -1)),
    other("continued", "Text behind it", `${text}7`),
    other("empty", "Nothing in it", ""),
    other("quoted", "As JSON", JSON.stringify(text), "MemoEncoded"),
    other("hex", "In hex", Buffer.from(text).toString("hex"), "MemoEncoded"),
    other("base64", "In base64", Buffer.from(text).toString("base64"), "MemoEncoded"),
    other("length-before", "With its length before it", Uint8Array.of(text.length, 0, 0, 0, ...utf8(text)), "MemoEncoded"),
    other("byte-order-mark", "With a byte order mark", `\ufeff${text}`, "MemoEncoded"),
    count("twice", "Twice", { after: [right, right] }),
    count("and-another", "And another one", { after: [right, memo("another")] }),
    count("after-another", "After another one", { after: [memo("another"), right] }),
    count("split", "In two halves", { after: [memo(text.slice(0, 4)), memo(text.slice(4))] }),
  ];
};

const beyondAscii = (scene: Scene, { refuse }: Asking, text: string): readonly DraftTest[] => {
  const other = (id: string, comment: string, data: string | Uint8Array): DraftTest => refuse(id, comment, "MemoNormalised", scene.pay({ after: [memo(data)] }), "The memo's data is not extra.memo in UTF-8, byte for byte.");
  return [
    other("decomposed", "Its accents as characters of their own (NFD)", text.normalize("NFD")),
    other("compatibility", "Its compatibility characters replaced (NFKC)", text.normalize("NFKC")),
    other("escaped", "Written with JSON's escapes", text.replace(/[^ -~]/gu, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)),
    other("question-marks", "What is not ASCII replaced by question marks", text.replace(/[^ -~]/gu, "?")),
    other("one-byte-each", "Each character cut to one byte, and that in UTF-8", Array.from(text, (character) => String.fromCharCode(character.charCodeAt(0) & 255)).join("")),
  ];
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "The memo of a payment on Solana, random or as the seller wants it.",
  requirements: ["svm.offer.memo-limit", "svm.client.memo", "svm.client.memo-seller", "svm.client.memo-random", "svm.fac.memo-match", "svm.fac.memo-required", "svm.fac.memo-single", "svm.fac.memo-utf8", "svm.fac.memo-missing", "svm.fac.lighthouse-allowed"],
  flags: {
    FreeMemo: { bugClass: "memo-refused", description: "Knows no instruction behind the transfer, or wants a particular memo where the seller wants none.", effect: "Payments are refused that clients have to make like that.", links: ["https://github.com/x402-foundation/x402/issues/1203"] },
    NotText: { bugClass: "memo-not-text", description: "Takes a memo that is not UTF-8, or writes one.", effect: "A payment is found valid that fails on the chain.", links: ["https://spl.solana.com/memo"] },
    MemoAccounts: { bugClass: "memo-accounts-not-checked", description: "Does not look at a memo's accounts.", effect: "A payment is found valid that fails on the chain.", links: ["https://spl.solana.com/memo"] },
    MemoMissing: { bugClass: "memo-not-required", description: "Does not miss the seller's memo.", effect: "The seller cannot tell which invoice was paid, and one payment does for two.", links: [] },
    MemoPlace: { bugClass: "memo-refused", description: "Expects the memo in one place.", effect: "Payments of wallets that add guards are refused.", links: ["https://github.com/x402-foundation/x402/issues/828"] },
    MemoDiffers: { bugClass: "memo-compared-loosely", description: "Compares the memo after trimming, by prefix, or whatever its case.", effect: "One invoice is taken for another.", links: [] },
    MemoEncoded: { bugClass: "memo-encoded", description: "Encodes the memo's text once more, or decodes it.", effect: "The seller does not find its reference on the chain.", links: [] },
    MemoCount: { bugClass: "several-memos", description: "Takes the first or any of several memos.", effect: "One payment is claimed for two invoices.", links: [] },
    MemoNormalised: { bugClass: "unicode-normalised", description: "Normalises text, or loses what is not ASCII.", effect: "The seller does not find its reference on the chain, or payments fail.", links: ["https://unicode.org/reports/tr15/"] },
    MemoLimit: { bugClass: "memo-limit-in-characters", description: "Sets another limit than 256 bytes, or counts characters.", effect: "Payments with long references fail.", links: [] },
  },
  groups: async ({ seeded }) => {
    const scenes = { free: await sceneOf({ seeded }), seller: await sceneOf({ seeded, extra: { memo: SELLERS } }) };
    const [free, seller] = [askingOf(scenes.free, { prefix: "free", flags: ["FreeMemo"] }), askingOf(scenes.seller, { prefix: "seller", flags: ["MemoPlace"] })];
    const text = "Café №5 ☕ ｆｕｌｌ";
    const unicode = await sceneOf({ seeded, extra: { memo: text } });
    const unicodeAsking = askingOf(unicode, { prefix: "unicode", flags: ["MemoNormalised"], comment: "A seller's memo beyond ASCII" });
    const long = await sceneOf({ seeded, extra: { memo: "r".repeat(256) } });
    const longAsking = askingOf(long, { prefix: "long", flags: ["MemoLimit"], comment: "A seller's memo of 256 bytes, the most there may be" });
    const wide = await sceneOf({ seeded, extra: { memo: "é".repeat(128) } });
    const wideAsking = askingOf(wide, { prefix: "wide", flags: ["MemoLimit"], comment: "A seller's memo of 128 characters and 256 bytes" });
    const spaced = await sceneOf({ seeded, extra: { memo: "  invoice 7\n" } });
    const spacedAsking = askingOf(spaced, { prefix: "spaced", flags: ["MemoDiffers"], comment: "A seller's memo with white space around it" });
    return [
      { name: "free", comment: "Offers without extra.memo", shared: scenes.free.shared, tests: [free.plain, ...freeMemos(scenes.free, free)] },
      { name: "seller", comment: "Offers with extra.memo", shared: scenes.seller.shared, tests: [seller.plain, ...sellersMemo(scenes.seller, seller, SELLERS)] },
      { name: "unicode", comment: "extra.memo beyond ASCII", shared: unicode.shared, tests: [unicodeAsking.plain, ...beyondAscii(unicode, unicodeAsking, text)] },
      { name: "long", comment: "extra.memo of 256 bytes", shared: long.shared, tests: [longAsking.plain, longAsking.refuse("cut-to-255", "Its last byte missing", "MemoLimit", long.pay({ after: [memo("r".repeat(255))] }), "The memo's data is not extra.memo in UTF-8.")] },
      { name: "wide", comment: "extra.memo of 256 bytes in 128 characters", shared: wide.shared, tests: [wideAsking.plain] },
      { name: "spaced", comment: "extra.memo that begins and ends with white space", shared: spaced.shared, tests: [spacedAsking.plain, spacedAsking.refuse("trimmed", "The white space taken away", "MemoDiffers", spaced.pay({ after: [memo("invoice 7")] }), "The memo's data is not extra.memo in UTF-8, byte for byte.")] },
    ];
  },
});
