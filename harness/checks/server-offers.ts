import type { HttpResponseEvent } from "../trace/events.ts";
import type { Trace } from "../trace/trace.ts";
import { check, type Check } from "./check.ts";
import { answered, type AnsweredStep, hasContent, isObject, isSuccess, type JsonObject, paidTwin, readHeader, type StepName } from "./server-steps.ts";

/** What a server offered in the scenario that asks for every route without payment. */

export const UNPAID = "server/http/unpaid";

export interface OfferedRoute {
  readonly step: AnsweredStep;
  readonly required: JsonObject;
}

export interface OfferedEntry {
  readonly step: AnsweredStep;
  readonly index: number;
  readonly entry: JsonObject;
}

export function unpaid(trace: Trace, as: StepName = "unpaid"): AnsweredStep[] {
  return answered(trace, as);
}

/** The PaymentRequired of every unpaid request that brought one. */
export function offeredRoutes(trace: Trace, as?: StepName): OfferedRoute[] {
  return unpaid(trace, as).flatMap((step) => {
    const value = readHeader(step.response, "payment-required")?.value;
    return isObject(value) ? [{ step, required: value }] : [];
  });
}

/** Every accepts entry that is an object. */
export function offeredEntries(trace: Trace, as?: StepName): OfferedEntry[] {
  return offeredRoutes(trace, as).flatMap(({ step, required }) => {
    const { accepts } = required;
    return Array.isArray(accepts) ? (accepts as unknown[]).flatMap((entry, index) => (isObject(entry) ? [{ step, index, entry }] : [])) : [];
  });
}

/** Whether the case shows that the routes are protected by payment at all, and not answered by a stub. */
export function protects(trace: Trace): boolean {
  return offeredRoutes(trace).length > 0 || paidTwin(trace) !== undefined || unpaid(trace).some(({ response }) => isSuccess(response) && hasContent(trace, response));
}

/** What is wrong with a value: expected and found. `undefined` when nothing is. */
export type Deviation = { readonly message: string; readonly expected: string; readonly actual: unknown } | undefined;

interface OfferCheck {
  readonly requirement: string;
  readonly id?: string;
  readonly title?: string;
  /** Where routes are asked for without payment, default {@link UNPAID}. */
  readonly scenarios?: string;
  /** Names of the requests whose answers it looks at, default `unpaid`. */
  readonly steps?: StepName;
  readonly deviation: (value: JsonObject, step: AnsweredStep, trace: Trace) => Deviation;
  /** What it speaks of; none: not applicable. */
  readonly applies?: (value: JsonObject, trace: Trace) => boolean;
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}

/** A check of every PaymentRequired that unpaid requests brought. */
export function routeCheck(definition: OfferCheck): Check {
  return offerCheck({ ...definition, witness: (trace) => offeredRoutes(trace, definition.steps).map(({ step, required }) => ({ step, value: required, where: "" })) });
}

/** A check of every accepts entry that unpaid requests brought. */
export function entryCheck(definition: OfferCheck): Check {
  return offerCheck({ ...definition, witness: (trace) => offeredEntries(trace, definition.steps).map(({ step, entry, index }) => ({ step, value: entry, where: `accepts[${index}] of ` })) });
}

function offerCheck(
  definition: OfferCheck & {
    readonly witness: (trace: Trace) => readonly { readonly step: AnsweredStep; readonly value: JsonObject; readonly where: string }[];
  },
): Check {
  return check({
    id: definition.id ?? definition.requirement,
    requirement: definition.requirement,
    ...(definition.title === undefined ? {} : { title: definition.title }),
    appliesTo: { scenarios: definition.scenarios ?? UNPAID },
    witness: (trace) => {
      const found = definition.witness(trace);
      return found.length === 0 ? undefined : found;
    },
    judge({ witness, trace, pass, fail, notApplicable }) {
      const concerned = witness.filter(({ value }) => definition.applies?.(value, trace) ?? true);
      const [first] = concerned;
      if (first === undefined) return notApplicable("no offer of the target has what this speaks of");
      const at: HttpResponseEvent[] = [];
      for (const { step, value, where } of concerned) {
        const wrong = definition.deviation(value, step, trace);
        if (wrong !== undefined) return fail(`${where}${step.route ?? step.request.target}: ${wrong.message}`, { expected: wrong.expected, actual: wrong.actual, at: step.response });
        at.push(step.response);
      }
      return pass({ at: at.slice(0, 1) });
    },
    killedBy: definition.killedBy,
    ...(definition.alsoKilledBy === undefined ? {} : { alsoKilledBy: definition.alsoKilledBy }),
  });
}
