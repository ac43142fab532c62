import { textsSentBy } from "../account-data.ts";
import { check } from "../check.ts";
import { foundValid } from "../facilitator-calls.ts";
import { accountIn } from "./account-data.ts";
import { saysTaken, started, taken, tokenOf, viewAfter } from "./evidence.ts";
import { refusedWitness } from "./refusals.ts";
import { onBanks } from "./rows.ts";

/** bank-payments.md, 9: payloads with the number of an account or a card in them. */
export const checks = onBanks(({ prefix, row, on }) => [
  check({
    id: `${prefix}.any.no-account-data.facilitator`,
    requirement: `${prefix}.any.no-account-data`,
    title: "No message of a facilitator carries the number of a bank account",
    appliesTo: on("pending/*", "settled/*", "returned/*", "refused/**"),
    witness: (trace) => taken(trace)[0],
    judge({ witness, trace, pass, fail }) {
      for (const { event, where, text } of textsSentBy(trace, "facilitator")) {
        const found = accountIn(prefix, text);
        if (found !== undefined) return fail(`The number of a bank account is in ${where}`, { expected: "identifiers and names that the provider made up", actual: found, at: event });
      }
      return pass({ at: witness.call.response });
    },
    killedBy: [`facilitator.exact-${prefix}.account-in-reply`],
  }),
  check({
    id: row("account-data-refused"),
    requirement: row("account-data-refused"),
    appliesTo: on("account-data-refused/*"),
    witness(trace) {
      const found = refusedWitness(trace);
      const number = trace.mark<string>("number");
      return found === undefined || number === undefined ? undefined : { ...found, number };
    },
    judge({ witness: { control, verify, settle, number }, trace, pass, fail }) {
      // It is not shown: no report may hold it.
      const passed = trace.rpc().find(({ params }) => compact(params).includes(compact(number)));
      if (passed !== undefined) return fail("The number of an account or card was passed on to the provider", { expected: "a refusal", actual: passed.method, at: [verify.response, settle.response] });
      const accepted = foundValid(verify) ? verify : saysTaken(settle) ? settle : undefined;
      if (accepted !== undefined) return fail("A payload with the number of an account or card was taken", { expected: "a refusal", actual: `${accepted.response.status}, and no refusal`, at: [accepted.response] });
      const [payment] = started(viewAfter(trace, settle), tokenOf(settle));
      return payment === undefined ? pass({ at: [control.response, verify.response, settle.response] }) : fail("A payment was started whose payload has the number of an account or card in it", { expected: "a refusal", actual: payment.id, at: [settle.response] });
    },
    killedBy: ["facilitator.bank-payments.account-data-passed"],
  }),
]);

/** Blanks and hyphens left out, and escapes of URLs for them. */
function compact(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).replaceAll(/%20|[\s+-]/g, "");
}
