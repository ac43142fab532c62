import type { PaymentRequirements } from "../../../spec/types.ts";
import { HTTP_MESSAGE_SIGNATURES } from "../../extensions/http-message-signatures/declaration.ts";
import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { isObject, type JsonObject } from "../../json.ts";

/** The faults of offers. What they make of an offer is what the server then matches payments against. */

export const faults = defineFaults({
  "server.batch-settlement-cloudflare.payto-account": { role: "server", bug: "BUG: offers an account of its own as payTo" },
  "server.batch-settlement-cloudflare.network-name": { role: "server", bug: "BUG: names the network cloudflare:pay-per-crawl" },
  "server.batch-settlement-cloudflare.asset-small": { role: "server", bug: "BUG: writes the currency in small letters" },
  "server.batch-settlement-cloudflare.asset-stablecoin": { role: "server", bug: "BUG: names a stablecoin, USDC, as currency" },
  "server.batch-settlement-cloudflare.amount-decimal": { role: "server", bug: "BUG: states the price in dollars with a point" },
  "server.batch-settlement-cloudflare.version-missing": { role: "server", bug: "BUG: leaves the version out of extra" },
  "server.batch-settlement-cloudflare.version-short": { role: "server", bug: "BUG: states version 1" },
  "server.batch-settlement-cloudflare.extension-missing": { role: "server", bug: "BUG: does not advertise http-message-signatures" },
  "server.batch-settlement-cloudflare.registration-relative": { role: "server", bug: "BUG: states a path as registrationUrl" },
  "server.batch-settlement-cloudflare.schemes-text": { role: "server", bug: "BUG: states signatureSchemes as one string" },
  "server.batch-settlement-cloudflare.tags-text": { role: "server", bug: "BUG: states tags as one string" },
  "server.batch-settlement-cloudflare.tags-missing": { role: "server", bug: "BUG: leaves the tags out" },
});

export interface ServerBends {
  offer(requirements: PaymentRequirements): PaymentRequirements;
  declared(extensions: JsonObject): JsonObject | undefined;
}

export function createServerBends(options: { faults: FaultSet }): ServerBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    offer(requirements) {
      const { version, ...unversioned } = requirements.extra ?? {};
      return {
        ...requirements,
        ...(fault("server.batch-settlement-cloudflare.payto-account") ? { payTo: "acct_shop" } : {}),
        ...(fault("server.batch-settlement-cloudflare.network-name") ? { network: "cloudflare:pay-per-crawl" as const } : {}),
        ...(fault("server.batch-settlement-cloudflare.asset-small") ? { asset: requirements.asset.toLowerCase() } : {}),
        ...(fault("server.batch-settlement-cloudflare.asset-stablecoin") ? { asset: "USDC" } : {}),
        ...(fault("server.batch-settlement-cloudflare.amount-decimal") ? { amount: `${requirements.amount.slice(0, -2)}.${requirements.amount.slice(-2)}` } : {}),
        extra: fault("server.batch-settlement-cloudflare.version-missing") ? unversioned : { ...unversioned, version: fault("server.batch-settlement-cloudflare.version-short") ? "1" : version },
      };
    },
    declared(extensions) {
      if (fault("server.batch-settlement-cloudflare.extension-missing")) return undefined;
      const declaration = extensions[HTTP_MESSAGE_SIGNATURES];
      const info = isObject(declaration) && isObject(declaration["info"]) ? declaration["info"] : {};
      const { tags, ...untagged } = info;
      const bent = {
        ...untagged,
        ...(fault("server.batch-settlement-cloudflare.registration-relative") ? { registrationUrl: "/register" } : {}),
        ...(fault("server.batch-settlement-cloudflare.schemes-text") ? { signatureSchemes: "ed25519" } : {}),
        ...(fault("server.batch-settlement-cloudflare.tags-missing") ? {} : { tags: fault("server.batch-settlement-cloudflare.tags-text") ? "web-bot-auth" : tags }),
      };
      return { ...extensions, [HTTP_MESSAGE_SIGNATURES]: { info: bent } };
    },
  };
}
