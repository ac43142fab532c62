import { createHmac } from "node:crypto";
import { defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { pickFlags } from "./_flags.ts";
import { COVERED, ed25519Key, NOW, p256Key, requestWith, signatureOf } from "./_request.ts";
import type { AgentKey, Covered, Making, Request } from "./_request.ts";

const WRONG = "The signature is over another base.";
const NOT_COVERED = "The text has authority, agent and payment covered.";
const INFO = { registrationUrl: "https://network.test/agents", signatureSchemes: ["ed25519"], tags: ["web-bot-auth", "agent-browser-auth"] };

const covering = (...names: readonly string[]): Covered => COVERED.filter(([name]) => names.includes(name));

export const vectors = defineVectors({
  operation: "http-signature.verify",
  description: "Signatures of paying agents: what they cover, when, for which purpose, and by which key of which agent.",
  requirements: ["hms.client.sign", "hms.client.tag", "hms.client.algorithm", "hms.client.directory", "hms.decl.tags", "hms.decl.signature-schemes"],
  flags: pickFlags("ParametersLine", "FieldValue", "FieldName", "Authority", "DuplicateComponent", "SignatureNotChecked", "CoverageNotChecked", "TagNotChecked", "AlgorithmConfusion", "ExpiryNotChecked", "TimeEdge", "KeyLookup", "SeveralSignatures", "SignatureEncoding", "AgentForm", "ParameterMissing"),
  groups: ({ seeded }) => {
    const [key, second, stranger] = [ed25519Key(seeded, "agent"), ed25519Key(seeded, "second"), ed25519Key(seeded, "stranger")];
    const curve = p256Key(seeded, "agent");
    const directories = { "agent.test": { keys: [{ ...key.jwk, kid: "key-1", use: "sig" }, second.jwk, curve.jwk] }, "stranger.test": { keys: [stranger.jwk] } };
    const shared = { info: INFO, components: ["@authority", "signature-agent", "payment-signature"], directories };
    const answer = (by: AgentKey = key, agent = "agent.test"): object => ({ agent, keyid: by.thumbprint });
    const request = (making: Making = {}, by: AgentKey = key): Request => requestWith(signatureOf(by, making));
    const plain = valid({ id: "plain", comment: "A payment by an agent", input: { request: request(), now: NOW }, output: answer() });
    const anew = editsAt(plain, "/request");
    const right = signatureOf(key);
    const other = signatureOf(stranger, { parameters: { tag: "other-purpose" }, label: "other" });
    const field = (name: string): string => `/request/headers/${["Host", "Signature-Agent", "PAYMENT-SIGNATURE", "Signature-Input", "Signature"].indexOf(name)}/value`;
    const spaced = { ...right, input: right.input.replaceAll(";", "; ") };
    const strangersOwn = requestWith(signatureOf(stranger, { covered: COVERED.map(([name, value]) => [name, name === "signature-agent" ? "stranger.test" : value]) }), { agent: "stranger.test" });
    const all: Covered = [["@method", "GET"], ["@target-uri", "https://shop.test/weather?city=Bern"], ...COVERED, ["host", "shop.test"]];

    return [
      {
        name: "agents",
        comment: "Two agents; the server takes Ed25519 and two tags",
        shared,
        tests: [
          plain,
          ...anew.good([
            ["second-key", "Another key of the agent's directory", "KeyLookup", request({}, second), answer(second)],
            ["other-agent", "Another agent with a directory of its own", "KeyLookup", strangersOwn, answer(stranger, "stranger.test")],
            ["alg-named", "The algorithm is named", "AlgorithmConfusion", request({ parameters: { alg: "ed25519" } })],
            ["other-tag", "The other tag the server takes", "TagNotChecked", request({ parameters: { tag: "agent-browser-auth" } })],
            ["with-nonce", "A nonce", "ParametersLine", request({ parameters: { nonce: "b3k2pp5k7z-50gnwp.yemd" } })],
            ["more-covered", "More is covered than has to be", "CoverageNotChecked", request({ covered: all })],
            ["other-order", "Components in another order", "CoverageNotChecked", request({ covered: COVERED.toReversed() })],
            ["other-label", "Another label", "SeveralSignatures", request({ label: "agent-1" })],
            ["parameters-spaced", "Spaces behind the semicolons, as in the text's example", "ParametersLine", requestWith(spaced)],
            ["parameters-other-order", "Parameters in another order", "ParametersLine", requestWith(turned(key))],
            ["second-of-two", "Two signatures, the first for another purpose", "SeveralSignatures", requestWith({ input: `${other.input}, ${right.input}`, signature: `${other.signature}, ${right.signature}` })],
            ["second-of-two-other-order", "Two signatures, in another order in each field", "SeveralSignatures", requestWith({ input: `${right.input}, ${other.input}`, signature: `${other.signature}, ${right.signature}` })],
            ["two-lines", "Two signatures on field lines of their own", "SeveralSignatures", twoLines(right, other)],
            ["names-lower-case", "Names of fields in lower case, as HTTP/2 has them", "FieldName", lowerCase(request())],
            ["authority-upper-case", "The target's host in upper case", "Authority", requestWith(right, { url: "https://SHOP.test/weather?city=Bern", host: "SHOP.test" })],
            ["authority-default-port", "The target with the port https has anyway", "Authority", requestWith(right, { url: "https://shop.test:443/weather", host: "shop.test:443" })],
            ["payment-spaces-around", "White space around the payment", "FieldValue", requestWith(right, { payment: `  ${String(COVERED[2]?.[1])} ` })],
            ["long-validity", "An end an hour ahead", "ExpiryNotChecked", request({ parameters: { expires: NOW + 3600 } })],
          ]),
          ...editsAt(plain, "/now").good([["just-made", "At the second it was made", "TimeEdge", NOW - 10]]),
          stillValid(plain, { id: "other-path-uncovered", comment: "Another path, which is not covered", flags: ["CoverageNotChecked"], path: "/request/url", to: "https://shop.test/news" }),
          ...forgeries({ plain, key, stranger, right }),
          ...editsAt(plain, field("PAYMENT-SIGNATURE")).refused([
            ["payment-changed", "Another payment under the signature", "SignatureNotChecked", "eyJ4NDAyVmVyc2lvbiI6Mn0=", "The payment is covered."],
            ["payment-empty", "The payment emptied", "SignatureNotChecked", "", "The payment is covered."],
          ]),
          ...editsAt(plain, field("Signature-Agent")).refused([["agent-changed", "Another agent under the signature", "SignatureNotChecked", "stranger.test", "The agent is covered, and has no such key."], ["agent-unknown", "An agent without a directory", "KeyLookup", "nobody.test", "There is no key."]]),
          ...anew.refused([
            ["replayed-to-other-site", "The same signature sent to another site", "Authority", requestWith(right, { url: "https://other.test/weather?city=Bern", host: "other.test" }), "The authority is covered."],
            ["replayed-to-other-port", "The same signature sent to another port", "Authority", requestWith(right, { url: "https://shop.test:8443/weather?city=Bern", host: "shop.test:8443" }), "The authority is covered."],
          ]),
          ...anew.refused([
            ["no-components", "Nothing is covered", "CoverageNotChecked", request({ covered: [] }), NOT_COVERED],
            ["authority-not-covered", "The authority is not covered", "CoverageNotChecked", request({ covered: covering("signature-agent", "payment-signature") }), NOT_COVERED],
            ["agent-not-covered", "The agent is not covered", "CoverageNotChecked", request({ covered: covering("@authority", "payment-signature") }), NOT_COVERED],
            ["payment-not-covered", "The payment is not covered", "CoverageNotChecked", request({ covered: covering("@authority", "signature-agent") }), NOT_COVERED],
            ["host-for-authority", "The field Host in place of the authority", "CoverageNotChecked", request({ covered: [["host", "shop.test"], ...covering("signature-agent", "payment-signature")] }), NOT_COVERED],
            ["component-twice", "A component twice", "DuplicateComponent", request({ covered: [...COVERED, ["@authority", "shop.test"]] }), "Each component stands once."],
            ["tag-missing", "No tag", "TagNotChecked", request({ parameters: { tag: undefined } }), "The signature has to have a tag the server takes."],
            ["tag-other", "A tag the server does not take", "TagNotChecked", request({ parameters: { tag: "x402-response" } }), "The signature was made for another purpose."],
            ["tag-prefix", "A tag that begins like one the server takes", "TagNotChecked", request({ parameters: { tag: "web-bot-auth-directory" } }), "The signature was made for another purpose."],
            ["expired", "It expired an hour ago", "ExpiryNotChecked", request({ parameters: { created: NOW - 3660, expires: NOW - 3600 } }), "The signature has expired."],
            ["created-in-future", "Made in an hour", "ExpiryNotChecked", request({ parameters: { created: NOW + 3600, expires: NOW + 3660 } }), "The signature was made in the future."],
            ["keyid-of-stranger", "A stranger's key, which is not in the agent's directory", "KeyLookup", request({}, stranger), "The agent has no such key."],
            ["keyid-other-key", "keyid names another key of the agent than the one that signed", "KeyLookup", request({ parameters: { keyid: second.thumbprint } }), "The signature is not that key's."],
            ["algorithm-not-declared", "A good signature by P-256, which the server does not take", "AlgorithmConfusion", request({}, curve), "The server takes Ed25519."],
          ]),
          ...editsAt(plain, "/now").refused([["later", "An hour later", "ExpiryNotChecked", NOW + 3600, "The signature has expired."], ["earlier", "An hour before it was made", "ExpiryNotChecked", NOW - 3610, "The signature was made in the future."]]),
          ...editsAt(plain, "/now").open([
            ["at-end", "At the second of its end", "TimeEdge", NOW + 50, "Whether the end itself is over, nobody comes to harm."],
            ["second-after-end", "A second after its end", "TimeEdge", NOW + 51, "It has expired; clocks differ by a second, and some servers grant that."],
            ["second-before-made", "A second before it was made", "TimeEdge", NOW - 11, "It was made in the future; clocks differ by a second, and some servers grant that."],
          ]),
          ...anew.open([
            ["created-missing", "No time of making", "ParameterMissing", request({ parameters: { created: undefined } }), "The text asks for none, the draft behind the tag does."],
            ["expires-missing", "No end", "ParameterMissing", request({ parameters: { expires: undefined } }), "The text asks for none, the draft behind the tag does."],
            ["keyid-missing", "No keyid", "ParameterMissing", request({ parameters: { keyid: undefined } }), "The key can be found by trying; the draft behind the tag asks for its name."],
            ["keyid-by-name", "keyid is the key's name in the directory", "KeyLookup", request({ parameters: { keyid: "key-1" } }), "The text's example has no thumbprint either; the draft behind the tag asks for it."],
            ["made-a-day-ago", "Made a day ago, still good for an hour", "ExpiryNotChecked", request({ parameters: { created: NOW - 86400, expires: NOW + 3600 } }), "The text has payments fresh within half a minute in the typical case, and sets no limit."],
            ["signed-as-spaced", "Signed over the parameters with the spaces of the header", "ParametersLine", requestWith({ ...signatureOf(key, { base: (text) => text.replace(/"@signature-params": .*$/, (line) => line.replaceAll(";", "; ")) }), input: spaced.input }), "The RFC serializes the parameters without spaces; who copies the header agrees with this signer."],
            ["agent-quoted-url", "The agent as a quoted URL", "AgentForm", quotedAgent(key, '"https://agent.test"'), "Later drafts write it so; the text has a bare host."],
            ["agent-directory-url", "The agent as its directory's URL", "AgentForm", quotedAgent(key, "https://agent.test/.well-known/http-message-signatures-directory"), "The text says that the field points to the directory, and shows a bare host."],
          ]),
        ],
      },
      {
        name: "algorithms",
        comment: "The server takes Ed25519 and ECDSA over P-256",
        shared: { ...shared, info: { ...INFO, signatureSchemes: ["ed25519", "ecdsa-p256-sha256"] } },
        tests: algorithmRows({ curve, key, request, answer }),
      },
    ];
  },
});

const hmac = (secret: Uint8Array) => (data: Uint8Array): Uint8Array => createHmac("sha256", secret).update(data).digest();
const lowerCase = (request: Request): Request => ({ ...request, headers: request.headers.map(({ name, value }) => ({ name: name.toLowerCase(), value })) });
const backwards = (key: AgentKey): string => `;tag="web-bot-auth";keyid="${key.thumbprint}";expires=${NOW + 50};created=${NOW - 10}`;
const turned = (key: AgentKey): { input: string; signature: string } => {
  const made = signatureOf(key, { parameters: { created: undefined, expires: undefined, keyid: undefined, tag: undefined }, base: (text) => text + backwards(key) });
  return { ...made, input: made.input + backwards(key) };
};
const twoLines = (right: { input: string; signature: string }, other: { input: string; signature: string }): Request => {
  const request = requestWith(right);
  return { ...request, headers: [...request.headers, { name: "Signature-Input", value: other.input }, { name: "Signature", value: other.signature }] };
};
const quotedAgent = (key: AgentKey, agent: string): Request => requestWith(signatureOf(key, { covered: COVERED.map(([name, value]) => [name, name === "signature-agent" ? agent : value]) }), { agent });

type Forging = { readonly plain: DraftTest; readonly key: AgentKey; readonly stranger: AgentKey; readonly right: { input: string; signature: string } };

/** Signatures that are none, or over another base. */
const forgeries = ({ plain, key, stranger, right }: Forging): readonly DraftTest[] => {
  const bytes = Buffer.from(right.signature.slice("sig=:".length, -1), "base64");
  const flipped = Buffer.from(bytes.map((byte, index) => (index === 20 ? byte ^ 1 : byte)));
  const over = (base: (text: string) => string): Request => requestWith(signatureOf(key, { base }));
  return editsAt(plain, "/request").refused([
    ["no-signature", "No Signature", "SignatureNotChecked", requestWith({ input: right.input }), "There is no signature."],
    ["no-signature-input", "No Signature-Input", "SignatureNotChecked", requestWith({ signature: right.signature }), "Nobody knows what is signed."],
    ["by-stranger", "The agent's keyid, a stranger's signature", "SignatureNotChecked", requestWith(signatureOf(key, { sign: stranger.sign })), WRONG],
    ["bit-changed", "A bit of the signature changed", "SignatureNotChecked", requestWith({ ...right, signature: `sig=:${flipped.toString("base64")}:` }), WRONG],
    ["signature-empty", "An empty signature", "SignatureNotChecked", requestWith({ ...right, signature: "sig=::" }), "There is no signature."],
    ["signature-cut", "The last byte missing", "SignatureNotChecked", requestWith({ ...right, signature: `sig=:${bytes.subarray(0, 63).toString("base64")}:` }), "Ed25519 has 64 bytes."],
    ["labels-differ", "The two fields have different labels", "SeveralSignatures", requestWith({ ...right, signature: right.signature.replace("sig=", "sig1=") }), "The parameters have no signature, and the signature no parameters."],
    ["signature-bare-base64", "Base64 without its colons and label", "SignatureEncoding", requestWith({ ...right, signature: bytes.toString("base64") }), "Signature is a dictionary of byte sequences."],
    ["signature-string", "Base64 as a string", "SignatureEncoding", requestWith({ ...right, signature: `sig="${bytes.toString("base64")}"` }), "Signature is a dictionary of byte sequences."],
    ["draft-cavage", "The fields of the older draft", "SignatureEncoding", requestWith({ signature: `keyId="${key.thumbprint}",algorithm="ed25519",headers="host",signature="${bytes.toString("base64")}"` }), "RFC 9421 has other fields."],
    ["base-without-parameters", "Signed over a base without its last line", "ParametersLine", over((text) => text.replace(/\n"@signature-params": .*$/, "")), WRONG],
    ["base-parameters-sorted", "Signed over parameters in another order than sent", "ParametersLine", over((text) => text.replace(/(;created=\d+)(;expires=\d+)/, "$2$1")), WRONG],
    ["base-crlf", "Signed over lines that end with carriage return and line feed", "ParametersLine", over((text) => text.replaceAll("\n", "\r\n")), WRONG],
    ["base-line-feed-last", "Signed over a base with a line feed at its end", "ParametersLine", over((text) => `${text}\n`), WRONG],
    ["base-names-unquoted", "Signed over names without quotation marks", "FieldName", over((text) => text.replaceAll(/^"([^"]+)":/gm, "$1:")), WRONG],
    ["base-with-label", "Signed over parameters with their label", "ParametersLine", over((text) => text.replace('"@signature-params": (', '"@signature-params": sig=(')), WRONG],
    ["parameters-changed", "A later end put in after signing", "ExpiryNotChecked", requestWith({ ...right, input: right.input.replace(/expires=\d+/, `expires=${NOW + 86400}`) }), "The parameters are signed."],
    ["tag-changed", "The tag put in after signing", "TagNotChecked", requestWith({ ...signatureOf(key, { parameters: { tag: "other-purpose" } }), input: right.input }), "The parameters are signed."],
    ["coverage-widened", "Components put in after signing", "CoverageNotChecked", requestWith({ ...signatureOf(key, { covered: covering("@authority") }), input: right.input }), "The list of components is signed."],
    ["hmac-public-key", "HMAC with the public key as secret", "AlgorithmConfusion", requestWith(signatureOf(key, { parameters: { alg: "hmac-sha256" }, sign: hmac(key.bytes) })), "Everybody knows the secret."],
    ["hmac-unnamed", "HMAC with the public key as secret, the algorithm not named", "AlgorithmConfusion", requestWith(signatureOf(key, { sign: hmac(key.bytes) })), "The key is one of Ed25519."],
    ["alg-other", "The signature is good, the algorithm named is another", "AlgorithmConfusion", requestWith(signatureOf(key, { parameters: { alg: "rsa-pss-sha512" } })), "The RFC has a signature refused whose algorithm is not the key's."],
  ]);
};

type AlgorithmOptions = { readonly curve: AgentKey; readonly key: AgentKey; readonly request: (making: Making, by: AgentKey) => Request; readonly answer: (by: AgentKey) => object };

const algorithmRows = ({ curve, key, request, answer }: AlgorithmOptions): readonly DraftTest[] => {
  const plain = valid({ id: "p256", comment: "ECDSA over P-256", flags: ["AlgorithmConfusion"], input: { request: request({}, curve), now: NOW }, output: answer(curve) });
  const anew = editsAt(plain, "/request", "p256-");
  const der = (raw: Uint8Array): Uint8Array => {
    const integer = (bytes: Uint8Array): number[] => ((bytes[0] ?? 0) >= 0x80 ? [2, 33, 0, ...bytes] : [2, 32, ...bytes]);
    const body = [...integer(raw.subarray(0, 32)), ...integer(raw.subarray(32))];
    return Uint8Array.of(0x30, body.length, ...body);
  };
  return [
    plain,
    ...anew.good([
      ["ed25519", "Ed25519 at the same server", "AlgorithmConfusion", request({}, key), answer(key)],
      ["alg-named", "The algorithm is named", "AlgorithmConfusion", request({ parameters: { alg: "ecdsa-p256-sha256" } }, curve)],
    ]),
    ...anew.refused([
      ["under-ed25519", "A key of P-256, and the algorithm Ed25519 named", "AlgorithmConfusion", request({ parameters: { alg: "ed25519" } }, curve), "The RFC has a signature refused whose algorithm is not the key's."],
      ["ed25519-under-p256", "A key of Ed25519, and the algorithm of P-256 named", "AlgorithmConfusion", request({ parameters: { alg: "ecdsa-p256-sha256" } }, key), "The RFC has a signature refused whose algorithm is not the key's."],
      ["zeros", "r and s of zero", "SignatureNotChecked", request({ sign: () => new Uint8Array(64) }, curve), "No signature has such values."],
      ["der", "DER for r and s", "SignatureEncoding", request({ sign: (data) => der(curve.sign(data)) }, curve), "RFC 9421 has r and s, 32 bytes each."],
    ]),
  ];
};
