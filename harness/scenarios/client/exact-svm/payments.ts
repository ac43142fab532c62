import type { PaymentRequirements } from "../../../../spec/types.ts";
import type { SvmChain } from "../../../../simulators/chains/svm/index.ts";
import { svmClientScenario } from "../../../methods/exact-svm/scenarios.ts";
import type { ClientSeat } from "../../../seats/client-seat.ts";
import { executing } from "./execute.ts";

/** What clients are offered on Solana, and what they make of it. */

/** Enough of every token for what is offered here. */
const TOKENS = 1_000_000n;

/** Offers one thing, and has what comes for it executed. */
async function sell(seat: ClientSeat<SvmChain>, as: string, offer: PaymentRequirements): Promise<void> {
  await seat.fetch({ as, accepts: [offer], server: executing({ seat, as, offer }) });
}

/** Which program owns each mint. */
function markMints(seat: ClientSeat<SvmChain>): void {
  seat.mark("mints", Object.fromEntries(Object.values(seat.node.mints).map(({ address, tokenProgram }) => [address, tokenProgram])));
}

/** Memos that only come out whole where they are taken as the bytes they are. The longest have 256. */
const MEMOS: Readonly<Record<string, string>> = {
  plain: "pi_3abc123def456",
  spaced: "  two blanks before, a line break after\n",
  quoted: '{"invoice":"\\"7\\"","paid":false}',
  hexadecimal: "0x00ff",
  decomposed: "Cafe\u0301 No 5",
  "beyond-ascii": "Zażółć gęślą jaźń — 支払い 💸",
  "256-bytes": "m".repeat(256),
  "256-bytes-beyond-ascii": "é".repeat(128),
};

export const scenarios = [
  svmClientScenario({
    id: "client/exact-svm/paid",
    title: "Offers payments in both token programs, with and without a memo, and executes what comes",
    async drive(seat) {
      markMints(seat);
      const { pyusd } = seat.node.mints;
      const ordinary = seat.offer();
      await sell(seat, "good", ordinary);
      // The same offer once more, to see what differs. Not executed: without a Memo of its own it could be the same message.
      await seat.fetch({ as: "good-again", accepts: [ordinary] });
      await sell(seat, "memo", seat.offer({ amount: "20000", extra: { ...seat.extra, memo: "pi_3abc123def456" } }));
      const token2022 = seat.offer({ asset: pyusd.address });
      await seat.node.fundToken({ mint: pyusd.address, funds: [{ address: seat.wallet().address, amount: TOKENS }, { address: token2022.payTo }] });
      await sell(seat, "token-2022", token2022);
    },
  }),
  svmClientScenario({
    id: "client/exact-svm/amounts",
    title: "Offers the smallest amount, ones that a double cannot hold, and one that no token account can",
    async drive(seat) {
      await seat.fetch({ as: "good" });
      // Whoever caps what it spends, or looks at its balance first, declines these, which is its to do.
      const amounts = { one: 1n, "above-2-53": 2n ** 53n + 1n, "above-2-63": 2n ** 63n + 1n, greatest: 2n ** 64n - 1n, "too-great": 2n ** 64n + 10_000n };
      for (const [name, amount] of Object.entries(amounts)) await seat.fetch({ as: `amount-${name}`, accepts: [seat.offer({ amount: amount.toString() })] });
    },
  }),
  svmClientScenario({
    id: "client/exact-svm/memos",
    title: "Offers payments with memos of many kinds, and executes what comes",
    async drive(seat) {
      markMints(seat);
      await sell(seat, "good", seat.offer());
      for (const [name, memo] of Object.entries(MEMOS)) await sell(seat, `memo-${name}`, seat.offer({ extra: { ...seat.extra, memo } }));
    },
  }),
  svmClientScenario({
    id: "client/exact-svm/fee-payers",
    title: "Offers two ways to pay with different fee payers, in both orders, and one whose fee payer is the merchant",
    async drive(seat) {
      markMints(seat);
      const other = seat.node.wallet(`${seat.tag}/other-sponsor`).address;
      const two = (): readonly PaymentRequirements[] => [seat.offer(), seat.offer({ amount: "20000", extra: { ...seat.extra, feePayer: other } })];
      await seat.fetch({ as: "good" });
      await seat.fetch({ as: "good-first-of-two", accepts: two() });
      await seat.fetch({ as: "good-second-of-two", accepts: two().toReversed() });
      await sell(seat, "merchant-sponsored", seat.offer({ payTo: seat.sponsor.address }));
    },
  }),
];
