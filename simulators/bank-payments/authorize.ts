import { defineFaults, faultPoints } from "../faults.ts";
import { isObject, type JsonObject } from "../json.ts";
import { readMandates, readMethod } from "./bank-psp.ts";
import type { FacilitatorParts } from "./facilitator-parts.ts";
import { digest } from "./payment-id.ts";
import type { BankRequest } from "./read-request.ts";

/** Whether the PSP knows the token, and the payer's authorisation covers the payment: experimental/bank-payments.md, 6.1, numbers 3 and 4. Reads only. */

export const faults = defineFaults({
  "facilitator.bank-payments.token-unchecked": { role: "facilitator", bug: "BUG: finds tokens valid that the PSP does not know" },
  "facilitator.bank-payments.token-type-ignored": { role: "facilitator", bug: "BUG: pays with a token of another rail or a card" },
  "facilitator.bank-payments.mandate-invented": { role: "facilitator", bug: "BUG: tells the PSP that the payer has authorised a merchant, where the payer has not" },
  "facilitator.bank-payments.mandate-other-merchant": { role: "facilitator", bug: "BUG: takes the payer's authorisation of one merchant for one of all" },
  "facilitator.bank-payments.mandate-limit-ignored": { role: "facilitator", bug: "BUG: debits more than the payer's authorisation is for, under a new one that nobody gave" },
  "facilitator.bank-payments.unauthorized-other-reason": { role: "facilitator", bug: "BUG: says of a payment over banks that nobody authorised that its token is invalid" },
  "facilitator.bank-payments.mandate-revived": { role: "facilitator", bug: "BUG: debits under a new authorisation that nobody gave when the old one has ended" },
});

export interface Authorized {
  readonly ok: true;
  /** A name the PSP made up. */
  readonly payer: string | undefined;
  readonly mandate: string | undefined;
  /** Set for an authorisation that is for one payment. */
  readonly single: string | undefined;
  /** Faults' only: what the PSP is told beside. */
  readonly further?: JsonObject;
}

export type Authorization = Authorized | { readonly ok: false; /** Of the network; `undefined` where the PSP could not be asked. */ readonly reason: string | undefined };

const UNASKED: Authorization = { ok: false, reason: undefined };
/** What makes the PSP believe that there is a mandate. */
const INVENTED: JsonObject = { mandate_data: {} };

export function createAuthorizer(parts: FacilitatorParts): (request: BankRequest) => Promise<Authorization> {
  const { network, providers, bends } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });
  const invalid: Authorization = { ok: false, reason: network.codes.tokenInvalid };

  const unauthorized = ({ rail }: BankRequest["terms"]): Authorization => ({ ok: false, reason: fault("facilitator.bank-payments.unauthorized-other-reason") ? network.codes.tokenInvalid : rail.unauthorized });

  const byMandate = async ({ request, payer }: { request: BankRequest; payer: string | undefined }): Promise<Authorization> => {
    const { terms, token } = request;
    const psp = providers.client(terms.psp);
    const asked = psp === undefined ? UNASKED_LIST : await readMandates(psp, { token, merchant: terms.payTo });
    if (asked.kind !== "found") return UNASKED;
    const standing = asked.value.filter(({ status }) => status === "active");
    const covering = standing.findLast(({ max_amount: limit }) => typeof limit !== "number" || terms.amount <= BigInt(limit));
    if (covering !== undefined) {
      const { id, type } = covering;
      const single = type === "single_use" && typeof id === "string" ? digest([terms.psp, "mandate", id]) : undefined;
      return { ok: true, payer, mandate: typeof id === "string" ? id : undefined, single };
    }
    const invented: Authorization = { ok: true, payer, mandate: undefined, single: undefined, further: INVENTED };
    if (standing.length > 0 && fault("facilitator.bank-payments.mandate-limit-ignored")) return invented;
    if (standing.length === 0 && asked.value.length > 0 && fault("facilitator.bank-payments.mandate-revived")) return invented;
    const none = asked.value.length === 0;
    if (none && fault("facilitator.bank-payments.mandate-other-merchant") && (await standsElsewhere(request))) return invented;
    if (none && fault("facilitator.bank-payments.mandate-invented")) return invented;
    return unauthorized(terms);
  };

  /** Whether the payer has authorised another merchant. Asked for a fault only. */
  const standsElsewhere = async ({ terms, token }: BankRequest): Promise<boolean> => {
    const answer = await providers.client(terms.psp)?.call({ method: "GET", path: `/v1/mandates?${new URLSearchParams({ payment_method: token })}` });
    return answer?.kind === "done" && Array.isArray(answer.body["data"]) && answer.body["data"].length > 0;
  };

  const byConsent = ({ request, method, payer }: { request: BankRequest; method: JsonObject; payer: string | undefined }): Authorization => {
    const { terms, token } = request;
    const { consent } = method;
    const covered = isObject(consent) && fits(consent["merchant_account"], terms.payTo) && fits(consent["amount"], Number(terms.amount)) && fits(consent["currency"], terms.asset);
    const used = (isObject(consent) && consent["status"] === "used") || (method["single_use"] === true && method["used"] === true);
    const stands = covered && consent["status"] === "active" && !used;
    if (!stands && bends.overlooksConsent?.(covered && used ? "used" : "other") !== true) return unauthorized(terms);
    const once = method["single_use"] === true || (isObject(consent) && consent["single_use"] === true);
    return { ok: true, payer, mandate: undefined, single: once && stands ? digest([terms.psp, "consent", token]) : undefined };
  };

  return async (request) => {
    const { terms, token } = request;
    const psp = providers.client(terms.psp);
    if (psp === undefined) return UNASKED;
    const asked = await readMethod(psp, token);
    if (asked.kind === "lost") return UNASKED;
    if (asked.kind === "none") return fault("facilitator.bank-payments.token-unchecked") ? { ok: true, payer: undefined, mandate: undefined, single: undefined } : invalid;
    const method = asked.value;
    if (method["detached"] === true) return invalid;
    const payer = typeof method["customer"] === "string" ? method["customer"] : undefined;
    if (method["type"] !== terms.rail.methodType) return fault("facilitator.bank-payments.token-type-ignored") ? { ok: true, payer, mandate: undefined, single: undefined } : invalid;
    return terms.rail.authorization === "mandate" ? await byMandate({ request, payer }) : byConsent({ request, method, payer });
  };
}

const UNASKED_LIST = { kind: "lost" } as const;

/** `null` is not bound. */
function fits(bound: unknown, value: unknown): boolean {
  return bound === null || bound === undefined || bound === value;
}
