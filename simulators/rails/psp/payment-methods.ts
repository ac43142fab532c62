import type { JsonObject } from "../../json.ts";
import { idOf } from "../ids.ts";
import { giveConsent, OPEN_CONSENT, renderConsent } from "./consents.ts";
import { newId, type PspContext, seconds } from "./context.ts";
import { notFound } from "./psp-error.ts";
import { type InstrumentKind, testInstrumentOf } from "./test-instruments.ts";
import type { PaymentMethod, PaymentMethodType } from "./types.ts";

/** Puts a new card or account on its rail. @returns its id there */
export function openInstrument(psp: PspContext, options: { owner: string; kind: InstrumentKind; backed: boolean; id?: string }): string {
  const { owner, kind, backed } = options;
  const id = options.id ?? newId(psp, "ins");
  const common = { id, owner, fingerprint: idOf({ prefix: "fp", parts: [psp.seed, owner, kind.type, id] }), backed };
  if (kind.type === "card") psp.rails.card.issue({ ...common, network: kind.network, behaviour: kind.behaviour });
  else if (kind.type === "us_bank_account") psp.rails.ach.open({ ...common, behaviour: kind.behaviour });
  else if (kind.type === "sepa_debit") psp.rails.sepaDebit.open({ ...common, behaviour: kind.behaviour });
  else psp.rails.sepaInstant.open({ ...common, behaviour: kind.behaviour, ...(kind.limit === undefined ? {} : { limit: kind.limit }) });
  return id;
}

/** Makes a token for a card or account. */
export function mint(psp: PspContext, options: { type: PaymentMethodType; instrument: string; owner: string; singleUse: boolean; id?: string }): PaymentMethod {
  const { type, instrument, owner, singleUse } = options;
  const method: PaymentMethod = { id: options.id ?? newId(psp, "pm"), type, instrument, owner, singleUse, usedBy: null, detached: false, consent: null, createdAt: psp.clock.now(owner) };
  psp.cell.current.paymentMethods.set(method.id, method);
  return method;
}

/** The token with this id; one of the test tokens comes into being when it is first used. */
export function findPaymentMethod(psp: PspContext, id: string): PaymentMethod {
  const known = psp.cell.current.paymentMethods.get(id);
  if (known !== undefined) return known;
  const test = testInstrumentOf(id);
  if (test === undefined) throw notFound("payment method", id);
  const owner = idOf({ prefix: "cus", parts: [psp.seed, test.name] });
  const method = mint(psp, { id, type: test.kind.type, instrument: openInstrument(psp, { owner, kind: test.kind, backed: true }), owner, singleUse: false });
  return test.kind.type === "sepa_instant" ? giveConsent(psp, { method, terms: OPEN_CONSENT }) : method;
}

export function fingerprintOf(psp: PspContext, { type, instrument }: Pick<PaymentMethod, "type" | "instrument">): string {
  const { card, ach, sepaDebit, sepaInstant } = psp.rails;
  if (type === "card") return card.card(instrument).fingerprint;
  return { us_bank_account: ach, sepa_debit: sepaDebit, sepa_instant: sepaInstant }[type].account(instrument).fingerprint;
}

/** As the API shows it. There is no number to show a part of. */
export function renderPaymentMethod(psp: PspContext, method: PaymentMethod): JsonObject {
  return {
    id: method.id,
    object: "payment_method",
    type: method.type,
    fingerprint: fingerprintOf(psp, method),
    network: method.type === "card" ? psp.rails.card.card(method.instrument).network : null,
    customer: method.owner,
    single_use: method.singleUse,
    used: method.usedBy !== null,
    detached: method.detached,
    consent: renderConsent(psp, method),
    created: seconds(method.createdAt),
    livemode: false,
  };
}
