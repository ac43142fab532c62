import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";

type Step = { readonly caller: string; readonly operation: string; readonly payTo: string; readonly paymentId: string; readonly token?: string; readonly amount?: string; readonly psp: string; readonly answer: string };

const ID = "pay_7d5d747be160e280504c099d984bcfe0";
const MERCHANT = "acct_1Nxyz";
const OTHER = "acct_2Qabc";

const step = (operation: string, psp: string, answer: string, edit: Partial<Step> = {}): Step => ({
  caller: MERCHANT, operation, payTo: MERCHANT, paymentId: ID, ...(operation === "authorize" ? { token: "pm_1Nxyz", amount: "100" } : operation === "capture" ? { amount: "73" } : {}), psp, answer, ...edit,
});
const hold = step("authorize", "hold", "success");
const capture = step("capture", "capture", "success");
const release = step("void", "void", "success");
const asked = (operation: string, answer: string, edit: Partial<Step> = {}): Step => step(operation, "nothing", answer, edit);

export const vectors = defineVectors({
  operation: "auth-capture.card.lifecycle",
  description: "DRAFT: lives of card payments at a facilitator (schemes/auth-capture/scheme_auth_capture_card.md, draft 0.2.0 of 2026-10-06). Of nothing but the draft's profile.",
  requirements: ["card.fac.hold-amount", "card.fac.dedup", "card.fac.dedup-conflict", "card.fac.dedup-scope", "card.fac.capture-cap", "card.fac.capture-less", "card.fac.consent", "card.fac.payto-bind", "card.fac.unknown-payment", "card.fac.one-finalize", "card.fac.retry-stored", "card.fac.retry-conflict", "card.fac.lifecycle-types", "card.fac.declined-code", "card.fac.auth-required-code", "card.fac.no-hard-retry"],
  flags: pick(FLAGS, "CardDedup", "CardConflict", "CardDecline", "CardClosed", "CaptureCeiling", "ConsentReused", "CardFlow"),
  groups: () => {
    const path = "/steps";
    const plain = valid({ id: "capture-part", comment: "A hold of 100 and a capture of 73", input: { steps: [hold, capture] } });
    return [{
      name: "lives",
      comment: "Requests to settle in their order",
      tests: [
        plain,
        ...goodRows(plain, [
          ["capture-whole", path, [hold, step("capture", "capture", "success", { amount: "100" })], "CaptureCeiling", "The whole hold"],
          ["void", path, [hold, release], "CardClosed", "A hold that is released"],
          ["hold-alone", path, [hold], "CardClosed", "A hold that nothing follows yet"],
          ["hold-retried", path, [hold, asked("authorize", "success"), capture], "CardDedup", "The same hold is asked for again, and nothing happens at the PSP"],
          ["capture-retried", path, [hold, capture, asked("capture", "success")], "CardClosed", "The same capture again gets the stored outcome"],
          ["void-retried", path, [hold, release, asked("void", "success")], "CardClosed", "The same void again gets the stored outcome"],
          ["other-token-refused", path, [hold, asked("authorize", "refused", { token: "pm_2Other" }), capture], "CardConflict", "The same paymentId with another token is refused"],
          ["other-amount-refused", path, [hold, asked("authorize", "refused", { amount: "101" }), capture], "CardConflict", "The same paymentId with another amount is refused"],
          ["other-merchant-same-id", path, [hold, step("authorize", "hold", "success", { caller: OTHER, payTo: OTHER }), capture], "CardConflict", "The same paymentId at another merchant is another payment"],
          ["capture-above-refused", path, [hold, asked("capture", "refused", { amount: "101" }), capture], "CaptureCeiling", "More than the hold is refused"],
          ["second-capture-refused", path, [hold, capture, asked("capture", "refused", { amount: "27" })], "CardClosed", "A second capture of the rest is refused: one closes the payment"],
          ["void-after-capture-refused", path, [hold, capture, asked("void", "refused")], "CardClosed", "A void of the rest is refused: the capture has released it"],
          ["foreign-capture-refused", path, [hold, asked("capture", "refused", { caller: OTHER }), capture], "ConsentReused", "Another merchant cannot capture"],
          ["declined", path, [step("authorize", "hard decline", "card_declined")], "CardDecline", "The issuer declines for good"],
          ["declined-again", path, [step("authorize", "hard decline", "card_declined"), asked("authorize", "card_declined")], "CardDecline", "Asked again after a hard decline, the facilitator leaves the card alone"],
          ["authentication-required", path, [step("authorize", "authentication required", "card_authentication_required")], "CardDecline", "The issuer wants the cardholder"],
          ["declined-other-id", path, [step("authorize", "hard decline", "card_declined"), step("authorize", "hold", "success", { paymentId: "pay_00000000000000000000000000000002", token: "pm_2Other" })], "CardDecline", "Another payment with another card"],
        ]),
        ...openRows(plain, [
          ["soft-decline-again", path, [step("authorize", "soft decline", "card_declined"), hold], "CardDecline", "After a soft decline the same payment is tried again", "Soft declines may be tried again; which code they get the draft does not say."],
          ["authentication-again", path, [step("authorize", "authentication required", "card_authentication_required"), hold], "CardDecline", "After a request for the cardholder the same token is tried again", "The draft wants a new token and does not forbid this."],
          ["capture-zero", path, [hold, step("capture", "void", "success", { amount: "0" })], "CaptureCeiling", "A capture of nothing", "The draft gives captures no least amount."],
          ["single-use-token-again", path, [hold, step("authorize", "hold", "success", { paymentId: "pay_00000000000000000000000000000002" })], "CardDedup", "The same token for another payment", "Only a token for single use is not authorized twice, and a token does not show which it is."],
        ]),
        ...refusedRows(plain, [
          ["hold-twice", path, [hold, hold], "CardDedup", "The same payment is held twice", "A retry resumes the hold."],
          ["hold-other-token", path, [hold, step("authorize", "hold", "success", { token: "pm_2Other" })], "CardConflict", "The same paymentId is held with another token", "Another token is refused."],
          ["hold-other-amount", path, [hold, step("authorize", "hold", "success", { amount: "200" })], "CardConflict", "The same paymentId is held for another amount", "Another amount is refused."],
          ["other-token-stored-answer", path, [hold, asked("authorize", "success", { token: "pm_2Other" })], "CardConflict", "Another token is answered with the first one's hold", "Another token is refused."],
          ["other-merchant-stored-answer", path, [hold, asked("authorize", "success", { caller: OTHER, payTo: OTHER })], "CardConflict", "Another merchant's payment is answered with the first one's hold", "It is another payment, and nothing is held for it."],
          ["capture-above", path, [hold, step("capture", "capture", "success", { amount: "101" })], "CaptureCeiling", "One cent more than the hold", "A capture is at most the hold."],
          ["capture-above-submitted", path, [hold, step("capture", "capture", "refused", { amount: "101" })], "CaptureCeiling", "More than the hold goes to the PSP, although it is answered as refused", "A capture is at most the hold."],
          ["capture-twice", path, [hold, capture, capture], "CardClosed", "The same capture goes to the PSP again", "A retry gets the stored outcome."],
          ["capture-rest", path, [hold, capture, step("capture", "capture", "success", { amount: "27" })], "CardClosed", "A second capture of the rest", "One capture closes the payment."],
          ["capture-other-amount-stored", path, [hold, capture, asked("capture", "success", { amount: "27" })], "CardConflict", "A capture of another amount is answered with the first one's outcome", "Other content is refused."],
          ["void-after-capture", path, [hold, capture, release], "CardClosed", "A void after a capture", "One capture closes the payment."],
          ["capture-after-void", path, [hold, release, capture], "CardClosed", "A capture after a void", "One void closes the payment."],
          ["capture-retry-refused", path, [hold, capture, asked("capture", "refused")], "CardClosed", "The same capture again is refused", "A retry gets the stored outcome."],
          ["capture-unknown", path, [step("capture", "nothing", "success")], "CardConflict", "A capture of a payment nobody held succeeds", "There is no hold."],
          ["capture-declined", path, [step("authorize", "hard decline", "card_declined"), capture], "CardDecline", "A capture of a payment that was declined", "There is no hold."],
          ["foreign-capture", path, [hold, step("capture", "capture", "success", { caller: OTHER })], "ConsentReused", "Another merchant captures under the first one's account", "The caller is not the merchant of the payment."],
          ["foreign-pay-to", path, [hold, step("capture", "capture", "success", { caller: OTHER, payTo: OTHER })], "ConsentReused", "Another merchant captures the payment under its own account", "The payment was held under another payTo."],
          ["nobody-captures", path, [hold, step("capture", "capture", "success", { caller: "" })], "ConsentReused", "A caller without a credential captures", "The caller is not authenticated."],
          ["refund", path, [hold, capture, step("refund", "refund", "success", { amount: "73" })], "CardFlow", "A refund through the facilitator", "Refunds go through the PSP."],
          ["declined-success", path, [step("authorize", "hard decline", "success")], "CardDecline", "A decline is answered as a success", "There is no hold."],
          ["declined-detail", path, [step("authorize", "hard decline", "stolen_card")], "CardDecline", "The issuer's reason is passed on", "Hard declines are card_declined."],
          ["declined-resubmitted", path, [step("authorize", "hard decline", "card_declined"), step("authorize", "hard decline", "card_declined")], "CardDecline", "A hard decline is submitted again", "A hard decline is not submitted again under its paymentId."],
          ["declined-then-held", path, [step("authorize", "hard decline", "card_declined"), hold], "CardDecline", "A hard decline is submitted again, and the hold succeeds", "A hard decline is not submitted again under its paymentId."],
          ["authentication-as-decline", path, [step("authorize", "authentication required", "card_declined")], "CardDecline", "The issuer's wish for the cardholder is answered as a decline", "It has a code of its own."],
        ]),
      ],
    }];
  },
});
