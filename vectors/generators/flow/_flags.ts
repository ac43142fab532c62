import type { VectorFlag } from "../../vector-file.ts";

/** Errors in the order of a payment. */
export const FLAGS: Readonly<Record<string, VectorFlag>> = {
  NoCheck: { bugClass: "handler-before-check", description: "Runs the handler before, or beside, the check of the payment.", effect: "Work is done, and its side effects happen, for payments that are worth nothing.", links: [] },
  FailsOpen: { bugClass: "paywall-fails-open", description: "Serves when the facilitator cannot be reached or understood.", effect: "Whoever disturbs the facilitator is served for nothing.", links: ["https://github.com/x402-foundation/x402/pull/1813"] },
  VerifyIgnored: { bugClass: "verify-reply-ignored", description: "Goes on after a payment was found invalid.", effect: "Forged payments are served, or sent to the chain at the facilitator's cost.", links: [] },
  NeverSettled: { bugClass: "verify-without-settle", description: "Takes a valid payment for a payment made.", effect: "The seller is never paid.", links: ["https://github.com/micro/go-micro/pull/3676"] },
  ServedBeforeSettled: { bugClass: "served-before-settled", description: "Answers before settlement is over.", effect: "A payment whose settlement fails has bought the content.", links: [] },
  SettleIgnored: { bugClass: "settle-reply-ignored", description: "Does not look at the outcome of settlement.", effect: "Content is given away when settlement fails.", links: ["https://github.com/x402-foundation/x402/issues/222", "https://github.com/x402-rs/x402-rs/issues/65"] },
  PendingAsSuccess: { bugClass: "unknown-outcome-as-success", description: "Takes a settlement whose outcome is unknown for a success.", effect: "Content is given away when it fails later.", links: [] },
  PendingAsFailure: { bugClass: "unknown-outcome-as-failure", description: "Has no state between settled and failed.", effect: "Buyers pay twice.", links: ["https://github.com/x402-foundation/x402/issues/1062", "https://github.com/x402-foundation/x402/issues/2294"] },
  ChargedForFailure: { bugClass: "settled-after-handler-error", description: "Settles although the handler failed.", effect: "Buyers pay for errors.", links: ["https://github.com/x402-rs/x402-rs/pull/11", "https://github.com/x402-foundation/x402/pull/723"] },
  OtherFlow: { bugClass: "payment-flow-not-honoured", description: "Runs another order than its offer says.", effect: "Money moves at a time the buyer did not agree to.", links: [] },
  Status: { bugClass: "wrong-status", description: "Answers with a status that says something else.", effect: "Clients give up, or retry what cannot succeed.", links: [] },
  Unpaid: { bugClass: "402-without-offer", description: "Serves, works or answers with another status where no payment came.", effect: "Content is free, or nobody learns that it can be bought.", links: ["https://github.com/x402-foundation/x402/issues/3249"] },
  TermsOfBuyer: { bugClass: "accepted-trusted-over-requirements", description: "Processes a payment by the terms it names itself.", effect: "The buyer sets the price.", links: ["https://github.com/x402-rs/x402-rs/pull/101"] },
  Malformed: { bugClass: "malformed-payment-as-unpaid", description: "Crashes at a payment it cannot read, or takes it for a good one.", effect: "Clients do not learn what is wrong, or are served for nothing.", links: ["https://github.com/x402-foundation/x402/pull/2843"] },
  Replayed: { bugClass: "payment-replayed-in-flight", description: "Lets one payment buy several times, before or after it settled.", effect: "One payment, many deliveries.", links: ["https://github.com/x402-foundation/x402/issues/803"] },
  SharedSettlement: { bugClass: "settlement-shared-by-requests", description: "Takes the settlement of another request for that of this one.", effect: "One payment, many deliveries.", links: ["https://github.com/x402-foundation/x402/issues/1805"] },
  SettledTwice: { bugClass: "duplicate-settle-all-succeed", description: "Settles one payment twice, or reports that it did.", effect: "The buyer pays twice, or the seller believes he was paid twice.", links: ["https://github.com/x402-foundation/x402/pull/2801"] },
  TooStrict: { bugClass: "flow-too-strict", description: "Allows only the shortest course of events.", effect: "Servers that do more than they must are refused.", links: [] },
  PaymentBurnt: { bugClass: "unsettled-payment-refused", description: "Refuses a payment that was seen before, although it never settled.", effect: "After an error the buyer has to sign anew, and may pay twice.", links: [] },
};
