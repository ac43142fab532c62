import { isEd25519Jwk, type FoundSignature } from "../../../simulators/http-signatures/index.ts";
import { bodyJson } from "../../trace/body.ts";
import type { Trace } from "../../trace/trace.ts";
import { check, type Check, type Judge, type Judgement } from "../check.ts";
import { hasKey, keysOf, madeBy, signableRequest, signaturesIn } from "../message-signatures.ts";
import { type AnsweredStep, answered, object, readHeader } from "../server-steps.ts";

/** extensions/http-message-signatures.md, Server-Signed Responses. To sign them is a server's choice. */

const SCENARIO = "server/http-message-signatures/responses";
const UNSIGNED = "the target does not sign its responses";

interface SignedResponse {
  readonly step: AnsweredStep;
  readonly signatures: readonly FoundSignature[];
}

/** Answers that speak of payment; where a server signs some of what it says, also those it does not sign. */
function payingAnswers(trace: Trace): readonly SignedResponse[] | undefined {
  const found = [...answered(trace, "unpaid"), ...answered(trace, "good")].filter(({ response }) => readHeader(response, "payment-required") !== undefined || readHeader(response, "payment-response") !== undefined);
  return found.length === 0 ? undefined : found.map((step) => ({ step, signatures: signaturesIn(step.response) }));
}

/** Judges the answers that are signed. */
function responseCheck(requirement: string, killedBy: readonly string[], alsoKilledBy: Readonly<Record<string, string>>, judge: (signed: readonly SignedResponse[], judging: Judge<readonly SignedResponse[]>) => Judgement): Check {
  return check({
    id: requirement,
    requirement,
    appliesTo: { scenarios: SCENARIO },
    witness: payingAnswers,
    judge(judging) {
      const signed = judging.witness.filter(({ signatures }) => signatures.length > 0);
      return signed.length === 0 ? judging.notApplicable(UNSIGNED) : judge(signed, judging);
    },
    killedBy,
    alsoKilledBy,
  });
}

/** Keys at the server's well-known path. */
function publishedKeys(trace: Trace): readonly unknown[] {
  const [step] = answered(trace, "directory");
  return step === undefined || step.response.status !== 200 ? [] : keysOf(object(bodyJson(step.response.body)));
}

/** What the text has a response signature cover, in its own notation. */
function wantedComponents({ response }: AnsweredStep): readonly string[] {
  const header = readHeader(response, "payment-required") !== undefined ? "payment-required" : "payment-response";
  return ['"@status"', `"${header}"`, '"@authority";req', '"@path";req'];
}

function covers({ covered }: FoundSignature, component: string): boolean {
  const [name = "", parameter] = component.split(";");
  return covered.items.some(({ value, parameters }) => value === name && (parameter === undefined ? !parameters.has("req") : parameters.has(parameter)));
}

export const checks: readonly Check[] = [
  responseCheck("hms.server.sign", ["server.hms.payment-uncovered", "server.hms.request-unbound", "server.hms.status-uncovered"], {}, (signed, { pass, fail }) => {
    for (const { step, signatures } of signed) {
      const wanted = wantedComponents(step);
      // One of several signatures may be for another purpose.
      if (signatures.some((found) => wanted.every((component) => covers(found, component)))) continue;
      return fail(`the signature of "${step.as}" does not cover what the text names`, { expected: wanted.join(" "), actual: signatures.map(({ covered }) => covered.items.map(({ value }) => value).join(" ")).join("; "), at: step.response });
    }
    return pass({ at: signed.map(({ step }) => step.response) });
  }),
  responseCheck("hms.server.signature-valid", ["server.hms.signature-wrong"], {}, (signed, { trace, pass, fail, notApplicable }) => {
    const keys = publishedKeys(trace).filter(isEd25519Jwk);
    let verified: AnsweredStep | undefined;
    for (const { step, signatures } of signed) {
      const message = { status: step.response.status, headers: step.response.headers, request: signableRequest({ request: step.request }) };
      // A key that is not published is matter of hms.server.keys; one of another kind this suite does not judge.
      const known = signatures.filter(({ keyid }) => keyid !== undefined && hasKey({ keys, keyid }));
      const made = known.map((found) => madeBy({ message, found, keys }));
      if (made.includes(true)) verified ??= step;
      else if (made.includes(false)) return fail(`the signature of "${step.as}" does not verify`, { expected: "a signature by the key that is published", actual: known.map(({ keyid }) => keyid).join(", "), at: step.response });
    }
    return verified === undefined ? notApplicable("no signature is by an Ed25519 key that the target publishes") : pass({ at: verified.response });
  }),
  responseCheck("hms.server.keys", ["server.hms.key-unpublished"], {}, (signed, { trace, pass, fail }) => {
    const keys = publishedKeys(trace);
    const [directory] = answered(trace, "directory");
    for (const { step, signatures } of signed) {
      const unpublished = signatures.every(({ keyid }) => keyid === undefined || !hasKey({ keys, keyid }));
      if (unpublished) return fail("the key of a response's signature is not published", { expected: "the keyid's key at /.well-known/http-message-signatures-directory", actual: signatures.map(({ keyid }) => keyid ?? "no keyid").join(", "), at: directory?.response ?? step.response });
    }
    return pass({ at: directory?.response });
  }),
];
