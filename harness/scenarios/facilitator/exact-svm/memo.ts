import { memo, programs } from "../../../../simulators/chains/svm/wire/index.ts";
import { svmFacilitatorScenario } from "../../../methods/exact-svm/scenarios.ts";
import { composed, type Edit, editScenario, inPlaceOf, withMemo } from "./edit.ts";
import { lighthouse, note, saidToLighthouse, sentTo } from "./parts.ts";

/** scheme_exact_svm.md, rule 1, last point: the seller's memo. */

const MEMO = "pi_3abc123def456";
const classes = ["requirements"] as const;

const OTHER: readonly { readonly id: string; readonly title: string; readonly text: string }[] = [
  { id: "other-text", title: "the memo of another sale", text: "pi_3abc123def457" },
  { id: "other-case", title: "the seller's memo in capitals", text: MEMO.toUpperCase() },
  { id: "trailing-space", title: "a space behind the seller's memo", text: `${MEMO} ` },
  { id: "leading-space", title: "a space before the seller's memo", text: ` ${MEMO}` },
  { id: "trailing-nul", title: "a zero byte behind the seller's memo", text: `${MEMO}\0` },
  { id: "prefix", title: "the beginning of the seller's memo", text: MEMO.slice(0, -1) },
  { id: "longer", title: "the seller's memo and more behind it", text: `${MEMO}, pi_4` },
  { id: "empty", title: "an empty Memo", text: "" },
];

/** In each the seller's memo is asked for, and the ordinary payment has it. */
const EDITS: readonly Edit[] = [
  ...OTHER.map(({ id, title, text }): Edit => ({ id: `memo-match/${id}`, title: `${title} where the seller's is asked for`, make: inPlaceOf("memo", () => note(text)) })),
  // Two rules meet: the guards are in order, and the memo is read behind them.
  { id: "memo-match/behind-lighthouse", title: "another memo behind two Lighthouse instructions", make: composed(({ limit, price, transfer }) => [limit, price, transfer, lighthouse(), lighthouse(1), note("pi_other")]) },
  { id: "memo-match/said-by-lighthouse", title: "another memo, and the seller's in a Lighthouse instruction", make: composed(({ limit, price, transfer }) => [limit, price, transfer, saidToLighthouse(MEMO), note("pi_other")]) },
  { id: "memo-required/none", title: "no Memo", make: composed(({ limit, price, transfer }) => [limit, price, transfer]) },
  { id: "memo-required/said-by-lighthouse", title: "no Memo, and the seller's text in a Lighthouse instruction", make: composed(({ limit, price, transfer }) => [limit, price, transfer, saidToLighthouse(MEMO)]) },
  { id: "memo-required/first-memo-program", title: "the seller's memo sent to the first Memo program", make: inPlaceOf("memo", ({ memo: said }) => sentTo(said, programs.memoV1)) },
  { id: "memo-single/twice", title: "the seller's memo twice", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, said, said]) },
  { id: "memo-single/then-another", title: "the seller's memo and another", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, said, note("pi_other")]) },
  { id: "memo-single/another-first", title: "another memo and the seller's", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, note("pi_other"), said]) },
  { id: "memo-single/around-lighthouse", title: "the seller's memo before a Lighthouse instruction and another behind it", make: composed(({ limit, price, transfer, memo: said }) => [limit, price, transfer, said, lighthouse(), note("pi_other")]) },
];

/** Memos beyond ASCII that are the seller's to the byte. The longest the text admits is 256 bytes. */
const EXACT: readonly { readonly id: string; readonly title: string; readonly text: string }[] = [
  { id: "composed", title: "accents", text: "Café № 7" },
  { id: "astral", title: "a character beyond the first plane", text: "ticket 🎟 42" },
  { id: "decomposed", title: "accents written apart", text: "Cafe\u0301" },
  { id: "longest", title: "256 bytes in 128 characters", text: "é".repeat(128) },
];

/** The same text to the eye, in other bytes. */
const LOOKALIKES: readonly { readonly id: string; readonly asked: string; readonly said: string; readonly title: string }[] = [
  { id: "decomposed", title: "the seller's memo in decomposed form", asked: "Café 7", said: "Cafe\u0301 7" },
  { id: "composed", title: "the seller's memo in composed form", asked: "Cafe\u0301 7", said: "Café 7" },
  { id: "compatibility", title: "the seller's memo in compatibility form", asked: "ﬁsh 7", said: "fish 7" },
];

export const scenarios = [
  ...EDITS.map((edit) => editScenario({ ...edit, classes, terms: withMemo(MEMO) })),
  ...LOOKALIKES.map(({ id, title, asked, said }) => editScenario({ id: `memo-utf8/compared/${id}`, title, classes, terms: withMemo(asked), make: inPlaceOf("memo", () => memo(said)) })),
  ...EXACT.map(({ id, title, text }) =>
    svmFacilitatorScenario({
      id: `facilitator/exact-svm/memo-utf8/accepted/${id}`,
      title: `Verify a payment, one of too little, and one with the seller's memo, which has ${title}`,
      async drive(seat) {
        await seat.verify(await seat.payment(), "control");
        await seat.verify(await seat.payment({ amount: 1n }), "forged");
        await seat.verify(await seat.payment({ requirements: await withMemo(text)(seat) }), "exact");
      },
    }),
  ),
  editScenario({ id: "memo-missing", title: "no Memo, none being asked for", forged: true, make: composed(({ limit, price, transfer }) => [limit, price, transfer]) }),
];
