import type { CardPayment } from "../card/types.ts";
import type { DebitPayment } from "../debit/types.ts";
import type { InstantPayment } from "../sepa/instant-types.ts";
import { newId, type PspContext } from "./context.ts";
import { endMandate } from "./operations/mandates.ts";
import { authenticateIntent } from "./submit-intent.ts";
import type { Intent } from "./types.ts";

/** What payers and their banks do about a payment, whenever it pleases them. Intents are named by id. */
export interface PayerControl {
  /** The cardholder goes through the issuer's challenge; whether it is passed, the card says. */
  authenticate(intent: string): void;
  /** The cardholder disputes a captured card payment. @returns the dispute's id */
  dispute(options: { intent: string; amount?: bigint; reason?: string }): string;
  closeDispute(options: { intent: string; outcome: "lost" | "won" }): void;
  /** The payer's bank sends a direct debit back: a Nacha return code, or an ISO 20022 reason code with its kind. */
  sendBack(options: { intent: string; code: string; type?: "reject" | "refusal" | "return" | "refund" }): void;
  /** An accepted instant transfer is asked back. */
  recall(options: { intent: string; type?: "recall" | "request-for-recall"; code: string }): void;
  /** The merchant's bank answers: the money (FOCR), or a refusal. */
  answerRecall(options: { intent: string; refusal?: string }): void;
  revokeMandate(mandate: string): void;
}

/** What a rail has in its books for an intent. */
export type RailRecord = CardPayment | DebitPayment | InstantPayment;

export function createPayerControl(psp: PspContext): PayerControl {
  const { card, ach, sepaDebit, sepaInstant } = psp.rails;
  const get = (id: string): Intent => {
    const intent = psp.cell.current.intents.get(id);
    if (intent === undefined) throw new Error(`The provider ${psp.name} has no intent ${id}.`);
    return intent;
  };
  return {
    authenticate: (id) => authenticateIntent(psp, get(id)),
    dispute({ intent, amount, reason = "fraudulent" }) {
      const dispute = newId(psp, "dp");
      card.dispute({ id: get(intent).id, dispute, reason, ...(amount === undefined ? {} : { amount }) });
      return dispute;
    },
    closeDispute: ({ intent, outcome }) => void card.closeDispute({ id: get(intent).id, outcome }),
    sendBack: ({ intent, code, type = "return" }) => void (get(intent).rail === "ach" ? ach : sepaDebit).sendBack({ id: intent, code, type }),
    recall: ({ intent, type = "recall", code }) => void sepaInstant.recall({ id: get(intent).id, type, code }),
    answerRecall: ({ intent, refusal }) => void sepaInstant.answerRecall({ id: get(intent).id, ...(refusal === undefined ? {} : { refusal }) }),
    revokeMandate(id) {
      const mandate = psp.cell.current.mandates.get(id);
      if (mandate === undefined) throw new Error(`The provider ${psp.name} has no mandate ${id}.`);
      endMandate(psp, { mandate, as: "revoked" });
    },
  };
}
