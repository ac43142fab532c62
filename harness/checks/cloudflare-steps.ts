import { fiatCurrencyOf } from "../../spec/registry-fiat.ts";
import type { Trace } from "../trace/trace.ts";
import { check, type Check } from "./check.ts";
import { type AnsweredStep, answered, delivers, facts, hasContent, isSuccess, type JsonObject, named, object, readHeader, type Step, steps } from "./server-steps.ts";

/** What a server on cloudflare:402 did in a case. It asks no facilitator: that it judges payments is told by the unpaid request it refuses. */

const FOLDER = "server/batch-settlement-cloudflare";
export const OFFERS = `${FOLDER}/offers`;
export const PAID = `${FOLDER}/paid`;
export const SIGNATURES = `${FOLDER}/signatures`;
export const TERMS = `${FOLDER}/terms`;
export const PREAUTHORIZED = `${FOLDER}/preauthorized`;

export function isCurrency(value: unknown): value is string {
  return typeof value === "string" && fiatCurrencyOf(value) !== undefined;
}

export function isOnCloudflare({ scheme, network }: JsonObject): boolean {
  return scheme === "batch-settlement" && network === "cloudflare:402";
}

/**
 * Whether an offer is meant for this network, even if it gets one of its three constants wrong. One that has the scheme alone
 * may well be of channels on a chain, beside which this network is offered; and payTo is "merchant" on other networks that give
 * credit, such as acme:credit: who names another network in the way networks are named offers on that one.
 */
export function isMeantForCloudflare({ scheme, network, payTo }: JsonObject): boolean {
  const isNamed = /^cloudflare/i.test(String(network));
  if (!isNamed && /^[^:\s]+:[^:\s]+$/.test(String(network))) return false;
  return [scheme === "batch-settlement", isNamed, payTo === "merchant"].filter(Boolean).length >= 2;
}

/** Whether an offer tells its price. The text lets a server keep it back, and does not say whether by leaving the member out. */
export function isPriced({ amount }: JsonObject): boolean {
  return amount !== undefined && amount !== null && amount !== "";
}

/** A good payment that brought the content, of a resource that nobody gets without one. */
export function servedTwin(trace: Trace, as = "good"): AnsweredStep | undefined {
  const refused = answered(trace, "unpaid").some(({ response }) => response.status === 402 && !hasContent(trace, response));
  return refused ? answered(trace, as).find(({ response }) => isSuccess(response) && (facts(trace)?.upstream !== true || hasContent(trace, response))) : undefined;
}

/** Steps that no good server takes for a payment, beside a good one that was served. */
export function refusalCheck(definition: { id?: string; requirement: string; title?: string; scenarios: string; steps: (as: string) => boolean; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> }): Check {
  return check({
    id: definition.id ?? definition.requirement,
    requirement: definition.requirement,
    ...(definition.title === undefined ? {} : { title: definition.title }),
    appliesTo: { scenarios: definition.scenarios },
    witness(trace) {
      const found = servedTwin(trace) === undefined ? [] : steps(trace, definition.steps).filter(({ abort }) => abort?.reason !== "timeout");
      return found.length === 0 ? undefined : found;
    },
    judge({ witness, trace, pass, fail }) {
      const served = witness.find((step): step is AnsweredStep => step.response !== undefined && delivers(trace, step.response));
      return served === undefined ? pass({ at: witness.slice(0, 1).map(eventOf) }) : fail(`${named(served)} was served`, { expected: "a refusal", actual: served.response.status, at: served.response });
    },
    killedBy: definition.killedBy,
    ...(definition.alsoKilledBy === undefined ? {} : { alsoKilledBy: definition.alsoKilledBy }),
  });
}

export function eventOf(step: Step): Step["request"] | NonNullable<Step["response"]> {
  return step.response ?? step.request;
}

/** PAYMENT-RESPONSE of a payment that was served, with the terms it was made by. */
export function receiptOf(step: AnsweredStep): JsonObject | undefined {
  const value = readHeader(step.response, "payment-response")?.value;
  return value === undefined ? undefined : object(value);
}
