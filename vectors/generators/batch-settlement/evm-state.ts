import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";

type Event = Readonly<Record<string, unknown>>;

const MISMATCH = "invalid_batch_settlement_evm_cumulative_amount_mismatch";
const paid = (request: "voucher" | "deposit", max: number, answer: string, edit: object = {}): Event => ({ request, maxClaimableAmount: String(max), ...(request === "deposit" ? { deposit: "10000" } : {}), answer, ...edit });
/** A voucher that is served for a charge; the new cumulative charge is told where it is given. */
const served = (max: number, charged: number, cumulative?: number): Event => paid("voucher", max, "served", { chargedAmount: String(charged), ...(cumulative === undefined ? {} : { chargedCumulativeAmount: String(cumulative) }) });
const corrected = (max: number, charged: number, signed: number): Event => paid("voucher", max, "refused", { error: MISMATCH, corrective: { chargedCumulativeAmount: String(charged), signedMaxClaimable: String(signed) } });
const refund = (max: number, refunded: number, edit: object = {}): Event => ({ request: "refund", maxClaimableAmount: String(max), answer: "refunded", refunded: String(refunded), ...edit });
const claims = (totalClaimed: number): Event => ({ chain: "claim", totalClaimed: String(totalClaimed) });
const opened = paid("deposit", 1000, "served", { chargedAmount: "700", chargedCumulativeAmount: "700" });

export const vectors = defineVectors({
  operation: "batch.evm.state",
  description: "What a server answers over the life of a channel on EVM. Newer text than the pinned revision (schemes/batch-settlement/scheme_batch_settlement_evm.md).",
  requirements: ["bevm.server.equality", "bevm.server.corrective-402", "bevm.server.corrective-code", "bevm.server.charge-max", "bevm.server.no-commit-on-fail", "bevm.server.state-loss", "bevm.server.refund-zero-charge", "bevm.server.reuse", "bevm.server.serialise", "bevm.fac.balance-rules", "batch.dynamic-price"],
  flags: pick(FLAGS, "ChargedFromMaximum", "CumulativeNotCompared", "ChargeAboveMaximum", "CommitOnFailure", "CorrectiveIncomplete", "CorrectiveUnproven", "RefundCharged", "RefundTooMuch", "BaselineLost", "ChannelBusy", "AboveDeposit", "ClaimAboveVoucher"),
  groups: () => {
    const path = "/events";
    const plain = valid({ id: "two-requests", comment: "A deposit and a voucher, each charged less than the price", flags: ["ChargedFromMaximum"], input: { events: [opened, served(1700, 300, 1000)] } });
    return [{
      name: "channels",
      comment: "A price of 1000; each deposit is 10000",
      shared: { price: "1000" },
      tests: [
        plain,
        ...goodRows(plain, [
          ["charge-whole", path, [opened, served(1700, 1000, 1700)], "ChargedFromMaximum", "A request is charged the whole price"],
          ["charge-nothing", path, [opened, served(1700, 0, 700), served(1700, 5, 705)], "ChargedFromMaximum", "A request is charged nothing, and the next voucher has the same amount"],
          ["cumulative-untold", path, [opened, served(1700, 300), served(2000, 1)], "ChargedFromMaximum", "The cumulative charge is not told"],
          ["handler-failed", path, [opened, paid("voucher", 1700, "failed"), served(1700, 300, 1000)], "CommitOnFailure", "The handler fails, and the same voucher is served then"],
          ["corrected", path, [opened, corrected(2000, 700, 1000), served(1700, 300, 1000)], "CorrectiveIncomplete", "A client that counts the maximum is corrected"],
          ["replay-corrected", path, [opened, served(1700, 300, 1000), corrected(1700, 1000, 1700)], "CumulativeNotCompared", "A used voucher is refused with the state"],
          ["busy", path, [opened, paid("voucher", 1700, "refused", { error: "invalid_batch_settlement_evm_channel_busy" }), served(1700, 300, 1000)], "ChannelBusy", "A request while another one runs is told so, and is served later"],
          ["whole-deposit", path, [opened, ...Array.from({ length: 9 }, (_, index) => served(1700 + index * 1000, 1000)), paid("voucher", 10_700, "refused", { error: "invalid_batch_settlement_evm_cumulative_exceeds_balance" })], "AboveDeposit", "The deposit is used up to the last price that fits"],
          ["top-up", path, [opened, ...Array.from({ length: 9 }, (_, index) => served(1700 + index * 1000, 1000)), paid("deposit", 10_700, "served", { chargedAmount: "1000" })], "AboveDeposit", "A top-up makes room for the next voucher"],
          ["claimed-between", path, [opened, claims(700), served(1700, 300, 1000)], "BaselineLost", "What was charged is claimed, and the count goes on"],
          ["record-lost", path, [opened, served(1700, 300), claims(700), { server: "loses its record" }, served(1700, 300, 1000)], "BaselineLost", "The record is lost: the count starts at what was claimed"],
          ["record-lost-unclaimed", path, [opened, { server: "loses its record" }, served(1000, 400, 400)], "BaselineLost", "The record is lost before anything was claimed: what was charged is forfeited"],
          ["record-lost-no-proof", path, [opened, { server: "loses its record" }, paid("voucher", 1700, "refused", { error: MISMATCH })], "CorrectiveUnproven", "Without a voucher there is no proof to send"],
          ["refund-whole", path, [opened, refund(700, 9300)], "RefundTooMuch", "All that was not charged goes back"],
          ["refund-part", path, [opened, refund(700, 300, { amount: "300" }), served(1700, 10, 710)], "RefundTooMuch", "A part goes back, and the channel goes on"],
          ["refund-and-reuse", path, [opened, refund(700, 9300), paid("deposit", 1700, "served", { chargedAmount: "1000", chargedCumulativeAmount: "1700" })], "BaselineLost", "After a refund the channel is topped up and goes on from what was claimed"],
        ]),
        ...openRows(plain, [
          ["claim-above-charge", path, [opened, claims(1000)], "ClaimAboveVoucher", "A claim above the charge and within the voucher", "The text calls it a breach of trust and not of the protocol."],
          ["refund-wrong-code", path, [opened, { request: "refund", maxClaimableAmount: "1700", answer: "refused", error: "invalid_batch_settlement_evm_refund_payload" }], "RefundCharged", "A refund for another amount is refused with another code", "The code of the corrective 402 is asked for where a request is paid."],
        ]),
        ...refusedRows(plain, [
          ["maximum-counted", path, [opened, served(2000, 300)], "ChargedFromMaximum", "The next voucher is taken for the maximum more, not for the charge", "The voucher is for what was charged plus the price."],
          ["cumulative-wrong", path, [opened, served(1700, 300, 1700)], "ChargedFromMaximum", "The cumulative charge is told as the voucher's amount", "It is what was charged."],
          ["replay-served", path, [opened, served(1700, 300), served(1700, 300)], "CumulativeNotCompared", "A used voucher is served again", "The voucher is for what was charged plus the price."],
          ["lower-served", path, [opened, served(1699, 300)], "CumulativeNotCompared", "A voucher one unit short is served", "The voucher is for what was charged plus the price."],
          ["higher-served", path, [opened, served(9000, 300)], "CumulativeNotCompared", "A voucher far ahead is served", "The voucher is for what was charged plus the price."],
          ["charge-above", path, [opened, served(1700, 1001)], "ChargeAboveMaximum", "A charge one unit above the price", "A charge is at most the price."],
          ["charged-on-failure", path, [opened, paid("voucher", 1700, "failed"), served(2700, 300)], "CommitOnFailure", "The handler fails, and the price is counted all the same", "A failed handler leaves the record alone."],
          ["refused-after-failure", path, [opened, paid("voucher", 1700, "failed"), corrected(1700, 1700, 1700)], "CommitOnFailure", "The handler fails, and the same voucher is refused then", "A failed handler leaves the record alone."],
          ["corrective-missing", path, [opened, paid("voucher", 2000, "refused", { error: MISMATCH })], "CorrectiveIncomplete", "A wrong amount is refused without the state", "The server has a record, and has to send it."],
          ["corrective-old-charge", path, [opened, served(1700, 300), corrected(1700, 700, 1000)], "CorrectiveUnproven", "A wrong amount is refused with the state before the last request", "It is not the record."],
          ["corrective-maximum", path, [opened, corrected(2000, 1000, 1000)], "CorrectiveUnproven", "The corrected charge is the voucher's amount", "It is not what was charged."],
          ["corrective-code", path, [opened, paid("voucher", 2000, "refused", { error: "invalid_batch_settlement_evm_voucher_signature" })], "CorrectiveIncomplete", "A wrong amount is refused with another code", "The code tells the client to correct itself."],
          ["right-refused", path, [opened, corrected(1700, 700, 1000)], "CumulativeNotCompared", "The right voucher is called a wrong amount", "It is for what was charged plus the price."],
          ["above-deposit", path, [opened, ...Array.from({ length: 9 }, (_, index) => served(1700 + index * 1000, 1000)), served(10_700, 1000)], "AboveDeposit", "A voucher above the deposit is served", "It exceeds the balance."],
          ["after-withdrawal", path, [opened, { chain: "withdraw", amount: "9000" }, served(1700, 300)], "AboveDeposit", "A voucher is served after the payer withdrew", "It exceeds the balance."],
          ["record-lost-client-believed", path, [opened, served(1700, 300), { server: "loses its record" }, served(2000, 300)], "BaselineLost", "The record is lost, and the client's voucher sets the count", "The count starts at what was claimed on the chain."],
          ["record-lost-zero", path, [opened, claims(700), { server: "loses its record" }, served(1000, 300)], "BaselineLost", "The record is lost, and the count starts at zero", "The count starts at what was claimed on the chain."],
          ["refund-with-price", path, [opened, refund(1700, 8300)], "RefundCharged", "A refund on a voucher that includes the price", "A refund's voucher is for what was charged."],
          ["refund-below", path, [opened, refund(600, 9400)], "RefundCharged", "A refund on a voucher below the charge", "A refund's voucher is for what was charged."],
          ["refund-charged-too", path, [opened, refund(700, 10_000)], "RefundTooMuch", "What was charged goes back as well", "It exceeds what is left."],
          ["refund-more-than-asked", path, [opened, refund(700, 9300, { amount: "300" })], "RefundTooMuch", "More goes back than was asked for", "A part was asked for."],
          ["reuse-from-zero", path, [opened, refund(700, 9300), paid("deposit", 1000, "served", { chargedAmount: "300" })], "BaselineLost", "After a refund the count starts at zero", "The count goes on from what was claimed."],
          ["claim-above-voucher", path, [opened, claims(1001)], "ClaimAboveVoucher", "A claim above the voucher", "Nothing was signed for that."],
        ]),
      ],
    }];
  },
});
