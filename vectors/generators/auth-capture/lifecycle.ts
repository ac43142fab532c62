import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { FLAGS } from "./_flags.ts";

type Event = { readonly at: number; readonly operation: string; readonly amount?: string; readonly consent?: string; readonly outcome: "done" | "refused" };

const START = 1_740_675_700;
const CAPTURE = START + 3600;
const REFUND = START + 86_400;
const done = (operation: string, amount?: number | string, options: { at?: number; consent?: string } = {}): Event => {
  const { at = START, consent } = options;
  return { at, operation, ...(amount === undefined ? {} : { amount: String(amount) }), ...(consent === undefined ? {} : { consent }), outcome: "done" };
};
const refused = (operation: string, amount?: number | string, at = START): Event => ({ ...done(operation, amount, { at }), outcome: "refused" });
const after = (at: number, operation: string, amount?: number | string): Event => done(operation, amount, { at });

const hold = done("authorize", 1000);

export const vectors = defineVectors({
  operation: "auth-capture.lifecycle",
  description: "Lives of auth-capture payments on EVM: what may follow what. Newer text than the pinned revision (schemes/auth-capture/scheme_auth_capture.md and scheme_auth_capture_evm.md).",
  requirements: ["acg.flow.authorization-no-hold", "acg.authorize.once", "acg.charge.once", "acg.capture.ceiling", "acg.capture.partial", "acg.void.needs-hold", "acg.refund.ceiling", "acg.deadline.capture", "acg.deadline.refund", "acg.amount.cap", "acg.consent.single-use", "ac.fac.authorize-full", "ac.fac.capture-bounds", "ac.fac.refund-bounds", "ac.fac.void-bounds", "ac.fac.refund-both-flows"],
  flags: pick(FLAGS, "CaptureCeiling", "CaptureOnce", "RefundCeiling", "VoidNeedsHold", "CaptureDeadline", "RefundDeadline", "ReclaimEarly", "CollectTwice", "FlowMixed", "ConsentReused", "FullAuthorize"),
  groups: () => {
    const path = "/events";
    const plain = valid({ id: "capture-whole", comment: "A hold, captured whole", input: { paymentFlow: "escrow", events: [hold, done("capture", 1000)] } });
    const charged = valid({ id: "charge-whole", comment: "A charge of everything", input: { paymentFlow: "authorization", events: [done("charge", 1000)] } });
    return [{
      name: "lives",
      comment: "A maximum of 1000; captures end after an hour, refunds after a day",
      shared: { maximum: "1000", captureDeadline: CAPTURE, refundDeadline: REFUND },
      tests: [
        plain,
        charged,
        ...goodRows(plain, [
          ["capture-part", path, [hold, done("capture", 730)], "CaptureOnce", "A hold, captured in part"],
          ["capture-one-unit", path, [hold, done("capture", 1)], "CaptureOnce", "One unit captured"],
          ["capture-twice", path, [hold, done("capture", 400), done("capture", 600)], "CaptureOnce", "Two captures that make the hold"],
          ["capture-three-times", path, [hold, done("capture", 1), done("capture", 1), done("capture", 998)], "CaptureOnce", "Three captures that make the hold"],
          ["void", path, [hold, done("void")], "VoidNeedsHold", "A hold, voided"],
          ["void-rest", path, [hold, done("capture", 999), done("void")], "VoidNeedsHold", "A capture, and the rest voided"],
          ["void-late", path, [hold, after(CAPTURE + 60, "void")], "VoidNeedsHold", "A void after the capture deadline, which ends captures only"],
          ["void-refused-after-capture", path, [hold, done("capture", 1000), refused("void")], "VoidNeedsHold", "A void of nothing is refused"],
          ["capture-above-refused", path, [hold, refused("capture", 1001), done("capture", 1000)], "CaptureCeiling", "More than the hold is refused, and the hold is captured"],
          ["capture-just-in-time", path, [hold, after(CAPTURE - 1, "capture", 1000)], "CaptureDeadline", "A capture one second before the deadline"],
          ["capture-late-refused", path, [hold, refused("capture", 1000, CAPTURE + 60)], "CaptureDeadline", "A capture after the deadline is refused"],
          ["reclaim", path, [hold, after(CAPTURE + 60, "reclaim")], "ReclaimEarly", "The payer takes the hold back after the deadline"],
          ["reclaim-early-refused", path, [hold, { ...after(CAPTURE - 60, "reclaim"), outcome: "refused" }, after(CAPTURE - 30, "capture", 1000)], "ReclaimEarly", "The payer cannot take the hold back before the deadline"],
          ["refund-whole", path, [hold, done("capture", 1000), done("refund", 1000)], "RefundCeiling", "All that was captured goes back"],
          ["refund-twice", path, [hold, done("capture", 1000), done("refund", 300), done("refund", 700)], "RefundCeiling", "Two refunds that make the capture"],
          ["refund-then-capture", path, [hold, done("capture", 500), done("refund", 500), done("capture", 500)], "RefundCeiling", "A refund between two captures"],
          ["refund-after-void", path, [hold, done("capture", 500), done("void"), done("refund", 500)], "RefundCeiling", "The rest is voided, and what was captured goes back"],
          ["refund-after-capture-deadline", path, [hold, done("capture", 1000), after(CAPTURE + 60, "refund", 1000)], "RefundDeadline", "A refund after the capture deadline, which ends captures only"],
          ["refund-late-refused", path, [hold, done("capture", 1000), refused("refund", 10, REFUND + 60)], "RefundDeadline", "A refund after its deadline is refused"],
          ["consents-different", path, [hold, done("capture", 400, { consent: "c1" }), done("capture", 400, { consent: "c2" })], "ConsentReused", "Two captures of one amount, each with a consent of its own"],
          ["authorize-again-refused", path, [hold, refused("authorize", 1000), done("capture", 1000)], "CollectTwice", "A second hold is refused"],
        ]),
        ...goodRows(charged, [
          ["charge-part", path, [done("charge", 1)], "FlowMixed", "A charge of less than the maximum"],
          ["charge-and-refund", path, [done("charge", 1000), done("refund", 400), done("refund", 600)], "FlowMixed", "Refunds of a charge"],
          ["charge-capture-refused", path, [done("charge", 500), refused("capture", 500)], "FlowMixed", "There is nothing to capture after a charge"],
        ]),
        ...openRows(plain, [
          ["capture-at-deadline", path, [hold, after(CAPTURE, "capture", 1000)], "CaptureDeadline", "A capture in the second of the deadline", "The scheme calls it the last moment, and the binding for EVM asks for earlier."],
          ["reclaim-at-deadline", path, [hold, after(CAPTURE, "reclaim")], "ReclaimEarly", "A reclaim in the second of the deadline", "The scheme calls it the last moment of captures and the first of reclaims."],
          ["refund-at-deadline", path, [hold, done("capture", 1000), after(REFUND, "refund", 1000)], "RefundDeadline", "A refund in the second of the deadline", "The scheme calls it the last moment, and the binding for EVM asks for earlier."],
          ["reclaim-rest", path, [hold, done("capture", 400), after(CAPTURE + 60, "reclaim")], "ReclaimEarly", "The payer takes back what is left after a capture", "The scheme speaks of a hold that was not touched in one place and of any hold in another."],
          ["capture-last-second-refused", path, [hold, refused("capture", 1000, CAPTURE - 1)], "CaptureDeadline", "A capture one second before the deadline is refused", "A facilitator may leave time for the transaction."],
          ["capture-retried", path, [hold, done("capture", 400, { consent: "c1" }), { ...done("capture", 400, { consent: "c1" }), outcome: "refused" }], "ConsentReused", "The same capture again is refused", "The scheme asks for the first outcome again, and the binding for EVM for a refusal."],
        ]),
        ...refusedRows(plain, [
          ["capture-above", path, [hold, done("capture", 1001)], "CaptureCeiling", "One unit more than the hold", "It exceeds the hold."],
          ["capture-sum-above", path, [hold, done("capture", 600), done("capture", 401)], "CaptureCeiling", "Two captures that are one unit more than the hold", "The second exceeds what is left."],
          ["capture-whole-twice", path, [hold, done("capture", 1000), done("capture", 1000)], "CaptureCeiling", "The hold is captured twice", "Nothing is left."],
          ["capture-refunded-again", path, [hold, done("capture", 1000), done("refund", 1000), done("capture", 1000)], "CaptureCeiling", "What was refunded is captured again", "A refund does not restore the hold."],
          ["capture-zero", path, [hold, done("capture", 0)], "CaptureCeiling", "A capture of nothing", "An amount is above zero."],
          ["capture-without-hold", path, [done("capture", 1000)], "FlowMixed", "A capture without a hold", "Nothing is held."],
          ["capture-after-void", path, [hold, done("void"), done("capture", 1)], "CaptureCeiling", "A capture after the void", "Nothing is left."],
          ["capture-after-reclaim", path, [hold, after(CAPTURE + 60, "reclaim"), after(CAPTURE + 90, "capture", 1)], "CaptureDeadline", "A capture after the payer took the hold back", "Nothing is left, and the deadline has passed."],
          ["capture-late", path, [hold, after(CAPTURE + 60, "capture", 1000)], "CaptureDeadline", "A capture a minute after the deadline", "The capture deadline has passed."],
          ["capture-part-refused", path, [hold, refused("capture", 730)], "CaptureOnce", "A capture of a part is refused", "A capture may be for less than the hold."],
          ["capture-second-refused", path, [hold, done("capture", 400), refused("capture", 600)], "CaptureOnce", "A second capture of what is left is refused", "Captures repeat up to the hold."],
          ["authorize-twice", path, [hold, hold], "CollectTwice", "Two holds of one payment", "A payment is held once."],
          ["authorize-part", path, [done("authorize", 999), done("capture", 999)], "FullAuthorize", "Less is held than was authorized", "On EVM the hold is for the whole amount."],
          ["authorize-above", path, [done("authorize", 1001)], "CaptureCeiling", "More is held than was authorized", "It exceeds what the client signed."],
          ["charge-of-held", path, [hold, done("charge", 1000)], "FlowMixed", "A charge on top of a hold", "The authorization was used for the hold."],
          ["void-after-capture", path, [hold, done("capture", 1000), done("void")], "VoidNeedsHold", "A void after everything was captured", "Nothing is left."],
          ["void-twice", path, [hold, done("void"), done("void")], "VoidNeedsHold", "Two voids", "Nothing is left."],
          ["reclaim-early", path, [hold, after(CAPTURE - 60, "reclaim")], "ReclaimEarly", "The payer takes the hold back a minute before the deadline", "Captures are still possible."],
          ["reclaim-refused", path, [hold, { ...after(CAPTURE + 60, "reclaim"), outcome: "refused" }], "ReclaimEarly", "The payer cannot take the hold back after the deadline", "The hold can be reclaimed from the deadline on."],
          ["refund-above", path, [hold, done("capture", 500), done("refund", 501)], "RefundCeiling", "One unit more than was captured", "It exceeds what was captured."],
          ["refund-sum-above", path, [hold, done("capture", 500), done("refund", 300), done("refund", 201)], "RefundCeiling", "Two refunds that are one unit more than the capture", "The second exceeds what was not refunded yet."],
          ["refund-before-capture", path, [hold, done("refund", 1)], "RefundCeiling", "A refund of a hold", "Nothing was captured."],
          ["refund-after-void-of-all", path, [hold, done("void"), done("refund", 1000)], "RefundCeiling", "A refund of what was voided", "Nothing was captured."],
          ["refund-late", path, [hold, done("capture", 1000), after(REFUND + 60, "refund", 1)], "RefundDeadline", "A refund a minute after the deadline", "The refund deadline has passed."],
          ["refund-refused", path, [hold, done("capture", 1000), refused("refund", 1000, CAPTURE + 60)], "RefundDeadline", "A refund after the capture deadline is refused", "Refunds end with their own deadline."],
          ["consent-reused", path, [hold, done("capture", 400, { consent: "c1" }), done("capture", 400, { consent: "c1" })], "ConsentReused", "Two captures on one consent", "A consent is used once."],
        ]),
        ...refusedRows(charged, [
          ["charge-above", path, [done("charge", 1001)], "CaptureCeiling", "A charge above the maximum", "It exceeds what the client signed."],
          ["charge-twice", path, [done("charge", 400), done("charge", 400)], "CollectTwice", "Two charges", "A payment is charged once, however little."],
          ["charge-zero", path, [done("charge", 0)], "CaptureCeiling", "A charge of nothing", "An amount is above zero."],
          ["charge-and-void", path, [done("charge", 400), done("void")], "FlowMixed", "A void after a charge", "There is no hold."],
          ["charge-and-reclaim", path, [done("charge", 400), after(CAPTURE + 60, "reclaim")], "FlowMixed", "A reclaim after a charge", "There is no hold."],
          ["charge-refund-refused", path, [done("charge", 400), refused("refund", 400)], "FlowMixed", "A refund of a charge is refused", "Charges are refunded as captures are."],
        ]),
      ],
    }];
  },
});
