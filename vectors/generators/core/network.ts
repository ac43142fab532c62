import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

const PATH = "/network";
const plain = valid({ id: "plain", comment: "An EVM chain by its number", input: { network: "eip155:84532" }, output: { namespace: "eip155", reference: "84532" } });

const RIGHT: readonly (readonly [id: string, comment: string, flag: string, namespace: string, reference: string])[] = [
  ["one-character-reference", "A reference of one character", "OnlyEvm", "eip155", "1"],
  ["solana", "A reference of 32 characters in both letter cases", "OnlyEvm", "solana", "5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"],
  ["word-as-reference", "A reference that is a word", "OnlyEvm", "stellar", "pubnet"],
  ["digit-as-reference", "A number as reference outside EVM", "OnlyEvm", "aptos", "2"],
  ["sui", "A namespace of three letters", "OnlyEvm", "sui", "mainnet"],
  ["hedera", "A test network by its word", "OnlyEvm", "hedera", "testnet"],
  ["keeta", "A long number as reference", "OnlyEvm", "keeta", "1413829460"],
  ["near", "A network of newer text", "OnlyEvm", "near", "mainnet"],
  ["reference-begins-with-hyphen", "A reference that begins with a hyphen, as a negative number does", "OnlyEvm", "tvm", "-239"],
  ["reference-with-underscore", "A reference with an underscore in capitals", "OnlyEvm", "starknet", "SN_MAIN"],
  ["reference-zero", "Zero as reference", "OnlyEvm", "xrpl", "0"],
  ["reference-hex", "A reference of 32 hexadecimal digits", "OnlyEvm", "ccd", "9dd9ca4d19e9393877d2c44b70f89acb"],
  ["digits-in-namespace", "Digits in the namespace, and a reference that begins with zeros", "OnlyEvm", "bip122", "000000000019d6689c085ae165831e93"],
  ["hyphens-in-reference", "Hyphens and capitals in the reference, as CAIP-2 shows it", "OnlyEvm", "cosmos", "Binance-Chain-Tigris"],
  ["namespace-of-eight", "The longest namespace and the longest reference of CAIP-2", "OnlyEvm", "chainstd", "8c3444cf8970a9e41a706fab93e7a6c4"],
  ["card-visa", "A card scheme", "OnlyChains", "card", "visa"],
  ["ach-us", "A bank network", "OnlyChains", "ach", "us"],
  ["sepa-eu", "Another bank network", "OnlyChains", "sepa", "eu"],
  ["cloudflare-402", "A name of the texts whose namespace has ten letters, where CAIP-2 has eight", "StrictLength", "cloudflare", "402"],
  ["algorand", "A name of the texts whose reference is base64 with its padding, 44 characters long", "StrictLength", "algorand", "wGHE2Pwdvd7S12BL5FaOP20EGYesN73ktiC1qzkkit8="],
];

const REFUSED: readonly (readonly [id: string, comment: string, flag: string, to: unknown])[] = [
  ["v1-name", "The network's name in version 1", "V1Name", "base-sepolia"],
  ["v1-name-solana", "Another name of version 1", "V1Name", "solana-devnet"],
  ["v1-name-short", "A name of version 1 of one word", "V1Name", "base"],
  ["chain-number", "The chain's number alone", "NoNamespace", "84532"],
  ["json-number", "The chain's number as a JSON number", "NoNamespace", 84532],
  ["bare-rail", "A rail without a reference", "NoNamespace", "ach"],
  ["namespace-alone", "The namespace alone", "EmptyPart", "eip155"],
  ["no-reference", "Nothing behind the colon", "EmptyPart", "eip155:"],
  ["no-namespace", "Nothing before the colon", "EmptyPart", ":84532"],
  ["colon-alone", "A colon alone", "EmptyPart", ":"],
  ["empty", "Nothing", "EmptyPart", ""],
  ["account", "An account, which has a third part", "MoreParts", "eip155:84532:0x70997970C51812dc3A010C7d01b50e0d17dc79C8"],
  ["two-colons", "Two colons in a row", "MoreParts", "eip155::84532"],
  ["colon-behind", "A colon behind the reference", "MoreParts", "eip155:84532:"],
  ["asset", "An asset of the chain", "MoreParts", "eip155:84532/erc20:0x036CbD53842c5426634e7929541eC2318f3dCF7e"],
  ["capital-namespace", "A namespace in capitals", "NamespaceCase", "EIP155:84532"],
  ["mixed-namespace", "A namespace with one capital", "NamespaceCase", "Eip155:84532"],
  ["hyphenated-standard", "The name of the standard as people write it", "NamespaceCase", "EIP-155:84532"],
  ["short-namespace", "A namespace of two letters", "PartLength", "ip:84532"],
  ["long-namespace", "A namespace of 33 letters", "PartLength", `${"n".repeat(33)}:1`],
  ["long-reference", "A reference of 65 characters", "PartLength", `eip155:${"1".repeat(65)}`],
  ["underscore-in-namespace", "An underscore in the namespace", "Characters", "eip_155:84532"],
  ["slash", "A slash instead of the colon", "Characters", "eip155/84532"],
  ["point", "A point instead of the colon", "Characters", "eip155.84532"],
  ["hyphen", "A hyphen instead of the colon", "Characters", "eip155-84532"],
  ["full-width-colon", "A colon of double width", "Characters", "eip155\uff1a84532"],
  ["percent-encoded-colon", "The colon encoded for a URL", "Characters", "eip155%3A84532"],
  ["cyrillic-letter", "A letter of another script that looks the same", "Characters", "\u0435ip155:84532"],
  ["full-width-digits", "Digits of double width", "Characters", "eip155:\uff18\uff14\uff15\uff13\uff12"],
  ["thousands", "A comma within the number", "Characters", "eip155:84,532"],
  ["query", "A query behind the name", "Characters", "eip155:84532?testnet=1"],
  ["wildcard", "A pattern, which only keys of signers may be", "Wildcard", "eip155:*"],
  ["wildcard-namespace", "A pattern for all", "Wildcard", "*"],
  ["leading-space", "A space before it", "WhiteSpace", " eip155:84532"],
  ["trailing-space", "A space behind it", "WhiteSpace", "eip155:84532 "],
  ["trailing-newline", "A line feed behind it, which $ of many regular expressions lets pass", "WhiteSpace", "eip155:84532\n"],
  ["space-after-colon", "A space behind the colon", "WhiteSpace", "eip155: 84532"],
  ["null", "null", "OtherType", null],
  ["object", "The two parts as an object", "OtherType", { namespace: "eip155", reference: "84532" }],
  ["list", "A list of one name", "OtherType", ["eip155:84532"]],
];

const CAIP_LENGTH = "CAIP-2 itself refuses this length, and the protocol's texts use names of such lengths.";
const EIP155 = "A name by CAIP-2; the namespace eip155 itself has decimal numbers without leading zeros.";
const OPEN: readonly (readonly [id: string, comment: string, flag: string, to: string, reason: string])[] = [
  ["namespace-of-nine", "A namespace of nine letters", "StrictLength", "namespace:1", CAIP_LENGTH],
  ["namespace-of-32", "A namespace of 32 letters", "StrictLength", `${"n".repeat(32)}:1`, CAIP_LENGTH],
  ["reference-of-33", "A reference of 33 characters", "StrictLength", `cosmos:${"c".repeat(33)}`, CAIP_LENGTH],
  ["reference-of-64", "A reference of 64 hexadecimal digits", "StrictLength", `bip122:${"0f".repeat(32)}`, CAIP_LENGTH],
  ["reference-with-plus", "A reference of the base64 alphabet", "StrictLength", "algorand:a+b/c=", "CAIP-2 has no such characters; one name of the texts is base64, whose alphabet has them."],
  ["hex-chain-number", "The chain's number in hexadecimal", "ReferenceForm", "eip155:0x14a34", EIP155],
  ["leading-zero-chain-number", "The chain's number after a zero", "ReferenceForm", "eip155:084532", EIP155],
  ["name-as-chain-number", "The chain's name as reference", "ReferenceForm", "eip155:base", EIP155],
];

export const vectors = defineVectors({
  operation: "caip2.parse",
  description: "Names of networks: namespace:reference, for chains and for other rails.",
  requirements: ["core.requirements.network-caip2", "core.requirements.network-nonchain", "core.settle.network", "fac.supported.kinds"],
  flags: {
    OnlyEvm: { bugClass: "network-pattern-lost", description: "Knows references of one kind only, such as decimal numbers.", effect: "Offers on other networks are refused, although the receiver could leave them aside.", links: ["https://chainagnostic.org/CAIPs/caip-2"] },
    OnlyChains: { bugClass: "network-chains-only", description: "Takes only namespaces of blockchains.", effect: "An offer that can also be paid by card or bank is refused as a whole.", links: [] },
    StrictLength: { bugClass: "network-name-too-strict", description: "Holds names to the lengths and the alphabet of CAIP-2, which names of the texts exceed.", effect: "Networks that the protocol names cannot be paid on.", links: ["https://chainagnostic.org/CAIPs/caip-2"] },
    V1Name: { bugClass: "protocol-versions-mixed", description: "Takes the names of version 1 in messages of version 2.", effect: "A payment is made on terms that its receiver does not read.", links: ["https://github.com/Merit-Systems/x402scan/issues/735"] },
    NoNamespace: { bugClass: "network-namespace-guessed", description: "Guesses the namespace.", effect: "A number means another chain to the other side.", links: [] },
    EmptyPart: { bugClass: "empty-value-accepted", description: "Takes an empty part for a value.", effect: "A network that is nothing is carried on to signing.", links: [] },
    MoreParts: { bugClass: "network-split-at-wrong-colon", description: "Splits at one colon and ignores, or takes in, the rest.", effect: "An account or asset is taken for a network.", links: ["https://chainagnostic.org/CAIPs/caip-10"] },
    NamespaceCase: { bugClass: "network-case-folded", description: "Ignores letter case in names.", effect: "Two names of one network: limits and lists by name are got round.", links: ["https://chainagnostic.org/CAIPs/caip-2"] },
    PartLength: { bugClass: "network-length-not-checked", description: "Sets no limit to a name's parts.", effect: "Names of any size are kept and logged.", links: ["https://chainagnostic.org/CAIPs/caip-2"] },
    Characters: { bugClass: "network-characters-not-checked", description: "Takes any characters as parts of a name.", effect: "Names that look alike but differ, and names that break what they are put into.", links: ["https://chainagnostic.org/CAIPs/caip-2"] },
    Wildcard: { bugClass: "network-pattern-as-name", description: "Takes a pattern for a network.", effect: "A payment for any network passes as one for the right network.", links: [] },
    WhiteSpace: { bugClass: "white-space-trimmed", description: "Trims white space, or stops at it.", effect: "A text that equals no offer is paid as if it did.", links: [] },
    OtherType: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
    ReferenceForm: { bugClass: "chain-number-form", description: "Reads one chain's number in several forms.", effect: "Two names of one network: limits and lists by name are got round.", links: ["https://github.com/ChainAgnostic/namespaces/blob/main/eip155/caip2.md"] },
  },
  groups: () => {
    const right = RIGHT.map(([id, comment, flag, namespace, reference]): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: PATH, to: `${namespace}:${reference}`, output: { namespace, reference } }));
    const refused = REFUSED.map(([id, comment, flag, to]): DraftTest => invalid(plain, { id, comment, flags: [flag], path: PATH, to, reason: "Not namespace:reference." }));
    const open = OPEN.map(([id, comment, flag, to, reason]): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: PATH, to, reason }));
    return [{ name: "names", comment: "Names of networks", tests: [plain, ...right, ...refused, ...open] }];
  },
});
