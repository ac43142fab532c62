import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { CARD, SOLANA, USDC } from "./_offers.ts";

const KIND = { x402Version: 2, scheme: "exact", network: "eip155:84532" };
const SIGNERS = { "eip155:*": ["0xd407e409E34E0b9afb99EcCeb609bDbcD5e7f1bf"] };
const KINDS = "/supported/kinds";

const plain = valid({ id: "plain", comment: "One kind, and an offer of it", input: { supported: { kinds: [KIND], extensions: [], signers: SIGNERS }, requirements: USDC } });
const still = (id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => stillValid(plain, { id, comment, flags: [flag], path, to });
const refuse = (id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: [flag], path, to, reason: "No kind of version 2 has this scheme and this network." });
const open = (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path, to, reason });

const solana = valid({ id: "solana", comment: "A kind whose extra names the fee payer", flags: ["ExtraDemanded"], input: { supported: { kinds: [{ x402Version: 2, scheme: "exact", network: SOLANA.network, extra: { ...SOLANA.extra } }], extensions: [], signers: {} }, requirements: SOLANA } });
const crossed = valid({ id: "two-schemes-two-networks", comment: "One scheme on one network and another on another, and an offer of the first", flags: [], input: { supported: { kinds: [KIND, { x402Version: 2, scheme: "upto", network: "eip155:8453" }], extensions: [], signers: SIGNERS }, requirements: USDC } });

export const vectors = defineVectors({
  operation: "supported.match",
  description: "What a server reads out of a facilitator's list of kinds.",
  requirements: ["fac.supported.endpoint", "fac.supported.kinds", "fac.supported.signers", "fac.supported.truthful", "core.unknown-fields"],
  flags: {
    FirstKind: { bugClass: "first-offer-used", description: "Looks at the first kind alone.", effect: "A server offers less than its facilitator takes.", links: [] },
    ClosedDocument: { bugClass: "supported-document-closed", description: "Refuses the whole list for an entry or member it does not know.", effect: "A facilitator that adds a network loses its old servers.", links: ["https://github.com/x402-rs/x402-rs/issues/49"] },
    ExtraDemanded: { bugClass: "extra-in-match", description: "Expects the offer to have the kind's extra, or the kind that of the offer.", effect: "A supported payment is found unsupported.", links: [] },
    CrossProduct: { bugClass: "kinds-cross-product", description: "Keeps a list of schemes and one of networks, and takes every combination.", effect: "An offer is made that nobody settles.", links: [] },
    VersionIgnored: { bugClass: "protocol-versions-mixed", description: "Takes a kind of version 1 for one of version 2.", effect: "An offer is made that nobody settles.", links: ["https://github.com/Merit-Systems/x402scan/issues/735"] },
    NetworkBeginning: { bugClass: "network-beginning-compared", description: "Compares the beginning, the namespace, or letters without their case.", effect: "An offer is made that nobody settles.", links: [] },
    SignersAsKinds: { bugClass: "signers-as-kinds", description: "Takes the patterns of signers for the networks supported.", effect: "An offer is made that nobody settles.", links: [] },
    Wildcard: { bugClass: "network-pattern-as-name", description: "Lists or reads a pattern where a network belongs.", effect: "Servers that compare names find nothing supported.", links: [] },
    MemberMissing: { bugClass: "required-member-not-checked", description: "Reads a list that is not whole.", effect: "What is missing is guessed.", links: [] },
    FailsOpen: { bugClass: "validation-fails-open", description: "Finds everything supported where the list is empty.", effect: "An offer is made that nobody settles.", links: [] },
  },
  groups: () => [
    {
      name: "kinds",
      comment: "Lists of kinds, and offers",
      tests: [
        plain,
        still("second-kind", "The kind comes second", "FirstKind", KINDS, [{ ...KIND, network: "eip155:8453" }, KIND]),
        still("last-of-many", "The kind comes last, behind other schemes on its network", "FirstKind", KINDS, [{ ...KIND, scheme: "upto" }, { ...KIND, scheme: "batch-settlement" }, { ...KIND, network: SOLANA.network }, KIND]),
        still("kind-listed-twice", "The kind comes twice, with different extra", "FirstKind", KINDS, [{ ...KIND, extra: { tier: "a" } }, { ...KIND, extra: { tier: "b" } }]),
        still("version-1-first", "The same network in version 1 comes first", "ClosedDocument", KINDS, [{ x402Version: 1, scheme: "exact", network: "base-sepolia" }, KIND]),
        still("scheme-nobody-knows", "A scheme nobody knows beside it", "ClosedDocument", KINDS, [{ x402Version: 2, scheme: "barter", network: "village:green" }, KIND]),
        still("card-beside", "A rail that is no chain beside it", "ClosedDocument", KINDS, [{ x402Version: 2, scheme: CARD.scheme, network: CARD.network }, KIND]),
        still("later-version-beside", "A later version beside it", "ClosedDocument", KINDS, [{ ...KIND, x402Version: 3 }, KIND]),
        still("unknown-member-of-kind", "A member of the kind nobody knows", "ClosedDocument", `${KINDS}/0/feeBps`, 10),
        still("unknown-member-of-list", "A member of the list nobody knows", "ClosedDocument", "/supported/operator", "Example"),
        still("extensions-listed", "Extensions, one of them unknown", "ClosedDocument", "/supported/extensions", ["bazaar", "x-loyalty"]),
        still("no-signers", "No signer at all, as a facilitator has that submits nothing", "ClosedDocument", "/supported/signers", {}),
        still("kind-with-extra", "A kind with extra that the offer does not have", "ExtraDemanded", `${KINDS}/0/extra`, { region: "eu" }),
        still("kind-with-empty-extra", "A kind with an empty extra", "ExtraDemanded", `${KINDS}/0/extra`, {}),
        still("offer-without-extra", "An offer without extra", "ExtraDemanded", "/requirements/extra", undefined),
        still("offer-of-any-amount", "An offer of another amount: kinds say nothing of amounts", "ExtraDemanded", "/requirements/amount", "1"),
        refuse("other-network", "The offer is on another chain", "NetworkBeginning", "/requirements/network", "eip155:8453"),
        refuse("longer-chain-number", "The offer's chain number begins with the kind's", "NetworkBeginning", "/requirements/network", "eip155:845320"),
        refuse("kind-of-shorter-number", "The kind's chain number is the beginning of the offer's", "NetworkBeginning", `${KINDS}/0/network`, "eip155:8453"),
        refuse("other-scheme", "The offer is of another scheme", "CrossProduct", "/requirements/scheme", "upto"),
        refuse("only-version-1", "The kind is of version 1, with the network's new name", "VersionIgnored", `${KINDS}/0/x402Version`, 1),
        refuse("only-version-1-name", "The kind is of version 1, with the network's old name", "VersionIgnored", `${KINDS}/0`, { x402Version: 1, scheme: "exact", network: "base-sepolia" }),
        refuse("only-version-3", "The kind is of a later version", "VersionIgnored", `${KINDS}/0/x402Version`, 3),
        refuse("empty-list", "No kind at all", "FailsOpen", KINDS, []),
        refuse("only-signers", "The offer's network is covered by signers alone", "SignersAsKinds", KINDS, [{ ...KIND, network: "eip155:43113" }]),
        refuse("kind-without-network", "The kind has no network", "MemberMissing", `${KINDS}/0/network`, undefined),
        refuse("kind-without-scheme", "The kind has no scheme", "MemberMissing", `${KINDS}/0/scheme`, undefined),
        open("wildcard-kind", "The kind's network is a pattern that covers the offer's", "Wildcard", `${KINDS}/0/network`, "eip155:*", "Kinds name networks, and the text has patterns in signers alone; some read them here as well."),
        open("version-as-text", "The kind's version as a text", "VersionIgnored", `${KINDS}/0/x402Version`, "2", "The version is a number; that a server has to refuse the text, nothing says."),
        open("kind-without-version", "The kind has no version", "VersionIgnored", `${KINDS}/0/x402Version`, undefined, "The member is required of the facilitator; what a server makes of its lack, nothing says."),
        open("without-signers", "The list has no signers", "MemberMissing", "/supported/signers", undefined, "The member is required of the facilitator; a server that needs no signer can do without."),
        open("extensions-null", "null as extensions", "MemberMissing", "/supported/extensions", null, "Go writes an empty list this way; what a server makes of it, nothing says."),
        solana,
        invalid(solana, { id: "reference-in-small-letters", comment: "The offer's network in small letters", flags: ["NetworkBeginning"], path: "/requirements/network", to: SOLANA.network.toLowerCase(), reason: "References are compared with regard to letter case." }),
        invalid(solana, { id: "other-solana-network", comment: "The offer is on Solana's test network", flags: ["NetworkBeginning"], path: "/requirements/network", to: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", reason: "The kind is on another network of the same namespace." }),
        acceptable(solana, { id: "other-fee-payer", comment: "The offer names another fee payer than the kind", flags: ["ExtraDemanded"], path: "/requirements/extra/feePayer", to: "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4", reason: "A facilitator may have several; whether a kind's extra binds offers, the general text does not say." }),
        crossed,
        invalid(crossed, { id: "first-scheme-second-network", comment: "The scheme of one kind on the network of the other", flags: ["CrossProduct"], path: "/requirements/network", to: "eip155:8453", reason: "No kind of version 2 has this scheme and this network." }),
        invalid(crossed, { id: "second-scheme-first-network", comment: "The other way round", flags: ["CrossProduct"], path: "/requirements/scheme", to: "upto", reason: "No kind of version 2 has this scheme and this network." }),
      ],
    },
  ],
});
