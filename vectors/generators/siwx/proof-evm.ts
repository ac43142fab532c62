import { defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import type { ReasonedRow } from "../../generate/edits.ts";
import { EVM_CHAIN, evmProof, infoOf, NOW, SHARED, SOLANA_CHAIN, walletsOf } from "./_challenge.ts";
import type { Info, Making, Proof } from "./_challenge.ts";
import { pickFlags } from "./_flags.ts";
import { openTimes, signedTimes, unreadableTimes } from "./_time-rows.ts";

const OTHER_SITE = "The proof was signed for another site.";
const UNSIGNED = "The signature is over another text than the proof's members make.";

export const vectors = defineVectors({
  operation: "siwx.proof.verify",
  description: "Proofs of EVM wallets: the rules on domain, uri, times, nonce and chain, and that every member is signed. That the uri has the very origin is of text newer than April 2026, whose own comparison of beginnings lets other sites pass.",
  requirements: [
    "siwx.server.parse", "siwx.server.domain", "siwx.server.uri", "siwx.server.uri-exact-origin", "siwx.server.host-spoof", "siwx.server.issued-old", "siwx.server.issued-future", "siwx.server.expired",
    "siwx.server.notbefore", "siwx.server.times-unreadable", "siwx.server.nonce-replay", "siwx.server.version-unknown", "siwx.server.signature-covers", "siwx.server.chain-route", "siwx.server.chain-advertised",
  ],
  flags: pickFlags(
    "OptionalLine", "EmptyLines", "MissingMember", "AddressForm", "AddressCase", "UnknownMember", "DomainNotChecked", "DomainForm", "UriNotChecked", "UriPrefix", "OriginFromProof", "ExpiryNotChecked",
    "NotBeforeNotChecked", "AgeNotChecked", "FutureNotChecked", "TimeEdge", "TimeUnreadable", "TimeNotation", "NonceReplayed", "NonceCase", "ChainNotOffered", "ChainRouting", "TypeMember", "VersionMember",
    "MessageNotRebuilt", "MemberForm", "EmptyOptional",
  ),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const { account, stranger } = walletsOf(seeded);
    const output = { address: account.address, chainId: EVM_CHAIN };
    const signed = (edit: Info = {}, making: Making = {}): Proof => evmProof({ info, account, edit, making });
    const ask = (proof: unknown, now: string = NOW): Record<string, unknown> => ({ proof, now, usedNonces: [] });
    const plain = valid({ id: "plain", comment: "A fresh proof for this server", input: ask(signed()), output });
    const anew = editsAt(plain, "/proof");
    const nonce = String(info["nonce"]);

    const otherSites: readonly ReasonedRow[] = [
      ["domain-other", "Another domain, signed", "DomainNotChecked", signed({ domain: "evil.test" }), OTHER_SITE],
      ["domain-of-user", "The wanted domain before another one", "DomainNotChecked", signed({ domain: "shop.test.evil.test" }), OTHER_SITE],
      ["domain-subdomain", "A host below this one", "DomainNotChecked", signed({ domain: "user.shop.test" }), OTHER_SITE],
      ["domain-parent", "The part of the domain above", "DomainNotChecked", signed({ domain: "test" }), OTHER_SITE],
      ["domain-empty", "An empty domain", "DomainNotChecked", signed({ domain: "" }), OTHER_SITE],
      ["uri-other", "A uri on another host, signed", "UriNotChecked", signed({ uri: "https://evil.test/weather" }), OTHER_SITE],
      ["uri-scheme", "http for https", "UriNotChecked", signed({ uri: "http://shop.test/weather" }), "Another scheme is another origin."],
      ["uri-prefix-host", "The origin is the beginning of another host", "UriPrefix", signed({ uri: "https://shop.test.evil.test/weather" }), OTHER_SITE],
      ["uri-prefix-user", "The origin is the user's name in front of another host", "UriPrefix", signed({ uri: "https://shop.test@evil.test/weather" }), OTHER_SITE],
      ["uri-prefix-port", "Another port on the same host", "UriPrefix", signed({ uri: "https://shop.test:8443/weather" }), "Another port is another origin."],
      ["uri-inside", "The origin stands in another uri's path", "UriNotChecked", signed({ uri: "https://evil.test/https://shop.test/weather" }), OTHER_SITE],
      ["uri-relative", "A path alone", "UriNotChecked", signed({ uri: "/weather" }), "A path has no origin."],
      ["both-other", "Domain and uri of another site that agree with each other", "OriginFromProof", signed({ domain: "evil.test", uri: "https://evil.test/weather" }), OTHER_SITE],
    ];
    const openNotations: readonly ReasonedRow[] = [
      ["domain-upper-case", "The host in upper case", "DomainForm", signed({ domain: "SHOP.test" }), "Hosts have no letter case; the text wants an exact match."],
      ["domain-default-port", "The host with the port https has anyway", "DomainForm", signed({ domain: "shop.test:443" }), "The text does not say whether the port belongs to the domain."],
      ["uri-default-port", "A uri with the port https has anyway", "UriNotChecked", signed({ uri: "https://shop.test:443/weather" }), "The origin is the same; the text does not say how it is compared."],
      ["uri-upper-case", "Scheme and host in upper case", "UriNotChecked", signed({ uri: "HTTPS://SHOP.TEST/weather" }), "The origin is the same; the text does not say how it is compared."],
      ["uri-with-user", "A uri with a user's name", "UriNotChecked", signed({ uri: "https://me@shop.test/weather" }), "The origin is the same, the notation unusual."],
      ["chain-not-offered", "A chain the challenge did not name", "ChainNotOffered", signed({}, { chainId: "eip155:1" }), "The text does not make the server refuse it; refusing is our advice."],
      ["version-2", "Version 2, over a text that says so", "VersionMember", signed({ version: "2" }), "The text knows version 1 alone and says nothing of a server that meets another."],
      ["nonce-upper-case", "The nonce in upper case, as no server wrote it", "NonceCase", signed({ nonce: nonce.toUpperCase() }), "The question does not tell which nonces were issued."],
      ["statement-empty", "An empty statement", "EmptyOptional", signed({ statement: "" }), "The grammar of EIP-4361 has no empty statement; builders differ in what they make of it."],
      ["resources-empty", "An empty list of resources", "EmptyOptional", signed({ resources: [] }), "Builders differ in whether the word before an empty list is written."],
      ["lower-case-address-signed", "The address in lower case, in the proof and in the text", "AddressCase", signed({}, { address: account.address.toLowerCase() }), "The text wants the checksum from clients; servers differ in whether they restore it before they build the text."],
    ];
    const goodMakings = [
      stillValid(plain, { id: "uri-other-path", comment: "Another path of the same origin", flags: ["UriNotChecked"], path: "/proof", to: signed({ uri: "https://shop.test/archive?year=2025" }) }),
      stillValid(plain, { id: "uri-no-path", comment: "The origin alone", flags: ["UriNotChecked"], path: "/proof", to: signed({ uri: "https://shop.test" }) }),
      stillValid(plain, { id: "required-only", comment: "No optional member", flags: ["EmptyLines", "OptionalLine"], path: "/proof", to: signed({ statement: undefined, expirationTime: undefined, resources: undefined }) }),
      stillValid(plain, { id: "without-statement", comment: "No statement", flags: ["EmptyLines"], path: "/proof", to: signed({ statement: undefined }) }),
      stillValid(plain, { id: "without-expiration", comment: "No end", flags: ["OptionalLine"], path: "/proof", to: signed({ expirationTime: undefined }) }),
      stillValid(plain, { id: "with-request-id", comment: "A request id", flags: ["OptionalLine"], path: "/proof", to: signed({ requestId: "8f14e45f-ceea" }) }),
      stillValid(plain, { id: "with-not-before", comment: "A beginning that is over", flags: ["OptionalLine"], path: "/proof", to: signed({ notBefore: "2026-11-21T12:00:00.000Z" }) }),
      stillValid(plain, { id: "resources-other-origins", comment: "Resources on other origins", flags: ["OptionalLine"], path: "/proof", to: signed({ resources: ["https://other.test/a", "ipfs://bafybeigdyrzt5/terms"] }) }),
      stillValid(plain, { id: "long-validity", comment: "An end a year ahead", flags: ["ExpiryNotChecked"], path: "/proof", to: signed({ expirationTime: "2027-11-21T12:00:00.000Z" }) }),
      stillValid(plain, { id: "hint-present", comment: "The hint signatureScheme", flags: ["TypeMember"], path: "/proof/signatureScheme", to: "eip191" }),
      stillValid(plain, { id: "unknown-member", comment: "A member this extension does not define", flags: ["UnknownMember"], path: "/proof/theme", to: "dark" }),
    ];

    return [
      {
        name: "evm",
        comment: "A challenge with an end after five minutes",
        shared: SHARED,
        tests: [
          plain,
          ...goodMakings,
          ...signedTimes(plain, signed, output),
          ...anew.refused(otherSites),
          ...unreadableTimes(plain, signed),
          ...nonceRows(plain, nonce),
          ...memberRows(plain, info, stranger.address),
          ...shapeRows(plain),
          ...anew.open(openNotations),
          ...openTimes(plain, signed),
        ],
      },
      {
        name: "evm-port",
        comment: "A server on a port of its own",
        shared: { ...SHARED, origin: "http://127.0.0.1:4021" },
        tests: portRows({ signed, output, ask }),
      },
    ];
  },
});

const nonceRows = (plain: DraftTest, nonce: string): readonly DraftTest[] => [
  ...editsAt(plain, "/usedNonces").refused([
    ["nonce-used", "The nonce has signed somebody in before", "NonceReplayed", [nonce], "A nonce is good for one sign-in."],
    ["nonce-used-among-others", "It is one of several", "NonceReplayed", ["00000000000000000000000000000001", nonce, "00000000000000000000000000000002"], "A nonce is good for one sign-in."],
  ]),
  ...editsAt(plain, "/usedNonces").good([["other-nonces-used", "Other nonces have been used, one of them nearly the same", "NonceReplayed", ["00000000000000000000000000000001", `${nonce.slice(0, -1)}${nonce.endsWith("0") ? "1" : "0"}`]]]),
];

/** One signed member after another changed or taken away. */
const memberRows = (plain: DraftTest, info: Info, stranger: string): readonly DraftTest[] => {
  const changed = (id: string, comment: string, member: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: ["MessageNotRebuilt"], path: `/proof/${member}`, to, reason: UNSIGNED });
  return [
    changed("changed-statement", "Another statement", "statement", "Sign in to read the news"),
    changed("dropped-statement", "The statement taken away", "statement", undefined),
    changed("changed-uri", "Another path in the uri", "uri", "https://shop.test/news"),
    changed("changed-nonce", "A fresh nonce under an old signature", "nonce", `${String(info["nonce"]).slice(0, -1)}${String(info["nonce"]).endsWith("0") ? "1" : "0"}`),
    changed("changed-issued", "A later issuedAt under an old signature", "issuedAt", "2026-11-21T12:00:59.000Z"),
    changed("changed-issued-notation", "The same moment in another notation", "issuedAt", "2026-11-21T12:00:00Z"),
    changed("changed-expiration", "A later end", "expirationTime", "2026-11-21T18:00:00.000Z"),
    changed("dropped-expiration", "The end taken away", "expirationTime", undefined),
    changed("added-not-before", "A beginning that was not signed", "notBefore", "2026-11-21T12:00:00.000Z"),
    changed("added-request-id", "A request id that was not signed", "requestId", "7"),
    changed("changed-resources", "Another resource", "resources", ["https://shop.test/news"]),
    changed("added-resource", "One more resource", "resources", ["https://shop.test/weather", "https://shop.test/news"]),
    changed("dropped-resources", "The resources taken away", "resources", undefined),
    changed("changed-address", "Another wallet's address", "address", stranger),
    invalid(plain, { id: "changed-chain", comment: "Another chain of EVM", flags: ["MessageNotRebuilt"], path: "/proof/chainId", to: "eip155:1", reason: UNSIGNED }),
    invalid(plain, { id: "chain-of-solana", comment: "A chain of Solana under a proof of EVM", flags: ["ChainRouting"], path: "/proof/chainId", to: SOLANA_CHAIN, reason: "The prefix chooses Ed25519, and the signature is none of that kind." }),
    invalid(plain, { id: "chain-of-bitcoin", comment: "A namespace the extension says nothing of", flags: ["ChainRouting"], path: "/proof/chainId", to: "bip122:000000000019d6689c085ae165831e93", reason: "There is no way to verify a proof of this namespace." }),
    invalid(plain, { id: "chain-prefix-only", comment: "A prefix that begins like EVM's", flags: ["ChainRouting"], path: "/proof/chainId", to: "eip1559:8453", reason: "There is no way to verify a proof of this namespace." }),
    invalid(plain, { id: "chain-number", comment: "The chain id as a number", flags: ["ChainRouting"], path: "/proof/chainId", to: 8453, reason: "chainId is a CAIP-2 name." }),
  ];
};

const shapeRows = (plain: DraftTest): readonly DraftTest[] => {
  const { proof } = plain.input as { proof: Proof };
  const needed = "Every proof has this member.";
  return [
    ...["domain", "address", "uri", "version", "chainId", "nonce", "issuedAt", "signature"].map((name) => invalid(plain, { id: `missing-${name.toLowerCase()}`, comment: `A proof without ${name}`, flags: ["MissingMember"], path: `/proof/${name}`, to: undefined, reason: needed })),
    ...editsAt(plain, "/proof").refused([
      ["proof-list", "A list that holds the proof", "MemberForm", [proof], "A proof is an object."],
      ["proof-text", "The proof's JSON as a string", "MemberForm", JSON.stringify(proof), "A proof is an object."],
      ["proof-null", "null", "MemberForm", null, "A proof is an object."],
    ]),
    ...editsAt(plain, "/proof/type").open([
      ["type-ed25519", "The type of Solana", "TypeMember", "ed25519", "The prefix of chainId chooses the verification; the type is not signed."],
      ["type-eip1271", "The name of a contract's signature as type", "TypeMember", "eip1271", "The prefix of chainId chooses the verification; the type is not signed."],
      ["type-missing", "No type", "TypeMember", undefined, "Clients have to send it; nothing rests on it."],
    ]),
    ...editsAt(plain, "/proof/signatureScheme").open([["hint-eip1271", "A hint at a contract, for a plain account", "TypeMember", "eip1271", "The hint is for the wallet's dialogue; the text does not say what a wrong one means."]]),
    ...editsAt(plain, "/proof/version").open([["version-number", "The version as a number", "VersionMember", 1, "The text that is signed is the same; the member has the wrong type."]]),
    ...editsAt(plain, "/proof/address").open([
      ["address-lower-case", "The address in lower case, signed with its checksum", "AddressCase", String(proof["address"]).toLowerCase(), "The text wants the checksum from clients; servers differ in whether they restore it before they build the text."],
      ["address-without-0x", "The address without 0x", "AddressForm", String(proof["address"]).slice(2), "The text wants the checksummed form from clients; servers differ in what they restore."],
    ]),
  ];
};

const portRows = ({ signed, output, ask }: { signed: (edit?: Info, making?: Making) => Proof; output: unknown; ask: (proof: unknown) => Record<string, unknown> }): readonly DraftTest[] => {
  const here = { domain: "127.0.0.1:4021", uri: "http://127.0.0.1:4021/weather" };
  const plain = valid({ id: "port-plain", comment: "Domain with the port", flags: ["DomainForm"], input: ask(signed(here)), output });
  const anew = editsAt(plain, "/proof", "port-");
  return [
    plain,
    ...anew.refused([
      ["other-uri", "The uri names another port", "UriPrefix", signed({ ...here, uri: "http://127.0.0.1:40210/weather" }), "Another port is another origin, although it begins with the same digits."],
      ["uri-without", "The uri has no port", "UriNotChecked", signed({ ...here, uri: "http://127.0.0.1/weather" }), "Another port is another origin."],
      ["localhost", "Another name for the same machine", "DomainNotChecked", signed({ domain: "localhost:4021", uri: "http://localhost:4021/weather" }), "Another name is another origin."],
    ]),
    ...anew.open([
      ["domain-without", "The domain has no port", "DomainForm", signed({ ...here, domain: "127.0.0.1" }), "The text does not say whether the port belongs to the domain."],
      ["other-domain", "The domain names another port, the uri the right one", "DomainForm", signed({ ...here, domain: "127.0.0.1:4022" }), "The text does not say whether the port belongs to the domain; the uri names the right one."],
    ]),
  ];
};
