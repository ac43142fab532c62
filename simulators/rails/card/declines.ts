import type { CardDecline, CardNetwork } from "./types.ts";

/**
 * Reasons for which issuers decline, by our names, with an answer of each network that stands for it in
 * spec/registry/card-decline-classes.json. American Express publishes no classes, so there the name has to do.
 */
type Reason = { readonly class: CardDecline["class"]; readonly visa: string; readonly mastercard: string | null };

export const DECLINES: Readonly<Record<string, Reason>> = {
  insufficient_funds: { class: "soft", visa: "51", mastercard: "24" },
  try_again_later: { class: "soft", visa: "91", mastercard: "02" },
  amount_limit_exceeded: { class: "soft", visa: "61", mastercard: "25" },
  frequency_limit_exceeded: { class: "soft", visa: "65", mastercard: "26" },
  suspected_fraud: { class: "soft", visa: "59", mastercard: "02" },
  lost_card: { class: "hard", visa: "41", mastercard: "03" },
  stolen_card: { class: "hard", visa: "43", mastercard: "03" },
  closed_account: { class: "hard", visa: "46", mastercard: "03" },
  no_such_card: { class: "hard", visa: "14", mastercard: "03" },
  pick_up_card: { class: "hard", visa: "04", mastercard: "03" },
  payments_stopped: { class: "hard", visa: "R1", mastercard: "21" },
  authentication_required: { class: "authentication-required", visa: "1A", mastercard: null },
};

/** @throws Error for a name that is not one of {@link DECLINES} */
export function declineOf(options: { name: string; network: CardNetwork }): CardDecline {
  const { name, network } = options;
  const reason = DECLINES[name];
  if (reason === undefined) throw new Error(`No issuer declines for ${name}. Known: ${Object.keys(DECLINES).join(", ")}.`);
  const code = network === "amex" ? null : reason[network];
  return { name, class: reason.class, answer: code === null ? null : { field: network === "visa" ? "response" : "merchant-advice", code } };
}
