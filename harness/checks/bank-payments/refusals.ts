import { errorClassOf } from "../../../spec/registry.ts";
import { check, type Check, type CheckDefinition } from "../check.ts";
import { answered, type AnsweredCall, foundValid, outcomeOf, reportsSuccess, validControl } from "../facilitator-calls.ts";
import { isReason, started, taken, told, tokenOf, viewAfter, viewBefore } from "./evidence.ts";

interface Refused {
  readonly control: AnsweredCall;
  readonly verify: AnsweredCall;
  readonly settle: AnsweredCall;
}

/** A payment with one thing wrong was verified and settled, where others of its kind are found valid and are taken on. */
export function refusedWitness(trace: Parameters<typeof answered>[0]): Refused | undefined {
  const control = validControl(trace);
  const [verify] = answered(trace, "edited");
  const [settle] = answered(trace, "settle-edited");
  return control === undefined || taken(trace, "settle-control").length === 0 || verify === undefined || settle === undefined ? undefined : { control, verify, settle };
}

type Given = Pick<CheckDefinition<unknown>, "id" | "requirement" | "title" | "appliesTo" | "killedBy" | "alsoKilledBy">;

/**
 * A check that such a payment is not found valid, not told as a success, and not started.
 *
 * @param definition.pending whether it fails as well when it is told to be pending
 */
export function notStartedCheck(definition: Given & { readonly what: string; readonly pending?: boolean }): Check {
  const { what, pending = false, ...rest } = definition;
  return check({
    ...rest,
    witness: refusedWitness,
    judge({ witness: { control, verify, settle }, trace, pass, fail }) {
      if (foundValid(verify)) return fail(`${what}: found valid`, { expected: "isValid false, or an error", actual: outcomeOf(verify), at: [verify.request, verify.response] });
      if (reportsSuccess(settle) || (pending && isReason(told(settle).reason, "settlement_pending"))) return fail(`${what}: told as taken on`, { expected: "success false, and a reason for it", actual: outcomeOf(settle), at: [settle.request, settle.response] });
      // A token may have paid before.
      const known = new Set(started(viewBefore(trace, verify), tokenOf(settle)).map(({ id }) => id));
      const payment = started(viewAfter(trace, settle), tokenOf(settle)).find(({ id }) => !known.has(id));
      if (payment !== undefined) return fail(`${what}: started at the provider`, { expected: "no payment", actual: payment, at: [settle.request, settle.response] });
      return pass({ at: [control.response, verify.response, settle.response] });
    },
  });
}

/** A check that the reason is that the payer has not authorised the payment. Codes that nobody registered are left alone. */
export function unauthorizedReasonCheck(definition: Given): Check {
  return check({
    ...definition,
    witness(trace) {
      const found = refusedWitness(trace);
      return found === undefined || foundValid(found.verify) || reportsSuccess(found.settle) ? undefined : found;
    },
    judge({ witness: { verify, settle }, pass, fail }) {
      const odd = [verify, settle].find(({ body }) => isOther(body["invalidReason"] ?? body["errorReason"]));
      return odd === undefined ? pass({ at: [verify.response, settle.response] }) : fail("A payment that the payer has not authorised was refused for another reason", { expected: "the network's code for want of an authorisation", actual: outcomeOf(odd), at: [odd.request, odd.response] });
    },
  });
}

function isOther(reason: unknown): boolean {
  const known = typeof reason === "string" ? errorClassOf(reason) : undefined;
  return known !== undefined && known !== "allowance";
}
