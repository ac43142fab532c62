import { Ajv2020 } from "ajv/dist/2020.js";
import { check, type Check } from "../check.ts";
import { type Deviation, routeCheck } from "../server-offers.ts";
import { besidePaidTwin, delivers, isObject, type JsonObject, named, object, paidTwin, readHeader, steps } from "../server-steps.ts";
import type { Trace } from "../../trace/trace.ts";

/** x402-specification-v2.md §5.1.2, the Extensions object, seen at a server. */

const advertised = (required: JsonObject): readonly (readonly [string, unknown])[] => Object.entries(object(required["extensions"]));
const advertises = (required: JsonObject): boolean => isObject(required["extensions"]) && advertised(required).length > 0;

const EXTENSIONS = "server/core-types/extensions";
/** The extension the suite configures; a target that does not pass it on has nothing to be judged by. */
const OURS = "conformance-echo";

function advertisesOurs(trace: Trace): boolean {
  return steps(trace, "offer").some(({ response }) => response !== undefined && OURS in object(object(readHeader(response, "payment-required")?.value)["extensions"]));
}

export const checks: readonly Check[] = [
  routeCheck({
    requirement: "core.ext.entry-shape",
    applies: advertises,
    deviation(required) {
      const bad = advertised(required).find(([, declaration]) => !isObject(declaration) || !isObject(declaration["info"]) || !isObject(declaration["schema"]));
      return bad === undefined ? undefined : { message: `extension ${bad[0]} is not advertised as info and schema`, expected: "{ info: object, schema: object }", actual: bad[1] };
    },
    killedBy: ["server.offer.extension-without-info"],
  }),
  routeCheck({
    requirement: "core.ext.info-matches-schema",
    applies: (required) => advertises(required) && advertised(required).some(describesItself),
    deviation: (required) => advertised(required).filter(describesItself).map(infoDeviation).find((wrong) => wrong !== undefined),
    killedBy: ["server.offer.info-breaks-schema"],
  }),
  check({
    id: "core.ext.server-accepts-append",
    requirement: "core.ext.server-accepts-append",
    appliesTo: { scenarios: EXTENSIONS },
    witness: (trace) => (advertisesOurs(trace) ? besidePaidTwin(trace, "appended")?.[0] : undefined),
    judge({ witness, trace, pass, fail }) {
      if (witness.response === undefined) return fail("no answer to a payment whose extension info has a member more", { expected: "the content", actual: witness.abort?.message, at: witness.request });
      return delivers(trace, witness.response) ? pass({ at: witness.response }) : fail("a payment whose extension info has a member more was refused", { expected: "the content", actual: witness.response.status, at: witness.response });
    },
    killedBy: ["server.ext.exact-echo"],
  }),
  check({
    id: "core.ext.server-echo-tamper",
    requirement: "core.ext.server-echo-tamper",
    appliesTo: { scenarios: EXTENSIONS },
    witness: (trace) => (advertisesOurs(trace) ? besidePaidTwin(trace, "tampered")?.[0] : undefined),
    judge: ({ witness, trace, pass, fail }) =>
      witness.response !== undefined && delivers(trace, witness.response)
        ? fail("a payment whose extension info was overwritten was served", { expected: "a refusal", actual: witness.response.status, at: witness.response })
        : pass({ at: witness.request }),
    killedBy: ["server.ext.tamper-accepted"],
  }),
  check({
    id: "core.payload.extensions-optional",
    requirement: "core.payload.extensions-optional",
    appliesTo: { scenarios: EXTENSIONS },
    witness: (trace) => (paidTwin(trace) === undefined ? undefined : steps(trace, "without-extensions")[0]),
    judge({ witness, trace, pass, fail }) {
      if (witness.response !== undefined && delivers(trace, witness.response)) return pass({ at: witness.response });
      return fail(`the payment ${named(witness)} was refused`, { expected: "the content: extensions is optional, and no extension of the route says otherwise", actual: witness.response?.status ?? witness.abort?.message, at: witness.response ?? witness.request });
    },
    killedBy: ["server.ext.requires-echo"],
  }),
];

/** Extensions whose schema describes what the client is to complete: their info cannot satisfy it yet. */
const COMPLETED_BY_CLIENT = ["sign-in-with-x", "eip2612GasSponsoring", "erc20ApprovalGasSponsoring"];

function describesItself([identifier, declaration]: readonly [string, unknown]): boolean {
  return !COMPLETED_BY_CLIENT.includes(identifier) && isObject(declaration) && isObject(declaration["info"]) && isObject(declaration["schema"]);
}

function infoDeviation([identifier, declaration]: readonly [string, unknown]): Deviation {
  const { info, schema } = declaration as { info: JsonObject; schema: JsonObject };
  // The target's schema: unknown keywords are its own affair, and references are not followed.
  const ajv = new Ajv2020({ strict: false, allErrors: false, logger: false, validateSchema: false });
  try {
    const { $id: _, ...anonymous } = schema;
    const validate = ajv.compile(anonymous);
    return validate(info) === true ? undefined : { message: `extension ${identifier}: info does not satisfy its own schema`, expected: ajv.errorsText(validate.errors), actual: info };
  } catch (error) {
    return { message: `extension ${identifier}: schema is not a JSON Schema`, expected: "a JSON Schema of info", actual: error instanceof Error ? error.message : String(error) };
  }
}
