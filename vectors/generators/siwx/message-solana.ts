import { acceptable, defineVectors, stillValid, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import type { ReasonedRow } from "../../generate/edits.ts";
import { EVM_CHAIN, infoOf, SOLANA_CHAIN, solanaText, walletsOf } from "./_challenge.ts";
import type { Info } from "./_challenge.ts";
import { base58Of } from "./_base58.ts";
import { pickFlags } from "./_flags.ts";
import { addedMembers, injections, missingMembers, otherValues, twistedTypes } from "./_message-rows.ts";

const NO_TEXT = "No message of Sign-In With Solana says this.";
const NOT_REFUSED = "The grammar has no such value; no rule makes a client look.";
const DEVNET = "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1";
const TESTNET = "solana:4uhcVJyU9pJkvQyS88uRDiswHXSCkY3z";

export const vectors = defineVectors({
  operation: "siwx.message.solana",
  description: "The text a Solana wallet signs: Sign-In With Solana, built from a challenge.",
  requirements: ["siwx.client.siws-message", "siwx.client.siws-no-statement", "siwx.client.address-format", "siwx.client.statement-newline"],
  flags: pickFlags("OptionalLine", "EmptyLines", "EmptyOptional", "ChainIdLine", "ChainIdForm", "TimeRewritten", "ValueRewritten", "LineInjected", "MissingMember", "MemberForm", "AddressForm", "UnknownMember"),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const { key, otherKey, account } = walletsOf(seeded);
    const { address } = key;
    const text = (changed: Info, to: string = address, chainId: string = SOLANA_CHAIN): { message: string } => ({ message: solanaText(changed, to, chainId) });
    const plain = valid({ id: "plain", comment: "A challenge with statement, end and one resource", input: { info, chainId: SOLANA_CHAIN, address }, output: text(info) });
    const { domain, uri, version, nonce, issuedAt, statement } = info;
    const required = { domain, uri, version, nonce, issuedAt, statement };
    const whole = { ...info, notBefore: "2026-11-21T12:00:00.000Z", requestId: "req-7", resources: ["https://shop.test/weather", "ipfs://bafybeigdyrzt5/terms"] };
    const zeros = base58Of(Uint8Array.of(0, 0, ...seeded.bytes("leading zeros", 30)));

    const refusedChains: readonly ReasonedRow[] = [
      ["chain-of-evm", "A chain of EVM", "ChainIdForm", EVM_CHAIN, "Sign-In With Solana is the message of Solana; EVM has another."],
      ["chain-missing", "No chain at all", "MissingMember", undefined, "The message needs a chain."],
      ["chain-without-reference", "The namespace alone", "ChainIdForm", "solana:", "There is no reference to write."],
      ["chain-with-line-break", "A line break behind the reference", "LineInjected", `${SOLANA_CHAIN}\nNonce: 00000000`, "The line break would forge a line of the message."],
    ];
    const refusedWallets: readonly ReasonedRow[] = [
      ["address-missing", "No address", "MissingMember", undefined, "The message needs the address that signs."],
      ["address-31-bytes", "Base58 of 31 bytes", "AddressForm", base58Of(seeded.bytes("31 bytes", 31)), "An address of Solana has 32 bytes."],
      ["address-33-bytes", "Base58 of 33 bytes", "AddressForm", base58Of(Uint8Array.of(1, ...seeded.bytes("33 bytes", 32))), "An address of Solana has 32 bytes."],
      ["address-of-evm", "An address of EVM", "AddressForm", account.address, "An address of Solana is base58 of 32 bytes."],
      ["address-hex", "The key in hexadecimal", "AddressForm", Buffer.from(key.bytes).toString("hex"), "An address of Solana is base58 of 32 bytes."],
      ["address-base64", "The key in base64", "AddressForm", Buffer.from(key.bytes).toString("base64"), "An address of Solana is base58 of 32 bytes."],
      ["address-letter-l", "A letter that base58 leaves out", "AddressForm", `l${address.slice(1)}`, "The letter l is not of the base58 alphabet."],
    ];
    const memberRows = [...otherValues, ...addedMembers].map(([id, comment, flag, member, value]) =>
      stillValid(plain, { id, comment, flags: [flag], path: `/info/${member}`, to: value, output: text({ ...info, [member]: value }) }),
    );
    return [
      {
        name: "solana",
        comment: "A challenge, and what the wallet signs for it",
        tests: [
          plain,
          valid({ id: "required-and-statement", comment: "No optional member but the statement", flags: ["OptionalLine"], input: { info: required, chainId: SOLANA_CHAIN, address }, output: text(required) }),
          valid({ id: "all-members", comment: "Every optional member, in the order of the format", flags: ["OptionalLine"], input: { info: whole, chainId: SOLANA_CHAIN, address }, output: text(whole) }),
          ...memberRows,
          ...editsAt(plain, "/chainId").good([
            ["chain-devnet", "The devnet's reference", "ChainIdLine", DEVNET, text(info, address, DEVNET)],
            ["chain-testnet", "The testnet's reference", "ChainIdLine", TESTNET, text(info, address, TESTNET)],
          ]),
          ...editsAt(plain, "/address").good([
            ["address-leading-ones", "An address that begins with zero bytes", "AddressForm", zeros, text(info, zeros)],
            ["address-other", "Another wallet", "AddressForm", otherKey.address, text(info, otherKey.address)],
          ]),
          stillValid(plain, { id: "unknown-member", comment: "A member this extension does not define", flags: ["UnknownMember"], path: "/info/theme", to: "dark" }),
          ...missingMembers(plain, NO_TEXT),
          ...injections(plain, NO_TEXT),
          ...editsAt(plain, "/chainId").refused(refusedChains),
          ...editsAt(plain, "/address").refused(refusedWallets),
          ...editsAt(plain, "/info/version").refused([["version-2", "Another version", "MemberForm", "2", "Version 1 is the only one there is, and the text is its text."]]),
          ...twistedTypes(plain, NOT_REFUSED),
          acceptable(plain, { id: "without-statement", comment: "No statement", flags: ["EmptyLines"], path: "/info/statement", to: undefined, reason: "The text shows no message without a statement: Sign-In With Solana then has one empty line, EIP-4361 two." }),
          acceptable(plain, { id: "chain-by-name", comment: "A name for the reference", flags: ["ChainIdForm"], path: "/chainId", to: "solana:mainnet", reason: "CAIP-2 allows the form, though no network of Solana is called so there." }),
        ],
      },
    ];
  },
});
