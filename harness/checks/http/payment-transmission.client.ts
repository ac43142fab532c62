import { check, type Check } from "../check.ts";
import { besideGoodTwin, type ClientStep, paid, type Paid, paymentCheck } from "../client-steps.ts";
import type { HttpRequestEvent } from "../../trace/events.ts";
import { headerValues } from "../../trace/headers.ts";

/** transports-v2/http.md, Payment Payload Transmission, as clients keep it. */

/** What common intermediaries take of one header field, in bytes. */
const COMMON_LIMIT = 8 * 1024;

export const checks: readonly Check[] = [
  paymentCheck({
    requirement: "http.req.header-name",
    deviation: ({ field }) => (field === "payment-signature" ? undefined : { message: "the payment is not in PAYMENT-SIGNATURE", expected: "PAYMENT-SIGNATURE", actual: field }),
    killedBy: ["client.http.payment-in-x-payment"],
  }),
  paymentCheck({
    requirement: "http.req.header-base64",
    deviation({ decoded, text }) {
      const expected = "padded standard base64 of the UTF-8 JSON of a PaymentPayload";
      if (!decoded.ok) return { message: `the payment is not encoded as the text has it: ${decoded.message}`, expected, actual: text.slice(0, 120) };
      return typeof decoded.value === "string" ? { message: "the payment is encoded twice", expected, actual: decoded.value.slice(0, 120) } : undefined;
    },
    killedBy: ["client.http.payment-raw-json", "client.http.payment-encoded-twice"],
  }),
  paymentCheck({
    id: "http.req.oversize-header.payment",
    requirement: "http.req.oversize-header",
    deviation: ({ text }) => (text.length <= COMMON_LIMIT ? undefined : { message: "PAYMENT-SIGNATURE is larger than what common intermediaries take", expected: `at most ${COMMON_LIMIT} bytes`, actual: text.length }),
    killedBy: ["client.payload.inflated"],
  }),
  // Not in the text: our positions, for a request that is not repeated as it was is not the one that was sold.
  check({
    id: "http.req.same-method-body",
    requirement: "http.req.same-method-body",
    appliesTo: { scenarios: "client/http/retry" },
    witness: (trace) => retries(paid(trace)),
    judge({ witness, pass, fail }) {
      for (const { payment, unpaid, original } of witness) {
        const { request } = payment.attempt;
        const partsOf = ({ method, target, body }: typeof request) => ({ method, target, body });
        const actual = partsOf(request);
        if (unpaid.some((asked) => JSON.stringify(partsOf(asked)) === JSON.stringify(actual))) continue;
        const expected = partsOf(original);
        const wrong = (["method", "target", "body"] as const).filter((part) => JSON.stringify(expected[part]) !== JSON.stringify(actual[part]));
        return fail(`the paid request of step "${payment.step.as}" has another ${wrong.join(" and ")} than the original one`, { expected: JSON.stringify(expected), actual, at: [original, request] });
      }
      return pass({ at: witness.map(({ payment }) => payment.attempt.request) });
    },
    killedBy: ["client.http.retry-loses-body", "client.http.retry-loses-query", "client.http.retry-as-post"],
  }),
  check({
    id: "http.req.original-headers",
    requirement: "http.req.original-headers",
    appliesTo: { scenarios: "client/http/retry" },
    witness: (trace) => retries(paid(trace)),
    judge({ witness, pass, fail }) {
      for (const { payment, unpaid, original } of witness) {
        const { request } = payment.attempt;
        for (const name of callersFields(payment.step)) {
          const [before, after] = [valuesOf(original, name), valuesOf(request, name)];
          if (unpaid.every((asked) => valuesOf(asked, name) !== after)) return fail(`the paid request of step "${payment.step.as}" does not keep ${name}`, { expected: before, actual: after || "no such field", at: [original, request] });
        }
      }
      return pass({ at: witness.map(({ payment }) => payment.attempt.request) });
    },
    killedBy: ["client.http.retry-loses-headers"],
  }),
  // Not in the text either: whoever holds a signed authorization can have it settled.
  check({
    id: "http.req.no-leak-cross-origin",
    requirement: "http.req.no-leak-cross-origin",
    appliesTo: { scenarios: "client/http/redirect" },
    // It paid, was sent elsewhere, and came to an end.
    witness(trace) {
      const [step] = besideGoodTwin(trace, "moved") ?? [];
      return step?.attempts.some(({ payment, response }) => payment !== undefined && response?.status === 307) === true ? step : undefined;
    },
    judge({ witness: step, pass, fail }) {
      const leak = step.elsewhere.find(({ payment }) => payment !== undefined);
      return leak === undefined ? pass({ at: step.outcome }) : fail("the client forwards its payment to another origin", { expected: "a request without PAYMENT-SIGNATURE, or none", actual: leak.request.headers.map(([name]) => name), at: leak.request });
    },
    killedBy: ["client.http.payment-crosses-origins"],
  }),
];

/** A paid request with those of its step before it that were not. A client may ask more than once, e.g. by HEAD for the price first. */
interface Retry {
  readonly payment: Paid;
  readonly unpaid: readonly HttpRequestEvent[];
  /** The last of them. */
  readonly original: HttpRequestEvent;
}

function retries(payments: readonly Paid[]): readonly Retry[] | undefined {
  const found = payments.flatMap((payment): Retry[] => {
    const { step, attempt } = payment;
    const unpaid = step.attempts.slice(0, step.attempts.indexOf(attempt)).flatMap(({ request, payment: sent }) => (sent === undefined ? [request] : []));
    const original = unpaid.at(-1);
    return original === undefined ? [] : [{ payment, unpaid, original }];
  });
  return found.length === 0 ? undefined : found;
}

function valuesOf({ headers }: HttpRequestEvent, name: string): string {
  return headerValues({ headers, name }).join();
}

/** Names of the header fields the caller asked for. */
function callersFields({ mark }: ClientStep): readonly string[] {
  return mark.request.headers.map(([name]) => name);
}
