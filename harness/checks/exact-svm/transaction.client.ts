import { decodeComputeBudget, programs, type TokenTransfer } from "../../../simulators/chains/svm/wire/index.ts";
import type { Trace } from "../../trace/trace.ts";
import type { Check } from "../check.ts";
import { type JsonObject, object, type Paid, paymentCheck, type PaymentDeviation } from "../client-steps.ts";
import { mayPayInside, paidAccount, SVM_PAID, type SvmPayment, svmPaymentOf, transfersFor, UNSEEN } from "../svm-transaction.ts";

/** schemes/exact/scheme_exact_svm.md, Facilitator Verification Rules 1 to 4 and 6: what a client has to put into its transaction to be taken. */

/** 5 lamports per unit in millionths. */
const HIGHEST_PRICE = 5_000_000n;
/** The later text has seven. */
const MOST_INSTRUCTIONS = 7;

interface Judged {
  readonly read: SvmPayment;
  readonly offer: JsonObject;
  readonly trace: Trace;
}

/** A check of every payment of exact on Solana whose transaction can be read. */
function transactionCheck(definition: { requirement: string; scenarios?: readonly string[]; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>>; deviation: (judged: Judged) => PaymentDeviation }): Check {
  const { deviation, scenarios = SVM_PAID, ...rest } = definition;
  return paymentCheck({
    ...rest,
    scenarios,
    deviation(payment: Paid, trace) {
      const read = svmPaymentOf(payment);
      return read === undefined || payment.offer === undefined ? "silent" : deviation({ read, offer: payment.offer, trace });
    },
  });
}

/** The same of the transfer that pays, or stands in its place. Whether there is one is matter of svm.client.transfer. */
function transferCheck(definition: Omit<Parameters<typeof transactionCheck>[0], "deviation"> & { deviation: (judged: Judged & { transfer: TokenTransfer }) => PaymentDeviation }): Check {
  return transactionCheck({
    ...definition,
    deviation(judged) {
      const found = transfersFor({ payment: judged.read, offer: judged.offer }).judged;
      return found === undefined ? "silent" : definition.deviation({ ...judged, transfer: found.transfer });
    },
  });
}

export const checks: readonly Check[] = [
  transactionCheck({
    requirement: "svm.client.transfer",
    deviation({ read, offer }) {
      const { matching, judged } = transfersFor({ payment: read, offer });
      const made = { expected: "one TransferChecked that pays the offer", actual: read.transfers.map(({ transfer }) => `${transfer.kind} of ${transfer.amount} to ${transfer.destination}`) };
      if (matching.length > 1) return { message: "the transaction makes the payment more than once", ...made };
      // A smart wallet's program may make it by an inner call.
      if (mayPayInside({ payment: read, offer })) return "silent";
      if (judged === undefined) return { message: "the transaction transfers no token", ...made };
      return judged.transfer.kind === "transferChecked" ? undefined : { message: `the payment is made by ${judged.transfer.kind}`, ...made };
    },
    killedBy: ["client.exact-svm.transfer-unchecked", "client.exact-svm.paid-twice"],
  }),
  transferCheck({
    requirement: "svm.client.token-program",
    deviation({ transfer, offer, trace }) {
      const owner = trace.mark<Readonly<Record<string, string>>>("mints")?.[String(offer["asset"])];
      if (owner === undefined) return "silent";
      return transfer.tokenProgram === owner ? undefined : { message: "the transfer goes through a token program that does not own the mint", expected: owner, actual: transfer.tokenProgram };
    },
    killedBy: ["client.exact-svm.token-program-fixed"],
  }),
  transferCheck({
    requirement: "svm.client.amount",
    scenarios: [...SVM_PAID, "client/exact-svm/amounts"],
    deviation({ read, transfer, offer }) {
      const { amount } = offer;
      if (typeof amount !== "string" || !/^[0-9]+$/.test(amount)) return "silent";
      // What a smart wallet rounds up to is tolerated by later text.
      if (transfer.amount > BigInt(amount) && mayPayInside({ payment: read, offer })) return "silent";
      return transfer.amount === BigInt(amount) ? undefined : { message: "the transfer is of another amount than the offer's", expected: amount, actual: transfer.amount.toString() };
    },
    killedBy: ["client.exact-svm.overpaid", "client.exact-svm.amount-as-double"],
  }),
  transferCheck({
    requirement: "svm.client.mint",
    deviation({ transfer, offer }) {
      const { mint } = transfer;
      if (mint === undefined || mint === UNSEEN) return "silent";
      return mint === offer["asset"] ? undefined : { message: "the transfer is of another mint than the offer's asset", expected: String(offer["asset"]), actual: mint };
    },
    killedBy: ["client.exact-svm.mint-other"],
  }),
  transferCheck({
    requirement: "svm.client.destination",
    deviation({ transfer, offer }) {
      const { destination, tokenProgram } = transfer;
      const expected = paidAccount({ offer, tokenProgram });
      if (expected === undefined || destination === UNSEEN) return "silent";
      return destination === expected ? undefined : { message: "the transfer's destination is not the associated token account of payTo", expected, actual: destination === offer["payTo"] ? `payTo itself, ${destination}` : destination };
    },
    killedBy: ["client.exact-svm.destination-owner", "client.exact-svm.destination-other-program"],
  }),
  transactionCheck({
    requirement: "svm.client.layout",
    deviation({ read, offer }) {
      const { instructions, transfers } = read;
      // No TransferChecked at all is matter of svm.client.transfer. The later text prescribes no order, and its sponsors want this one all the same of everybody but smart wallets.
      if (mayPayInside({ payment: read, offer }) || !transfers.some(({ transfer }) => transfer.kind === "transferChecked")) return "silent";
      const kinds = instructions.map((instruction, index) => decodeComputeBudget(instruction)?.kind ?? transfers.find((placed) => placed.index === index)?.transfer.kind ?? instruction.program);
      const wrong = LAYOUT.some((kind, index) => kinds[index] !== kind);
      if (wrong) return { message: "the transaction does not begin with limit, price and transfer", expected: LAYOUT.join(", "), actual: kinds.slice(0, 3).join(", ") };
      return instructions.length <= MOST_INSTRUCTIONS ? undefined : { message: "the transaction has too many instructions", expected: "3 to 6, by later text 7", actual: instructions.length };
    },
    killedBy: ["client.exact-svm.price-before-limit"],
  }),
  transactionCheck({
    requirement: "svm.client.optional-programs",
    deviation({ read, offer }) {
      if (mayPayInside({ payment: read, offer })) return "silent";
      const { matching } = transfersFor({ payment: read, offer });
      // Budget instructions out of place are matter of svm.client.layout, a second payment of svm.client.transfer.
      const elsewhere = (index: number): boolean => matching.some((placed) => placed.index === index);
      const odd = read.instructions.find(({ program }, index) => index >= LAYOUT.length && !TRAILING.has(program) && !elsewhere(index));
      return odd === undefined ? undefined : { message: "an instruction behind the transfer is neither Memo nor Lighthouse", expected: "Memo or Lighthouse", actual: odd.program };
    },
    killedBy: ["client.exact-svm.account-created"],
  }),
  // Not in the text as a client's duty: the bound is what the text says the reference implementation enforces.
  transactionCheck({
    requirement: "svm.client.compute-price",
    deviation({ read }) {
      const prices = read.instructions.flatMap((instruction) => {
        const budget = decodeComputeBudget(instruction);
        return budget?.kind === "setComputeUnitPrice" ? [budget.microLamports] : [];
      });
      if (prices.length === 0) return "silent";
      const high = prices.find((price) => price > HIGHEST_PRICE);
      return high === undefined ? undefined : { message: "the compute unit price is above what facilitators take", expected: `at most ${HIGHEST_PRICE} micro-lamports`, actual: high.toString() };
    },
    killedBy: ["client.exact-svm.price-high"],
  }),
  transactionCheck({
    requirement: "svm.client.no-feepayer-account",
    deviation({ read, offer }) {
      const sponsor = object(offer["extra"])["feePayer"];
      // By later text a merchant may sponsor what it is paid, and whoever is paid may be named.
      if (sponsor === offer["payTo"]) return "silent";
      const touching = read.instructions.find(({ accounts }) => accounts.some(({ address }) => address === sponsor));
      if (touching !== undefined) return { message: "an instruction has the fee payer among its accounts", expected: "the fee payer in no account list", actual: `an instruction of ${touching.program}` };
      // What a lookup table holds cannot be told from the transaction alone.
      return read.instructions.some(({ accounts }) => accounts.some(({ address }) => address === UNSEEN)) ? "silent" : undefined;
    },
    killedBy: ["client.exact-svm.fee-payer-signs-memo"],
  }),
];

const LAYOUT = ["setComputeUnitLimit", "setComputeUnitPrice", "transferChecked"];
const TRAILING: ReadonlySet<string> = new Set([programs.memo, programs.lighthouse, programs.computeBudget]);
