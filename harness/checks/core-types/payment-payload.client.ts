import { jsonEqual } from "../../../simulators/json.ts";
import type { Check } from "../check.ts";
import { isObject, object, paymentCheck, sameText } from "../client-steps.ts";

/** x402-specification-v2.md §5.2, the PaymentPayload table, as the sender of payments keeps it. */

const TERMS = ["scheme", "network", "amount", "asset", "payTo", "maxTimeoutSeconds"];
/** Members of ResourceInfo beside `url`. */
const RESOURCE_TEXTS = ["description", "mimeType"];

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "core.payload.version",
    deviation: ({ message: { x402Version } }) => (x402Version === 2 ? undefined : { message: "x402Version of the payment is not the number 2", expected: "2", actual: x402Version ?? "no such member" }),
    killedBy: ["client.payload.version-string"],
  }),
  paymentCheck({
    requirement: "core.payload.resource-type",
    deviation({ message: { resource } }) {
      if (resource === undefined) return "silent";
      const expected = "an object with a string url, or no such member";
      if (!isObject(resource) || typeof resource["url"] !== "string") return { message: "resource of the payment is no ResourceInfo", expected, actual: resource };
      const wrong = RESOURCE_TEXTS.find((name) => name in resource && typeof resource[name] !== "string");
      return wrong === undefined ? undefined : { message: `${wrong} in the payment's resource is not a string`, expected: "a string, or no such member", actual: resource[wrong] };
    },
    killedBy: ["client.payload.resource-as-text"],
  }),
  paymentCheck({
    requirement: "core.payload.accepted",
    deviation({ message: { accepted }, offers, offer }) {
      if (!isObject(accepted)) return { message: "accepted is not an object", expected: "one of the offers", actual: accepted ?? "no such member" };
      // Who pays before he is asked goes by an offer of earlier, which this step does not show.
      if (offers.length === 0) return "silent";
      if (offers.some((candidate) => TERMS.every((term) => sameText(accepted[term], candidate[term])))) return undefined;
      const wrong = TERMS.filter((term) => !sameText(accepted[term], offer?.[term]));
      return { message: `accepted is none of the offers: ${wrong.join(", ")} differ from the nearest one`, expected: JSON.stringify(offer), actual: accepted };
    },
    killedBy: ["client.payload.accepted-partial"],
  }),
  paymentCheck({
    requirement: "core.payload.accepted-extra",
    deviation({ message, offer }) {
      const offered = offer?.["extra"];
      if (!isObject(offered) || !isObject(message["accepted"])) return "silent";
      // The example of cloudflare:402 leaves extra out of accepted: cf.client.accepted.
      if (offer?.["network"] === "cloudflare:402") return "silent";
      const { extra } = message["accepted"];
      const lost = Object.entries(offered).find(([name, value]) => !jsonEqual(object(extra)[name], value));
      return lost === undefined ? undefined : { message: `accepted does not keep ${lost[0]} of the offer's extra`, expected: JSON.stringify(offered), actual: extra ?? "no such member" };
    },
    killedBy: ["client.payload.accepted-extra-dropped"],
    alsoKilledBy: { "client.payload.accepted-partial": "an offer cut down to scheme and network has lost its extra too" },
  }),
  paymentCheck({
    requirement: "core.payload.payload-object",
    deviation: ({ message: { payload } }) => (isObject(payload) ? undefined : { message: "payload of the payment is not an object", expected: "an object", actual: payload ?? "no such member" }),
    killedBy: ["client.payload.payload-as-text"],
  }),
  paymentCheck({
    requirement: "core.payload.extensions-type",
    // Where extensions are advertised, so that there is something to repeat.
    scenarios: ["client/http/paid", "client/core-types/extension-*"],
    deviation: ({ message }) => (!("extensions" in message) ? "silent" : isObject(message["extensions"]) ? undefined : { message: "extensions of the payment is not an object", expected: "an object keyed by extension identifier, or no such member", actual: message["extensions"] }),
    killedBy: ["client.payload.extensions-as-list"],
  }),
];

