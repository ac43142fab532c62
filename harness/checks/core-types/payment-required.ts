import type { Check } from "../check.ts";
import { routeCheck } from "../server-offers.ts";
import { isObject } from "../server-steps.ts";

/** x402-specification-v2.md §5.1.2, the PaymentRequired table. */
export const checks: readonly Check[] = [
  routeCheck({
    requirement: "core.paymentrequired.version",
    deviation: ({ x402Version }) => (x402Version === 2 ? undefined : { message: "x402Version is not the number 2", expected: "2", actual: x402Version ?? "no such member" }),
    killedBy: ["server.offer.version-string"],
  }),
  routeCheck({
    requirement: "core.paymentrequired.resource",
    deviation: ({ resource }) => (isObject(resource) ? undefined : { message: "resource is not an object", expected: "a ResourceInfo object", actual: resource ?? "no such member" }),
    killedBy: ["server.offer.without-resource"],
  }),
  routeCheck({
    requirement: "core.paymentrequired.accepts",
    deviation: ({ accepts }) =>
      Array.isArray(accepts) && (accepts as unknown[]).every(isObject) ? undefined : { message: "accepts is not an array of objects", expected: "an array of PaymentRequirements", actual: accepts ?? "no such member" },
    killedBy: ["server.offer.accepts-object"],
  }),
  // No minimum length in the text; a route that can be paid for and offers nothing is a dead end all the same.
  routeCheck({
    requirement: "core.paymentrequired.accepts-nonempty",
    applies: ({ accepts }) => Array.isArray(accepts),
    deviation: ({ accepts }) => ((accepts as unknown[]).length > 0 ? undefined : { message: "accepts is empty on a route that can be paid for", expected: "at least one way to pay", actual: accepts }),
    killedBy: ["server.offer.accepts-empty"],
  }),
  routeCheck({
    requirement: "core.paymentrequired.error-type",
    applies: (required) => "error" in required,
    deviation: ({ error }) => (typeof error === "string" ? undefined : { message: "error is not a string", expected: "a string, or no such member", actual: error }),
    killedBy: ["server.offer.error-object"],
  }),
  routeCheck({
    requirement: "core.paymentrequired.extensions-type",
    applies: (required) => "extensions" in required,
    deviation: ({ extensions }) => (isObject(extensions) ? undefined : { message: "extensions is not an object", expected: "an object keyed by extension identifier, or no such member", actual: extensions }),
    killedBy: ["server.offer.extensions-array"],
  }),
];
