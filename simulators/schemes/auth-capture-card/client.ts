import { findCardNumbers } from "../../rails/card-data.ts";
import type { ClientWallet, CreateSchemeClient } from "../scheme.ts";
import { createClientBends } from "./client-bends.ts";
import { lettersOf } from "./letters.ts";
import { isCardNetwork, isCurrency, parseCaptureDeadline, parseMinorUnits, parsePsp } from "./terms.ts";
import { vaultOf } from "./vault.ts";

/** Client half of scheme `auth-capture` on cards: scheme_auth_capture_card.md 4.4 and 5. It presents a token it holds already. */

/** 128 bits: whoever knows a payment's id and its token can be told what became of it. */
const PAYMENT_ID_BYTES = 16;

export const createClient: CreateSchemeClient = ({ effects, faults }) => {
  const bends = createClientBends({ faults });
  /** No card number leaves as a token, whoever put it there. */
  const tokenFor = (psp: string, wallets: readonly ClientWallet[]): string | undefined => bends.tokenFor({ psp, vault: vaultOf(wallets).filter(({ token }) => findCardNumbers(token).length === 0) });
  return {
    scheme: "auth-capture",
    supports: isCardNetwork,
    flows: ["escrow"],
    canPay({ requirements, wallets }) {
      const { scheme, network, asset, amount, payTo, maxTimeoutSeconds, extra } = requirements;
      const psp = parsePsp(extra);
      const deadline = parseCaptureDeadline(extra);
      return (
        scheme === "auth-capture" &&
        isCardNetwork(network) &&
        isCurrency(asset) &&
        parseMinorUnits(amount) !== undefined &&
        payTo !== "" &&
        maxTimeoutSeconds > 0 &&
        // The member has to be there on cards, whatever the parent scheme's default is (4.3).
        extra?.["paymentFlow"] === "escrow" &&
        deadline.ok &&
        // A hold that must be voided at once pays for nothing.
        (deadline.seconds === undefined || deadline.seconds * 1_000 > effects.now()) &&
        psp !== undefined &&
        tokenFor(psp, wallets) !== undefined
      );
    },
    createPayload({ requirements, wallets, extensions = {} }) {
      if (bends.needsIdentifier(extensions)) return Promise.reject(new Error("auth-capture on cards: expected payment-identifier to be advertised"));
      const psp = parsePsp(requirements.extra) ?? "";
      const token = tokenFor(psp, wallets);
      if (token === undefined) return Promise.reject(new Error(`auth-capture on cards: expected a token of ${psp} among the wallets, found none; ask canPay first`));
      return Promise.resolve(bends.payload({ token, paymentId: `pay_${lettersOf(effects.randomBytes(PAYMENT_ID_BYTES))}` }));
    },
    // Of both it cannot be told whether a hold stands. The same paymentId again finds out, and holds nothing twice (4.5).
    awaits: (reason) => reason === "settlement_pending" || reason === "unexpected_settle_error",
  };
};
