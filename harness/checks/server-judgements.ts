import { check, type Check } from "./check.ts";
import { type AnsweredStep, besidePaidTwin, callsOf, delivers, heard, isObject, named, paidTwin, readHeader, replyOf, type Step } from "./server-steps.ts";

/** The two things most checks of a server say: this buys nothing, and this buys the content like any good payment. */

interface Common {
  readonly requirement: string;
  readonly id?: string;
  readonly title?: string;
  readonly scenarios: string;
  /** Names of the steps it speaks of. */
  readonly steps: string | ((as: string) => boolean);
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}

function definition({ requirement, id, title, scenarios, killedBy, alsoKilledBy }: Common): { id: string; requirement: string; title?: string; appliesTo: { scenarios: string }; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>> } {
  return { id: id ?? requirement, requirement, ...(title === undefined ? {} : { title }), appliesTo: { scenarios }, killedBy, ...(alsoKilledBy === undefined ? {} : { alsoKilledBy }) };
}

/** Neither the content nor a success status for steps that no good server takes for a payment, while a good payment of the same case was served. */
export function buysNothing(
  options: Common & {
    /** Settlement of it is a violation too. */
    readonly unsettled?: true;
    /** It is the client's mistake, so that a 5xx or a broken connection is a violation too. */
    readonly clientsFault?: true;
    /** What makes the steps bad is this endpoint's answer: steps for which it was not asked are left out. */
    readonly heard?: "verify" | "settle";
  },
): Check {
  return check({
    ...definition(options),
    witness(trace) {
      const { heard: endpoint } = options;
      const found = besidePaidTwin(trace, options.steps)?.filter((step) => endpoint === undefined || heard(trace, endpoint, step));
      return found?.length === 0 ? undefined : found;
    },
    judge({ witness, trace, pass, fail }) {
      const twin = paidTwin(trace);
      // Who asks settle without verify leaves the whole judgement to it, and a refused settlement is none.
      const verifiesFirst = twin !== undefined && callsOf(trace, "verify", twin).length > 0;
      for (const step of witness) {
        const at = step.response ?? step.abort ?? step.request;
        if (step.response !== undefined && delivers(trace, step.response)) return fail(`${named(step)} was served`, { expected: "a refusal", actual: step.response.status, at });
        const settle = options.unsettled === true ? callsOf(trace, "settle", step).find((call) => verifiesFirst || replyOf(call)["success"] === true) : undefined;
        if (settle !== undefined) return fail(`${named(step)} was sent to the facilitator's settle`, { expected: "no settlement", at: settle.request });
        if (options.clientsFault !== true) continue;
        if (step.response === undefined) return fail(`${named(step)} got no answer`, { expected: "a 4xx answer", actual: step.abort?.message ?? "nothing", at });
        if (step.response.status >= 500) return fail(`${named(step)} is the client's mistake and was answered as the server's`, { expected: "a 4xx answer", actual: step.response.status, at });
      }
      return pass({ at: witness.slice(0, 1).map((step) => step.response ?? step.request) });
    },
  });
}

/** Variants of a good payment that are as good. */
export function buysContent(options: Common): Check {
  return check({
    ...definition(options),
    witness: (trace) => besidePaidTwin(trace, options.steps),
    judge({ witness, trace, pass, fail }) {
      const refused = witness.find(({ response }) => response === undefined || !delivers(trace, response));
      return refused === undefined
        ? pass({ at: witness.slice(0, 1).map((step) => step.response ?? step.request) })
        : fail(`the payment ${named(refused)} was refused`, { expected: "the content, as for the unedited payment", actual: describe(refused), at: refused.response ?? refused.abort ?? refused.request });
    },
  });
}

/** Which status a server answers steps with, for rows that do not fix it. Served steps have no such status. */
export function statusPosition(options: Common & { readonly positions: (status: number) => string; readonly what: string }): Check {
  return check({
    ...definition(options),
    witness(trace) {
      const refused = besidePaidTwin(trace, options.steps)?.filter((step): step is AnsweredStep => step.response !== undefined && !delivers(trace, step.response));
      return refused === undefined || refused.length === 0 ? undefined : refused;
    },
    judge({ witness, position }) {
      const taken = [...new Set(witness.map(({ response }) => options.positions(response.status)))].toSorted();
      const at = witness.slice(0, 1).map(({ response }) => response);
      const told = taken.length === 1 ? [...new Set(witness.map(({ response }) => response.status))].join(", ") : witness.map((step) => `${named(step)} ${step.response.status}`).join(", ");
      // Who answers one mistake this way and another that way takes both positions.
      return position(taken.join(" / "), `${options.what}: ${told}`, { at });
    },
  });
}

export function describe(step: Step): string {
  if (step.response === undefined) return step.abort?.message ?? "no answer";
  const required = readHeader(step.response, "payment-required")?.value;
  const error = isObject(required) && typeof required["error"] === "string" ? `: ${required["error"]}` : "";
  return `${step.response.status}${error}`;
}
