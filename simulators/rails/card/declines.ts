import { loadCardDeclines } from "../../../spec/registry-fiat.ts";
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

/** Names that stand for one answer of one network, `code_` and the code in small letters, for every answer in the registry. */
export const DECLINES_BY_CODE: readonly { readonly network: CardNetwork; readonly name: string; readonly meaning: string; readonly decline: CardDecline }[] = loadCardDeclines().answers.map(({ network, field, code, meaning, class: kind }) => {
  const name = `code_${code.toLowerCase()}`;
  return { network: network === "card:visa" ? "visa" : "mastercard", name, meaning, decline: { name, class: kind, answer: { field, code } } };
});

/** @throws Error for a name that is none of {@link DECLINES}, nor of the network's in {@link DECLINES_BY_CODE} */
export function declineOf(options: { name: string; network: CardNetwork }): CardDecline {
  const { name, network } = options;
  const coded = DECLINES_BY_CODE.find((one) => one.network === network && one.name === name);
  if (coded !== undefined) return coded.decline;
  const reason = DECLINES[name];
  if (reason === undefined) throw new Error(`No issuer declines for ${name}. Known: ${Object.keys(DECLINES).join(", ")}.`);
  const code = network === "amex" ? null : reason[network];
  return { name, class: reason.class, answer: code === null ? null : { field: network === "visa" ? "response" : "merchant-advice", code } };
}
