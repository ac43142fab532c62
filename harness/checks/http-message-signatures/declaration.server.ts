import { check, type Check } from "../check.ts";
import { OFFERS } from "../cloudflare-steps.ts";
import { type Deviation, offeredRoutes, routeCheck } from "../server-offers.ts";
import { type JsonObject, object } from "../server-steps.ts";

/** extensions/http-message-signatures.md, Fields. */

const EXTENSION = "http-message-signatures";

function infoOf(required: JsonObject): JsonObject {
  return object(object(object(required["extensions"])[EXTENSION])["info"]);
}

/** An empty list is one by the text's own schema. */
function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function declarationCheck(definition: { requirement: string; member?: string; killedBy: readonly string[]; alsoKilledBy?: Readonly<Record<string, string>>; deviation: (info: JsonObject) => Deviation }): Check {
  const { member, deviation, ...rest } = definition;
  const applies = (required: JsonObject): boolean => EXTENSION in object(required["extensions"]) && (member === undefined || infoOf(required)[member] !== undefined);
  return routeCheck({ ...rest, scenarios: OFFERS, applies, deviation: (required) => deviation(infoOf(required)) });
}

export const checks: readonly Check[] = [
  declarationCheck({
    requirement: "hms.decl.fields",
    deviation: ({ registrationUrl }) => (typeof registrationUrl === "string" && /^[A-Za-z][A-Za-z0-9+.-]*:\S+$/.test(registrationUrl) && URL.canParse(registrationUrl) ? undefined : { message: "registrationUrl is no absolute URL", expected: "an absolute URL", actual: registrationUrl ?? "no such member" }),
    killedBy: ["server.batch-settlement-cloudflare.registration-relative"],
    alsoKilledBy: { "server.offer.extension-without-info": "without info nothing is said in it" },
  }),
  declarationCheck({
    requirement: "hms.decl.signature-schemes",
    deviation: ({ signatureSchemes }) => (isTexts(signatureSchemes) ? undefined : { message: "signatureSchemes is no list of strings", expected: 'for example ["ed25519"]', actual: signatureSchemes ?? "no such member" }),
    killedBy: ["server.batch-settlement-cloudflare.schemes-text"],
    alsoKilledBy: { "server.offer.extension-without-info": "without info nothing is said in it" },
  }),
  declarationCheck({
    requirement: "hms.decl.tags-type",
    member: "tags",
    deviation: ({ tags }) => (isTexts(tags) ? undefined : { message: "tags is no list of strings", expected: 'for example ["web-bot-auth"]', actual: tags }),
    killedBy: ["server.batch-settlement-cloudflare.tags-text"],
  }),
  check({
    id: "hms.decl.tags",
    requirement: "hms.decl.tags",
    appliesTo: { scenarios: OFFERS },
    witness(trace) {
      const declared = offeredRoutes(trace).filter(({ required }) => EXTENSION in object(required["extensions"]));
      return declared.length === 0 ? undefined : declared;
    },
    judge({ witness, position }) {
      const at = witness.map(({ step }) => step.response);
      return witness.every(({ required }) => infoOf(required)["tags"] !== undefined) ? position("present", "the tags are declared", { at }) : position("absent", "the tags are left out", { at });
    },
    killedBy: ["server.batch-settlement-cloudflare.tags-missing"],
    alsoKilledBy: { "server.offer.extension-without-info": "without info nothing is said in it" },
  }),
];
