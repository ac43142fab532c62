import { check } from "../check.ts";
import { calls, foundValid, outcomeOf, validControl } from "../facilitator-calls.ts";

/** scheme_exact_svm.md, Protocol Flow, step 8: the transaction is decoded. */
export const checks = [
  check({
    id: "svm.fac.tx-decode",
    requirement: "svm.fac.tx-decode",
    appliesTo: { scenarios: ["facilitator/exact-svm/tx-decode/*", "facilitator/exact-svm/tx-form/*"] },
    witness: (trace) => {
      const control = validControl(trace);
      const [odd] = calls(trace, (as) => as === "edited" || as === "odd");
      const [after] = calls(trace, "control-after");
      return control === undefined || odd === undefined || after === undefined ? undefined : { control, odd, after };
    },
    judge: ({ witness: { control, odd, after }, pass, fail }) => {
      const { response } = odd;
      if (response === undefined) return fail("A transaction that cannot be decoded got no answer", { expected: "isValid false, or an error", actual: outcomeOf(odd), at: [odd.request, ...(odd.abort === undefined ? [] : [odd.abort])] });
      // What a lenient reader can find a transaction in may be found valid: how strictly to read is not said.
      if (odd.as === "edited" && foundValid({ ...odd, response })) return fail("A transaction that cannot be decoded was found valid", { expected: "isValid false, or an error", actual: outcomeOf(odd), at: [odd.request, response] });
      return after.response !== undefined && foundValid({ ...after, response: after.response })
        ? pass({ at: [control.response, response, after.response] })
        : fail("After a transaction that cannot be decoded a good payment was no longer found valid", { actual: outcomeOf(after), at: [odd.request, after.request] });
    },
    killedBy: ["facilitator.exact-svm.undecodable-valid"],
  }),
];
