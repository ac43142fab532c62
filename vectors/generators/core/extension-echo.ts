import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

const SCHEMA = { $schema: "https://json-schema.org/draft/2020-12/schema", type: "object", properties: { required: { type: "boolean" }, id: { type: "string", minLength: 16, maxLength: 128 } }, required: ["required"] };
const ID = { info: { required: true }, schema: SCHEMA };
const TERMS = {
  info: { title: "Crème brûlée & Co", language: "Cafe\u0301", rate: 0.25, limit: 100, discount: null, regions: ["eu", "us"], contact: { mail: "desk@shop.test", hours: { from: 9, to: 17 } }, empty: {} },
  schema: { type: "object" },
};
const BAZAAR = { info: { input: { type: "http", method: "GET", pathParams: { city: "oslo" } } }, schema: { type: "object" }, routeTemplate: "/weather/:city" };
const SPONSOR = { info: { description: "Gas is on us", version: "1" }, schema: { type: "object" } };
const UNKNOWN = { info: { level: 3 }, schema: { type: "object" } };

const pair = (offered: object, sent: object): { offered: object; sent: object } => ({ offered: structuredClone(offered), sent: structuredClone(sent) });
const reversed = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toReversed().map(([name, member]) => [name, reversed(member)]));
};

const OVERWRITTEN = "Info the server gave was overwritten or deleted.";
const DROPPED = "An extension the client supports was not repeated.";
const SILENT = "The text speaks of info; of what stands beside it, it says nothing.";
const DEEP = "The client may add to info; whether that goes for objects and lists inside it, the text does not say.";

const one = (): readonly DraftTest[] => {
  const plain = valid({ id: "with-id", comment: "Repeated with an id added", flags: ["ByteEqual"], input: pair({ "payment-identifier": ID }, { "payment-identifier": { ...ID, info: { ...ID.info, id: "pay_7d5d747be160e280504c099d984bcfe0" } } }) });
  const at = "/sent/payment-identifier";
  const still = (id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => stillValid(plain, { id, comment, flags: [flag], path, to });
  const refuse = (id: string, comment: string, flag: string, path: string, to: unknown, reason = OVERWRITTEN): DraftTest => invalid(plain, { id, comment, flags: [flag], path, to, reason });
  const open = (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path, to, reason });
  return [
    plain,
    still("as-received", "Repeated as received", "ByteEqual", `${at}/info/id`, undefined),
    still("two-members-added", "Two members added", "ByteEqual", `${at}/info/note`, "order 7"),
    still("member-of-list-type-added", "A list added", "ByteEqual", `${at}/info/tags`, ["a"]),
    refuse("extensions-missing", "The payment has no extensions", "Dropped", "/sent", undefined, DROPPED),
    refuse("extensions-empty", "The payment's extensions are empty", "Dropped", "/sent", {}, DROPPED),
    refuse("extensions-null", "null as extensions", "Dropped", "/sent", null, DROPPED),
    refuse("extension-null", "null as the extension", "Dropped", at, null, DROPPED),
    refuse("extension-true", "true as the extension", "Dropped", at, true, DROPPED),
    refuse("names-alone", "A list of the extensions' names", "Dropped", "/sent", ["payment-identifier"], DROPPED),
    refuse("other-name", "Under its name in camel case", "Dropped", "/sent", { paymentIdentifier: structuredClone(ID) }, DROPPED),
    refuse("info-missing", "Without info", "InfoDropped", `${at}/info`, undefined),
    refuse("info-null", "null as info", "InfoDropped", `${at}/info`, null),
    refuse("info-own", "With an info of the client's own that lacks what was received", "InfoDropped", `${at}/info`, { id: "pay_7d5d747be160e280504c099d984bcfe0" }),
    refuse("info-beside", "With the members of info beside schema instead of inside info", "InfoDropped", at, { required: true, id: "pay_7d5d747be160e280504c099d984bcfe0", schema: structuredClone(SCHEMA) }),
    refuse("required-turned-off", "required turned from true to false", "Overwritten", `${at}/info/required`, false),
    refuse("required-as-text", "required as a text", "Overwritten", `${at}/info/required`, "true"),
    refuse("required-as-number", "required as 1", "Overwritten", `${at}/info/required`, 1),
    refuse("required-null", "null as required", "Overwritten", `${at}/info/required`, null),
    open("schema-missing", "Without schema", "SchemaDemanded", `${at}/schema`, undefined, SILENT),
    open("schema-changed", "With another schema", "SchemaDemanded", `${at}/schema`, {}, SILENT),
    open("member-beside-info", "A member beside info and schema", "ByteEqual", `${at}/version`, "1", SILENT),
    open("extension-not-offered", "An extension the server did not offer", "ByteEqual", "/sent/x-loyalty", structuredClone(UNKNOWN), "Nothing says that a client may, or may not, send what was not offered."),
    open("member-of-other-case", "A member added that differs from a received one in letter case alone", "MemberCase", `${at}/info/Required`, false, "An addition to readers that tell letter case apart, and an overwriting to those that do not."),
  ];
};

const deep = (): readonly DraftTest[] => {
  const plain = valid({ id: "deep-as-received", comment: "Texts, numbers, null, lists and objects, repeated as received", flags: ["ByteEqual"], input: pair({ terms: TERMS }, { terms: TERMS }) });
  const at = "/sent/terms/info";
  const refuse = (id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: [flag], path: `${at}${path}`, to, reason: OVERWRITTEN });
  const open = (id: string, comment: string, path: string, to: unknown): DraftTest => acceptable(plain, { id, comment, flags: ["ByteEqual"], path: `${at}${path}`, to, reason: DEEP });
  return [
    plain,
    valid({ id: "deep-members-reversed", comment: "The same with the members in reverse order at every depth", flags: ["ByteEqual"], input: pair({ terms: TERMS }, reversed({ terms: TERMS }) as object) }),
    stillValid(plain, { id: "member-added-beside-deep-ones", comment: "A member added to info", flags: ["ByteEqual"], path: `${at}/agreed`, to: true }),
    refuse("text-normalised", "A letter and its accent made one character", "Overwritten", "/language", "Caf\u00e9"),
    refuse("text-escaped", "An ampersand as HTML writes it", "Overwritten", "/title", "Crème brûlée &amp; Co"),
    refuse("text-garbled", "Bytes of UTF-8 taken for characters", "Overwritten", "/title", "CrÃ¨me brÃ»lÃ©e & Co"),
    refuse("number-rounded", "A fraction rounded away", "Overwritten", "/rate", 0),
    refuse("number-as-text", "A number as a text", "Overwritten", "/limit", "100"),
    refuse("null-dropped", "A member that is null taken away, as some serializers do", "InfoDropped", "/discount", undefined),
    refuse("empty-object-dropped", "A member that is an empty object taken away", "InfoDropped", "/empty", undefined),
    refuse("inner-member-dropped", "A member of an object inside info taken away", "DeepNotCompared", "/contact/mail", undefined),
    refuse("inner-member-changed", "A member two objects deep changed", "DeepNotCompared", "/contact/hours/to", 18),
    refuse("object-emptied", "An object inside info emptied", "DeepNotCompared", "/contact", {}),
    refuse("list-shortened", "A list without its last entry", "DeepNotCompared", "/regions", ["eu"]),
    refuse("list-reordered", "A list in another order", "DeepNotCompared", "/regions", ["us", "eu"]),
    refuse("list-as-object", "A list as an object with its places as names", "DeepNotCompared", "/regions", { 0: "eu", 1: "us" }),
    refuse("list-entry-changed", "An entry of a list changed", "DeepNotCompared", "/regions/1", "uk"),
    open("inner-member-added", "A member added to an object inside info", "/contact/phone", "+47 22 00 00 00"),
    open("member-added-to-empty", "A member added to an empty object inside info", "/empty/note", "hello"),
    open("list-lengthened", "An entry added to a list", "/regions/2", "jp"),
  ];
};

const several = (): readonly DraftTest[] => {
  const offered = { "payment-identifier": ID, bazaar: BAZAAR, "x-unknown": UNKNOWN };
  const plain = valid({ id: "all-of-three", comment: "Three extensions, one of them unknown to the client, all repeated", flags: ["UnknownDropped"], input: pair(offered, offered) });
  const none = valid({ id: "nothing-offered", comment: "No extension offered, and an empty object sent", flags: ["ByteEqual"], input: { offered: {}, sent: {} } });
  const unknown = valid({ id: "only-unknown", comment: "Only an unknown extension offered, and repeated", flags: ["UnknownDropped"], input: pair({ "x-unknown": UNKNOWN }, { "x-unknown": UNKNOWN }) });
  const sponsor = valid({ id: "sponsoring", comment: "A sponsoring extension, repeated", input: pair({ eip2612GasSponsoring: SPONSOR }, { eip2612GasSponsoring: SPONSOR }) });
  const own = "The text has clients repeat what servers advertise, and extensions are optional for clients too.";
  return [
    plain,
    invalid(plain, { id: "one-of-two-supported-dropped", comment: "One of the two that the client supports is missing", flags: ["Dropped"], path: "/sent/bazaar", to: undefined, reason: DROPPED }),
    invalid(plain, { id: "infos-swapped", comment: "An extension with the info of another", flags: ["Overwritten"], path: "/sent/bazaar/info", to: structuredClone(ID.info), reason: OVERWRITTEN }),
    invalid(plain, { id: "unknown-altered", comment: "The unknown one repeated with a member changed", flags: ["Overwritten"], path: "/sent/x-unknown/info/level", to: 4, reason: OVERWRITTEN }),
    invalid(plain, { id: "path-parameter-changed", comment: "A parameter of the path changed inside info", flags: ["DeepNotCompared"], path: "/sent/bazaar/info/input/pathParams/city", to: "bergen", reason: OVERWRITTEN }),
    acceptable(plain, { id: "unknown-dropped", comment: "The unknown one is missing", flags: ["UnknownDropped"], path: "/sent/x-unknown", to: undefined, reason: own }),
    acceptable(plain, { id: "route-template-dropped", comment: "A member beside info is missing", flags: ["SchemaDemanded"], path: "/sent/bazaar/routeTemplate", to: undefined, reason: SILENT }),
    none,
    stillValid(none, { id: "nothing-offered-nothing-sent", comment: "No extension offered and none sent", flags: ["ByteEqual"], path: "/sent", to: undefined }),
    unknown,
    acceptable(unknown, { id: "only-unknown-dropped", comment: "Only an unknown extension offered, and no extensions sent", flags: ["UnknownDropped"], path: "/sent", to: undefined, reason: own }),
    sponsor,
    stillValid(sponsor, { id: "sponsoring-completed", comment: "A sponsoring extension with the permit added", flags: ["ByteEqual"], path: "/sent/eip2612GasSponsoring/info/nonce", to: "0" }),
    acceptable(sponsor, { id: "sponsoring-without-description", comment: "Without its description", flags: ["InfoDropped"], path: "/sent/eip2612GasSponsoring/info/description", to: undefined, reason: "The general text forbids it, and the extension's own example does it." }),
  ];
};

export const vectors = defineVectors({
  operation: "extension.echo",
  description: "What clients may make of the extensions they received: add, and nothing else.",
  requirements: ["core.ext.client-echo", "core.ext.client-echo-unknown", "core.ext.client-no-overwrite", "core.ext.server-accepts-append", "core.ext.server-echo-tamper", "core.ext.entry-shape", "pid.client.append", "bazaar.client.echo"],
  flags: {
    ByteEqual: { bugClass: "json-compared-as-text", description: "Expects the very bytes, or the very members, back.", effect: "Clients that add what the extension asks for are refused.", links: [] },
    Dropped: { bugClass: "extensions-dropped", description: "Leaves an extension out of the payment, or does not notice that it is left out.", effect: "The extension does not work, and nobody is told.", links: ["https://github.com/PayAINetwork/x402-solana/issues/40"] },
    UnknownDropped: { bugClass: "extensions-dropped", description: "Keeps only the extensions it knows.", effect: "Extensions that need nothing of the client do not work through it.", links: ["https://github.com/open-wallet-standard/core/issues/196"] },
    InfoDropped: { bugClass: "extension-info-dropped", description: "Repeats an extension without all of its info.", effect: "The server cannot tell what it had asked for.", links: [] },
    Overwritten: { bugClass: "extension-info-overwritten", description: "Changes a value, or does not notice that one was changed.", effect: "A buyer turns a condition of the server off.", links: [] },
    DeepNotCompared: { bugClass: "extension-info-compared-shallow", description: "Compares the names of members, or the first level alone.", effect: "A buyer changes what stands deeper.", links: [] },
    SchemaDemanded: { bugClass: "extension-schema-demanded", description: "Expects more than info back.", effect: "Clients that leave the schema out, to keep headers small, are refused.", links: [] },
    MemberCase: { bugClass: "member-name-case", description: "Matches member names whatever their letter case (as Go's encoding/json does).", effect: "An added member overwrites one of the server's.", links: ["https://pkg.go.dev/encoding/json#Unmarshal"] },
  },
  groups: () => [
    { name: "one-extension", comment: "One extension, which the client supports", shared: { supports: ["payment-identifier"] }, tests: one() },
    { name: "values", comment: "Values of every kind in info", shared: { supports: ["terms"] }, tests: deep() },
    { name: "several-extensions", comment: "Several extensions, or none", shared: { supports: ["payment-identifier", "bazaar", "eip2612GasSponsoring"] }, tests: several() },
  ],
});
