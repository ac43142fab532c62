import type { PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";
import type { ClientWallet, CreateSchemeClient } from "../schemes/scheme.ts";
import type { BankNetwork } from "./network.ts";
import { letters } from "./payment-id.ts";
import { type Oddity, readTerms } from "./terms.ts";
import { type HeldToken, tokensOf } from "./wallet.ts";

/** Client half of `exact` on networks of banks: experimental/bank-payments.md, 5. */

export const faults = defineFaults({
  "client.bank-payments.token-missing": { role: "client", bug: "BUG: names the token `authorization` in its payments over banks" },
  "client.bank-payments.payment-id-short": { role: "client", bug: "BUG: makes paymentIds of 12 characters" },
  "client.bank-payments.payment-id-constant": { role: "client", bug: "BUG: uses one paymentId for all of its payments" },
  "client.bank-payments.psp-ignored": { role: "client", bug: "BUG: presents a token that another PSP than the offered one has minted" },
  "client.bank-payments.currency-ignored": { role: "client", bug: "BUG: pays offers in a currency that the network does not have" },
  "client.bank-payments.deliver-on-ignored": { role: "client", bug: "BUG: pays offers with a deliverOn it does not know" },
  "client.bank-payments.pair-ignored": { role: "client", bug: "BUG: pays offers whose paymentFlow does not belong to their deliverOn" },
  "client.bank-payments.pending-forgotten": { role: "client", bug: "BUG: takes a pending payment for one that failed" },
  "client.bank-payments.unknown-forgotten": { role: "client", bug: "BUG: takes a payment that nobody knows the outcome of for one that failed" },
});

/** Replies that say: the money may be moving (5.4). */
const UNDECIDED = { settlement_pending: "client.bank-payments.pending-forgotten", unexpected_settle_error: "client.bank-payments.unknown-forgotten" } as const;

/** What a network's own faults make of its client. */
export interface ClientBends {
  /** Whether this oddity of an offer is overlooked. */
  overlooks?(oddity: Oddity): boolean;
  /** Whether it is overlooked that a token is for another rail. */
  overlooksRail?(): boolean;
  token?(token: string): string;
  /** What is sent beside token and paymentId. */
  beside?(): Record<string, unknown>;
}

const IDENTITY_BYTES = 16;

export function createBankClient(options: { network: BankNetwork; bends?: (faults: FaultSet) => ClientBends }): CreateSchemeClient {
  const { network } = options;
  return ({ effects, faults: active }) => {
    const fault = faultPoints({ declared: faults, active });
    const bends = options.bends?.(active) ?? {};
    let payments = 0;

    const overlooks = (oddity: Oddity): boolean =>
      (oddity === "currency" && fault("client.bank-payments.currency-ignored")) ||
      (oddity === "deliver-on" && fault("client.bank-payments.deliver-on-ignored")) ||
      (oddity === "pair" && fault("client.bank-payments.pair-ignored")) ||
      bends.overlooks?.(oddity) === true;

    const tokenFor = ({ requirements, wallets }: { requirements: PaymentRequirements; wallets: readonly ClientWallet[] }): HeldToken | undefined => {
      const { terms } = readTerms({ network, requirements });
      const held = tokensOf({ wallets, namespace: network.namespace });
      const forRail = (one: HeldToken): boolean => one.rail === undefined || one.rail === terms.rail.name;
      const fitting = held.find((one) => one.psp === terms.psp && forRail(one));
      if (fitting !== undefined) return fitting;
      const ofPsp = held.find(({ psp }) => psp === terms.psp);
      if (ofPsp !== undefined && bends.overlooksRail?.() === true) return ofPsp;
      const stranger = held.find(forRail);
      return stranger !== undefined && fault("client.bank-payments.psp-ignored") ? stranger : undefined;
    };

    const identity = (): string => {
      const fresh = letters(effects.randomBytes(IDENTITY_BYTES));
      payments += 1;
      if (fault("client.bank-payments.payment-id-constant", () => payments > 1)) return "payment-of-this-client";
      return fault("client.bank-payments.payment-id-short") ? fresh.slice(0, 12) : fresh;
    };

    return {
      scheme: "exact",
      supports: (name) => name === network.network,
      flows: ["authorization", "upfront"],
      canPay({ requirements, wallets }) {
        if (requirements.scheme !== "exact" || requirements.network !== network.network) return false;
        const { oddities } = readTerms({ network, requirements });
        return tokenFor({ requirements, wallets }) !== undefined && oddities.every(overlooks);
      },
      createPayload({ requirements, wallets }) {
        const held = tokenFor({ requirements, wallets });
        if (held === undefined) return Promise.reject(new Error(`exact on ${network.network}: this offer cannot be paid, ask canPay first`));
        const token = bends.token?.(held.token) ?? held.token;
        return Promise.resolve({ [fault("client.bank-payments.token-missing") ? "authorization" : "token"]: token, paymentId: identity(), ...bends.beside?.() });
      },
      awaits: (errorReason) => isUndecided(errorReason) && !fault(UNDECIDED[errorReason]),
    };
  };
}

function isUndecided(errorReason: string | undefined): errorReason is keyof typeof UNDECIDED {
  return errorReason !== undefined && Object.hasOwn(UNDECIDED, errorReason);
}
