import { acceptable, defineVectors, stillValid, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import type { GoodRow, ReasonedRow } from "../../generate/edits.ts";
import { accountOf, accountWhere } from "../evm/_accounts.ts";
import { EVM_CHAIN, evmText, infoOf, SOLANA_CHAIN } from "./_challenge.ts";
import type { Info } from "./_challenge.ts";
import { pickFlags } from "./_flags.ts";
import { addedMembers, injections, missingMembers, otherValues, twistedTypes } from "./_message-rows.ts";

const NO_TEXT = "No message of EIP-4361 says this.";
const NOT_REFUSED = "The grammar of EIP-4361 has no such value; no rule makes a client look.";

export const vectors = defineVectors({
  operation: "siwx.message.evm",
  description: "The text an EVM wallet signs: EIP-4361, built from a challenge.",
  requirements: ["siwx.client.siwe-message", "siwx.client.address-format", "siwx.client.statement-newline", "siwx.decl.statement-one-line", "siwx.decl.version"],
  flags: pickFlags("OptionalLine", "EmptyLines", "EmptyOptional", "ChainIdLine", "ChainIdForm", "TimeRewritten", "ValueRewritten", "LineInjected", "MissingMember", "MemberForm", "AddressForm", "AddressCase", "UnknownMember"),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const { address } = accountOf(seeded, "wallet");
    const text = (changed: Info, to: string = address, chainId: string = EVM_CHAIN): { message: string } => ({ message: evmText(changed, to, chainId) });
    const plain = valid({ id: "plain", comment: "A challenge with statement, end and one resource", input: { info, chainId: EVM_CHAIN, address }, output: text(info) });
    const { domain, uri, version, nonce, issuedAt } = info;
    const required = { domain, uri, version, nonce, issuedAt };
    const whole = { ...info, notBefore: "2026-11-21T12:00:00.000Z", requestId: "req-7", resources: ["https://shop.test/weather", "ipfs://bafybeigdyrzt5/terms", "https://other.test/a?b=c#d"] };

    const chains = ["1", "10", "137", "84532", "42161", "11155111", "4294967297", "4503599627370476"].map((id): GoodRow => [`chain-${id}`, `Chain ${id}`, "ChainIdLine", `eip155:${id}`, text(info, address, `eip155:${id}`)]);
    const wallets: readonly GoodRow[] = [
      ["address-leading-zeros", "An address that begins with a zero byte", "AddressForm", accountWhere(seeded, "zero byte", (each) => each.startsWith("0x00")).address],
      ["address-few-letters", "An address with at most ten letters", "AddressCase", accountWhere(seeded, "few letters", (each) => each.slice(2).replace(/\d/g, "").length <= 10).address],
      ["address-other", "Another wallet", "AddressCase", accountOf(seeded, "other wallet").address],
    ].map(([id = "", comment = "", flag = "", to = ""]) => [id, comment, flag, to, text(info, to)]);
    const memberRows = [...otherValues, ...addedMembers].map(([id, comment, flag, member, value]) =>
      stillValid(plain, { id, comment, flags: [flag], path: `/info/${member}`, to: value, output: text({ ...info, [member]: value }) }),
    );
    const refusedChains: readonly ReasonedRow[] = [
      ["chain-of-solana", "A chain of Solana", "ChainIdForm", SOLANA_CHAIN, "EIP-4361 is the message of EVM chains; Solana has another."],
      ["chain-missing", "No chain at all", "MissingMember", undefined, "The message needs a chain id."],
      ["chain-without-reference", "The namespace alone", "ChainIdForm", "eip155:", "There is no chain id to write."],
      ["chain-word", "A name for a chain id", "ChainIdForm", "eip155:base", "An EIP-155 chain id is a decimal number."],
      ["chain-hex", "A chain id in hexadecimal", "ChainIdForm", "eip155:0x2105", "An EIP-155 chain id is a decimal number."],
      ["chain-negative", "A negative chain id", "ChainIdForm", "eip155:-1", "An EIP-155 chain id is a decimal number."],
      ["chain-with-line-break", "A line break behind the chain id", "LineInjected", "eip155:8453\nNonce: 00000000", "The line break would forge a line of the message."],
    ];
    const refusedWallets: readonly ReasonedRow[] = [
      ["address-missing", "No address", "MissingMember", undefined, "The message needs the address that signs."],
      ["address-39-digits", "39 digits", "AddressForm", address.slice(0, -1), "An EVM address has 20 bytes."],
      ["address-41-digits", "41 digits", "AddressForm", `${address}0`, "An EVM address has 20 bytes."],
      ["address-of-solana", "An address of Solana", "AddressForm", "BSmWDgE9ex6dZYbiTsJGcwMEgFp8q4aWh92hdErQPeVW", "An EVM address is 0x and hexadecimal."],
      ["address-name", "A name of ENS", "AddressForm", "wallet.eth", "The message has an address, not a name for one."],
      ["address-not-hex", "A letter that is no digit", "AddressForm", `${address.slice(0, -1)}g`, "An EVM address is 0x and hexadecimal."],
      ["address-public-key", "A public key of 33 bytes", "AddressForm", `0x02${Buffer.from(seeded.bytes("public key", 32)).toString("hex")}`, "An EVM address has 20 bytes."],
    ];
    const cased = "The message has the address with its checksum (EIP-55); whether a builder corrects or refuses what it is given is its own affair.";
    const openWallets: readonly ReasonedRow[] = [
      ["address-lower-case", "The address in lower case", "AddressCase", address.toLowerCase(), cased],
      ["address-upper-case", "The digits in upper case", "AddressCase", `0x${address.slice(2).toUpperCase()}`, cased],
      ["address-wrong-checksum", "One letter in the wrong case", "AddressCase", address.replace(/[a-f](?=[^a-f]*$)/i, (letter) => (letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase())), cased],
      ["address-without-0x", "Without 0x", "AddressForm", address.slice(2), cased],
    ];
    return [
      {
        name: "evm",
        comment: "A challenge, and what the wallet signs for it",
        tests: [
          plain,
          valid({ id: "required-only", comment: "No optional member: two empty lines stand between address and URI", flags: ["EmptyLines", "OptionalLine"], input: { info: required, chainId: EVM_CHAIN, address }, output: text(required) }),
          valid({ id: "all-members", comment: "Every optional member, in the order of the format", flags: ["OptionalLine"], input: { info: whole, chainId: EVM_CHAIN, address }, output: text(whole) }),
          ...memberRows,
          ...editsAt(plain, "/chainId").good(chains),
          ...editsAt(plain, "/address").good(wallets),
          stillValid(plain, { id: "unknown-member", comment: "A member this extension does not define", flags: ["UnknownMember"], path: "/info/theme", to: "dark" }),
          ...missingMembers(plain, NO_TEXT),
          ...injections(plain, NO_TEXT),
          ...editsAt(plain, "/chainId").refused(refusedChains),
          ...editsAt(plain, "/address").refused(refusedWallets),
          ...editsAt(plain, "/info/version").refused([["version-2", "Another version", "MemberForm", "2", "Version 1 is the only one there is, and the text is its text."]]),
          ...twistedTypes(plain, NOT_REFUSED),
          acceptable(plain, { id: "chain-leading-zero", comment: "A chain id with a leading zero", flags: ["ChainIdForm"], path: "/chainId", to: "eip155:08453", reason: "CAIP-2 does not rule out leading zeros, and no chain is named so." }),
          ...editsAt(plain, "/address").open(openWallets),
        ],
      },
    ];
  },
});
