import { defineFaults, faultPoints, type FaultSet } from "../../faults.ts";
import { anyCardNumber } from "./card-number.ts";
import type { VaultEntry } from "./vault.ts";

/** The faults of the client half, kept apart so that the half itself reads as the text does. */

export const faults = defineFaults({
  "client.auth-capture-card.psp-ignored": { role: "client", bug: "BUG: presents whatever card token it holds, also one of another PSP than the offered one" },
  "client.auth-capture-card.token-misnamed": { role: "client", bug: "BUG: sends the token as paymentMethod" },
  "client.auth-capture-card.payment-id-short": { role: "client", bug: "BUG: cuts paymentId after 12 characters" },
  "client.auth-capture-card.payment-id-constant": { role: "client", bug: "BUG: sends the same paymentId with every payment" },
  "client.auth-capture-card.card-number-presented": { role: "client", bug: "BUG: presents a card number for a token" },
  "client.auth-capture-card.card-number-beside": { role: "client", bug: "BUG: sends the card number beside the token" },
  "client.auth-capture-card.identifier-needed": { role: "client", bug: "BUG: pays by card only where payment-identifier is advertised" },
  "client.auth-capture-card.operation-named": { role: "client", bug: "BUG: names an operation in its payload" },
});

export interface CardPayload {
  readonly token: string;
  readonly paymentId: string;
}

const CONSTANT = "pay_aaaabbbbccccddddeeeeffffgggghhhh";

export function createClientBends(options: { faults: FaultSet }): {
  tokenFor(options: { psp: string; vault: readonly VaultEntry[] }): string | undefined;
  payload(payload: CardPayload): Record<string, unknown>;
  /** Asked with the extensions that a server advertises. */
  needsIdentifier(extensions: Readonly<Record<string, unknown>>): boolean;
} {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    tokenFor({ psp, vault }) {
      const [first] = vault;
      const fitting = vault.find((entry) => entry.psp === psp);
      return fitting?.token ?? (first !== undefined && fault("client.auth-capture-card.psp-ignored") ? first.token : undefined);
    },
    needsIdentifier: (extensions) => extensions["payment-identifier"] === undefined && fault("client.auth-capture-card.identifier-needed"),
    payload: ({ token, paymentId: fresh }) => {
      const paymentId = fault("client.auth-capture-card.payment-id-constant") ? CONSTANT : fault("client.auth-capture-card.payment-id-short") ? fresh.slice(0, 12) : fresh;
      return {
        [fault("client.auth-capture-card.token-misnamed") ? "paymentMethod" : "token"]: fault("client.auth-capture-card.card-number-presented") ? anyCardNumber() : token,
        paymentId,
        ...(fault("client.auth-capture-card.card-number-beside") ? { card: { number: anyCardNumber() } } : {}),
        ...(fault("client.auth-capture-card.operation-named") ? { type: "authorize" } : {}),
      };
    },
  };
}
