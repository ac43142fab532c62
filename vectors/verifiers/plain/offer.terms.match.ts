import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { sameOnNetwork } from "./_terms.ts";

type Terms = Readonly<Record<string, unknown>>;

/** Answers `offer.terms.match` by the signed terms alone. */
export const verifier: Verifier = ({ input }) => {
  const payload = input["payload"] as Terms;
  const { resource, accepts } = input["paymentRequired"] as { resource?: { url?: string }; accepts: Terms[] };
  if (payload["resourceUrl"] !== input["url"] && payload["resourceUrl"] !== resource?.url) return refused("another resource");
  const end = payload["validUntil"];
  if (typeof end === "number" && end !== 0 && end < Number(input["now"])) return refused("the offer has ended");
  const index = accepts.findIndex(
    (entry) => ["scheme", "network", "amount"].every((name) => entry[name] === payload[name]) && ["asset", "payTo"].every((name) => sameOnNetwork(payload["network"], entry[name], payload[name])),
  );
  return index === -1 ? refused("no entry has these terms") : accepted({ index });
};
