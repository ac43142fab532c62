import type { Check } from "../check.ts";
import { buysContent, buysNothing } from "../server-judgements.ts";

/** x402-specification-v2.md §5.2.2, seen at a server: what it makes of a PaymentPayload. */

const PREFIX = "server/core-types";

export const checks: readonly Check[] = [
  buysNothing({
    requirement: "core.payload.version-check",
    scenarios: `${PREFIX}/versions`,
    steps: (as) => as.startsWith("version-"),
    unsettled: true,
    killedBy: ["server.payload.any-version"],
  }),
  buysNothing({
    requirement: "core.payload.accepted-match",
    scenarios: `${PREFIX}/accepted-mismatch`,
    steps: (as) => /^(lower|other)-/.test(as),
    killedBy: ["server.match.trusts-accepted"],
  }),
  buysContent({
    requirement: "core.payload.accepted-key-order",
    scenarios: `${PREFIX}/reordered`,
    steps: (as) => as === "reordered" || as === "spaced",
    killedBy: ["server.match.key-order"],
  }),
  buysContent({
    requirement: "core.payload.resource-optional",
    scenarios: `${PREFIX}/without-resource`,
    steps: "without-resource",
    killedBy: ["server.payload.requires-resource"],
  }),
  buysNothing({
    requirement: "core.payload.resource-mismatch",
    scenarios: `${PREFIX}/resource-of-another-route`,
    steps: "cheap-for-dear",
    killedBy: ["server.payload.prices-by-resource"],
    alsoKilledBy: { "server.match.trusts-accepted": "the cheap route's terms are also terms that the dear route never offered" },
  }),
  buysNothing({
    requirement: "core.payload.v1-shape-rejected",
    scenarios: `${PREFIX}/v1-shape`,
    steps: "v1-shape",
    unsettled: true,
    killedBy: ["server.payload.v1-shape"],
  }),
];
