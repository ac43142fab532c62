import { approve, memo, transfer, transferCheckedWithFee } from "../../../../simulators/chains/svm/wire/index.ts";
import { beside, composed, type Edit, editScenario, inMint, inPlaceOf, transferFirst, withMemo } from "./edit.ts";
import { lighthouse, note, paid } from "./parts.ts";

/** scheme_exact_svm.md, rule 1: how many instructions, in which order, and that one of them is the transfer. */

const requirements = ["requirements"] as const;

/** The ordinary instructions and memos up to eight: what shows that order is not where a target draws the line. */
const eight = beside(() => [note("5"), note("6"), note("7"), note("8")]);
/** The same where one Memo is asked for, and no more is allowed. */
const eightWithOneMemo = composed(({ limit, price, transfer: paying, memo: said }) => [limit, price, paying, lighthouse(), lighthouse(1), lighthouse(2), lighthouse(3), said]);

const COUNT: readonly Edit[] = [
  { id: "layout-count/eight", title: "eight instructions, three of them Lighthouse and two Memo", classes: requirements, make: composed(({ limit, price, transfer: paying, memo: said }) => [limit, price, paying, lighthouse(), lighthouse(), lighthouse(), said, note("8")]) },
  { id: "layout-count/eight-memos", title: "eight instructions, five of them Memo", classes: requirements, make: eight },
  // With its one right Memo, so that only the count speaks against it.
  { id: "layout-count/eight-with-seller-memo", title: "eight instructions, of which the one Memo is the seller's", classes: requirements, terms: withMemo("pi_3abc123def456"), make: eightWithOneMemo },
  { id: "layout-count/two", title: "a compute unit limit, the transfer and nothing else", classes: requirements, make: composed(({ limit, transfer: paying }) => [limit, paying]) },
  { id: "layout-count/one", title: "the transfer and nothing else", classes: requirements, make: composed(({ transfer: paying }) => [paying]) },
];

const ORDER: readonly Edit[] = [
  { id: "layout-order/price-first", title: "the price before the limit", classes: requirements, make: composed(({ limit, price, transfer: paying, memo: said }) => [price, limit, paying, said]) },
  { id: "layout-order/transfer-first", title: "the transfer before limit and price", classes: requirements, make: transferFirst },
  { id: "layout-order/transfer-between", title: "the transfer between limit and price", classes: requirements, make: composed(({ limit, price, transfer: paying, memo: said }) => [limit, paying, price, said]) },
  { id: "layout-order/memo-before", title: "the Memo before the transfer", classes: requirements, make: composed(({ limit, price, transfer: paying, memo: said }) => [limit, price, said, paying]) },
  { id: "layout-order/memo-first", title: "the Memo before everything", classes: requirements, make: composed(({ limit, price, transfer: paying, memo: said }) => [said, limit, price, paying]) },
  { id: "layout-order/seller-memo-before", title: "the seller's Memo before the transfer", classes: requirements, terms: withMemo("pi_3abc123def456"), later: eightWithOneMemo, make: composed(({ limit, price, transfer: paying, memo: said }) => [limit, price, said, paying]) },
];

const TRANSFER: readonly Edit[] = [
  // Signed by the payer, so that the payer is there.
  { id: "no-transfer/memos", title: "a second Memo in the place of the transfer", classes: requirements, make: inPlaceOf("transfer", (parts) => memo("no transfer", { signers: [paid(parts).authority] })) },
  { id: "no-transfer/three", title: "no transfer among three instructions", classes: requirements, make: composed(({ limit, price, memo: said }) => [limit, price, said]) },
  { id: "no-transfer/lighthouse", title: "Lighthouse in the place of the transfer", classes: requirements, make: inPlaceOf("transfer", () => lighthouse()) },
  { id: "transfer-kind/transfer", title: "a plain Transfer for the TransferChecked", classes: requirements, make: inPlaceOf("transfer", (parts) => transfer(paid(parts))) },
  {
    id: "transfer-kind/approve",
    title: "an Approve of the amount for the TransferChecked",
    classes: requirements,
    make: inPlaceOf("transfer", (parts) => {
      const { source, destination, authority, amount } = paid(parts);
      return approve({ account: source, delegate: destination, authority, amount });
    }),
  },
  { id: "transfer-kind/with-fee", title: "a TransferCheckedWithFee in a mint that takes no fee", classes: requirements, terms: inMint("pyusd"), make: inPlaceOf("transfer", (parts) => transferCheckedWithFee({ ...paid(parts), fee: 0n })) },
  // 1 % of 10000.
  { id: "transfer-kind/with-fee-withheld", title: "a TransferCheckedWithFee in a mint that takes one", classes: requirements, terms: inMint("fee"), make: inPlaceOf("transfer", (parts) => transferCheckedWithFee({ ...paid(parts), fee: 100n })) },
];

export const scenarios = [
  ...COUNT.map((edit) => editScenario({ ...edit, forged: true, later: transferFirst })),
  ...ORDER.map((edit) => editScenario({ later: eight, ...edit, forged: true })),
  ...TRANSFER.map(editScenario),
];
