import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { SOLANA, USDC } from "../core/_offers.ts";

const TERMS = { x402Version: 2, error: "Payment required", resource: { url: "mcp://tool/weather", description: "Vær & været ☂" }, accepts: [USDC] };
const CHEAP = { ...TERMS, accepts: [{ ...USDC, amount: "1" }] };
const { accepts: _accepts, ...WITHOUT_ACCEPTS } = TERMS;
const { x402Version: _version, ...WITHOUT_VERSION } = TERMS;

const text = (value: unknown): { type: string; text: string } => ({ type: "text", text: typeof value === "string" ? value : JSON.stringify(value) });
const asking = (id: string, comment: string, result: object, terms: object, ...flags: string[]): DraftTest => valid({ id, comment, flags, input: { result: structuredClone(result) }, output: { paymentRequired: structuredClone(terms) } });

const both = asking("plain", "The terms in both places", { isError: true, structuredContent: TERMS, content: [text(TERMS)] }, TERMS);
const onlyText = asking("only-text", "The terms in the text alone, as servers send whose tools have an output schema", { isError: true, content: [text(TERMS)] }, TERMS, "TextNotRead");
const onlyStructured = asking("only-structured", "The terms in structuredContent alone", { isError: true, structuredContent: TERMS, content: [] }, TERMS, "StructuredNotRead");

const edits = (of: DraftTest) => ({
  still: (id: string, comment: string, flag: string, path: string, to: unknown, terms: object = TERMS): DraftTest => stillValid(of, { id, comment, flags: [flag], path: `/result${path}`, to, output: { paymentRequired: terms } }),
  ordinary: (id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => invalid(of, { id, comment, flags: [flag], path: `/result${path}`, to, reason: "An ordinary result: in neither place are x402Version and accepts." }),
  open: (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => acceptable(of, { id, comment, flags: [flag], path: `/result${path}`, to, reason }),
});

const inBoth = (): readonly DraftTest[] => {
  const { still, open } = edits(both);
  return [
    both,
    still("text-for-people", "A text for people beside structuredContent", "StructuredNotRead", "/content/0/text", "Please pay."),
    still("text-is-cheaper", "A text that says less than structuredContent", "PlacesMixed", "/content/0/text", JSON.stringify(CHEAP)),
    still("structured-is-cheaper", "structuredContent that says less than the text", "PlacesMixed", "/structuredContent/accepts/0/amount", "1", CHEAP),
    still("structured-null", "null as structuredContent", "TextNotRead", "/structuredContent", null),
    still("structured-of-tool", "structuredContent that is the tool's own", "TextNotRead", "/structuredContent", { temperature: null, unit: "celsius" }),
    still("structured-without-accepts", "structuredContent without accepts", "TextNotRead", "/structuredContent", WITHOUT_ACCEPTS),
    still("structured-without-version", "structuredContent without x402Version", "TextNotRead", "/structuredContent", WITHOUT_VERSION),
    still("structured-wrapped", "structuredContent with the terms one level deeper", "TextNotRead", "/structuredContent", { paymentRequired: TERMS }),
    still("structured-list", "A list as structuredContent", "TextNotRead", "/structuredContent", [TERMS]),
    still("structured-text", "structuredContent as JSON in a string", "TextNotRead", "/structuredContent", JSON.stringify(TERMS)),
    still("more-content", "More items behind the first", "TextNotRead", "/content/1", { type: "text", text: "Please pay." }),
    still("image-first", "An image first, beside structuredContent", "StructuredNotRead", "/content/0", { type: "image", data: "iVBORw0KGgo=", mimeType: "image/png" }),
    still("meta-beside", "Members of _meta nobody knows", "StructuredNotRead", "/_meta", { "vendor/trace": "7" }),
    open("not-an-error", "isError is false", "IsError", "/isError", false, "Servers have to say true here; the client's steps do not look at it."),
    open("is-error-missing", "isError is missing", "IsError", "/isError", undefined, "Servers have to say true here; the client's steps do not look at it."),
    open("version-1", "Terms of version 1", "OtherVersion", "/structuredContent/x402Version", 1, "By its members a request for payment, and of a version that the client may not speak."),
    open("nothing-offered", "An empty list of offers", "OtherVersion", "/structuredContent/accepts", [], "By its members a request for payment, and one that nobody can meet."),
    open("accepts-object", "An object as accepts", "OtherVersion", "/structuredContent/accepts", { 0: USDC }, "By its members a request for payment, and a malformed one."),
  ];
};

const inOne = (): readonly DraftTest[] => {
  const { still, ordinary, open } = edits(onlyText);
  const structured = edits(onlyStructured);
  const TEXT = "/content/0/text";
  const LATER = "The text has clients look at the first item alone; looking further finds the same terms.";
  return [
    onlyText,
    still("text-pretty", "The text is JSON over several lines", "TextNotRead", TEXT, JSON.stringify(TERMS, null, 2)),
    still("text-escaped", "The text is JSON with characters outside ASCII as escapes", "TextNotRead", TEXT, JSON.stringify(TERMS).replaceAll(/[^\0-~]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`)),
    still("text-with-space-around", "White space around the JSON", "TextNotRead", TEXT, `\n ${JSON.stringify(TERMS)} \n`),
    still("text-two-offers", "Two offers in the text", "TextNotRead", TEXT, JSON.stringify({ ...TERMS, accepts: [SOLANA, USDC] }), { ...TERMS, accepts: [SOLANA, USDC] }),
    ordinary("tool-failed", "The tool's own error", "OrdinaryError", TEXT, "City not found."),
    ordinary("tool-failed-in-json", "The tool's own error, in JSON", "OrdinaryError", TEXT, JSON.stringify({ error: "City not found.", code: 404 })),
    ordinary("text-talks-of-payment", "A text for people that asks for payment", "OrdinaryError", TEXT, "Payment required: send 0.01 USDC to 0x70997970C51812dc3A010C7d01b50e0d17dc79C8."),
    ordinary("text-status-402", "A status in JSON", "OrdinaryError", TEXT, JSON.stringify({ status: 402, message: "Payment Required" })),
    ordinary("text-without-accepts", "The terms without accepts", "HalfRead", TEXT, JSON.stringify(WITHOUT_ACCEPTS)),
    ordinary("text-without-version", "The terms without x402Version", "HalfRead", TEXT, JSON.stringify(WITHOUT_VERSION)),
    ordinary("text-one-offer", "One offer alone", "HalfRead", TEXT, JSON.stringify(USDC)),
    ordinary("text-list-of-offers", "The list of offers alone", "HalfRead", TEXT, JSON.stringify([USDC])),
    ordinary("text-null", "null as JSON", "HalfRead", TEXT, "null"),
    ordinary("text-wrapped", "The terms one level deeper", "HalfRead", TEXT, JSON.stringify({ error: TERMS })),
    ordinary("text-cut-off", "JSON that was cut off", "LenientJson", TEXT, JSON.stringify(TERMS).slice(0, -20)),
    ordinary("text-quoted-twice", "JSON of JSON", "LenientJson", TEXT, JSON.stringify(JSON.stringify(TERMS))),
    ordinary("text-single-quotes", "Python's own way to write an object", "LenientJson", TEXT, JSON.stringify(TERMS).replaceAll('"', "'")),
    ordinary("text-base64", "The terms as in an HTTP header", "LenientJson", TEXT, Buffer.from(JSON.stringify(TERMS)).toString("base64")),
    ordinary("no-content", "Nothing in content", "Crash", "/content", []),
    ordinary("content-missing", "No content at all", "Crash", "/content", undefined),
    ordinary("content-null", "null as content", "Crash", "/content", null),
    ordinary("item-without-text", "A text item without text", "Crash", "/content/0", { type: "text" }),
    ordinary("image-alone", "An image alone", "Crash", "/content/0", { type: "image", data: "iVBORw0KGgo=", mimeType: "image/png" }),
    open("terms-second", "A text for people first, then the terms", "TextNotRead", "/content", [text("Please pay."), text(TERMS)], LATER),
    open("text-with-unknown-member", "A member nobody knows in the terms", "TextNotRead", TEXT, JSON.stringify({ ...TERMS, "x-note": "sale" }), "Terms of payment in any case; whether a reader hands on a member it does not know is its own affair."),
    open("text-fenced", "The terms within marks of a code block", "LenientJson", TEXT, `\`\`\`json\n${JSON.stringify(TERMS)}\n\`\`\``, "No JSON by itself; whoever finds the JSON within reads the same terms."),
    open("text-byte-order-mark", "A byte order mark before the JSON", "LenientJson", TEXT, `\ufeff${JSON.stringify(TERMS)}`, "RFC 8259 section 8.1 forbids writing it and allows ignoring it."),
    open("resource-item", "The terms as a text within a resource", "TextNotRead", "/content/0", { type: "resource", resource: { uri: "x402://terms", text: JSON.stringify(TERMS) } }, LATER),
    onlyStructured,
    structured.still("structured-content-missing", "No content at all beside it", "Crash", "/content", undefined),
    structured.ordinary("structured-one-offer", "One offer alone as structuredContent", "HalfRead", "/structuredContent", structuredClone(USDC)),
    structured.ordinary("structured-http-body", "What an HTTP server answers, as structuredContent", "HalfRead", "/structuredContent", { status: 402, headers: { "payment-required": "eyJ4NDAyVmVyc2lvbiI6Mn0=" } }),
  ];
};

export const vectors = defineVectors({
  operation: "mcp.extract",
  description: "Requests for payment among the results of tools.",
  requirements: ["mcp.pr.iserror", "mcp.pr.structured", "mcp.pr.text", "mcp.pr.identical", "mcp.client.prefers-structured", "mcp.client.fallback-text", "mcp.client.ordinary-error"],
  flags: {
    StructuredNotRead: { bugClass: "mcp-text-alone-read", description: "Reads the text alone, or lets it decide.", effect: "Terms are missed where the text is for people.", links: [] },
    TextNotRead: { bugClass: "structured-content-missing", description: "Reads structuredContent alone.", effect: "Servers that leave it out cannot be paid.", links: ["https://github.com/apify/apify-mcp-server/pull/608"] },
    PlacesMixed: { bugClass: "mcp-places-mixed", description: "Takes the terms of the text although structuredContent has them, or puts the two together.", effect: "What is shown to the user is not what is signed.", links: [] },
    IsError: { bugClass: "mcp-is-error-ignored", description: "Lets isError alone decide what is a request for payment, or never looks at it.", effect: "Terms are missed, or found in a tool's good result.", links: [] },
    OtherVersion: { bugClass: "protocol-versions-mixed", description: "Takes any terms for some of version 2.", effect: "A payment is made on terms that were misread.", links: ["https://github.com/Merit-Systems/x402scan/issues/735"] },
    OrdinaryError: { bugClass: "mcp-error-taken-for-payment", description: "Guesses a request for payment from words.", effect: "A tool's text makes an agent pay.", links: [] },
    HalfRead: { bugClass: "required-member-not-checked", description: "Takes a part of the terms for all of them.", effect: "A payment is made without one of its terms.", links: [] },
    LenientJson: { bugClass: "lenient-json", description: "Reads what is not JSON.", effect: "Two readers of one result disagree on what it says.", links: ["https://www.rfc-editor.org/rfc/rfc8259"] },
    Crash: { bugClass: "mcp-content-not-checked", description: "Expects a first item with a text.", effect: "A result without one ends in an error of the client.", links: [] },
  },
  groups: () => [
    { name: "both-places", comment: "Results with something in both places", tests: inBoth() },
    { name: "one-place", comment: "Results with something in one place", tests: inOne() },
  ],
});
