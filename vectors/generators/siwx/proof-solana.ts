import { defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { EVM_CHAIN, infoOf, NOW, SHARED, SOLANA_CHAIN, solanaProof, solanaText, walletsOf } from "./_challenge.ts";
import type { Info, Making, Proof } from "./_challenge.ts";
import { keyOf } from "../svm/_keys.ts";
import type { Key } from "../svm/_keys.ts";
import { base58Of } from "./_base58.ts";
import { pickFlags } from "./_flags.ts";

const OTHER_TEXT = "The signature is over another text than the one the proof's members make.";
const ENCODING = "The bytes are a right signature; the text names one encoding and does not make servers refuse others.";
/** Order of the group of Ed25519. */
const ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;

/** The same signature with the order added to s: less than 2^253, so it fits. */
const withHighS = (signature: Uint8Array): Uint8Array => {
  const s = signature.subarray(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + ORDER;
  return Uint8Array.of(...signature.subarray(0, 32), ...Array.from({ length: 32 }, (_, index) => Number((s >> BigInt(8 * index)) & 255n)));
};

export const vectors = defineVectors({
  operation: "siwx.proof.verify",
  description: "Proofs of Solana wallets: the text of Sign-In With Solana and Ed25519.",
  requirements: ["siwx.server.signature", "siwx.server.signature-covers", "siwx.server.chain-route", "siwx.server.domain", "siwx.server.uri", "siwx.server.expired", "siwx.server.nonce-replay", "siwx.client.siws-message", "siwx.client.siws-no-statement"],
  flags: pickFlags(
    "OptionalLine", "EmptyLines", "ChainIdLine", "AddressForm", "DomainNotChecked", "UriPrefix", "ExpiryNotChecked", "FutureNotChecked", "TimeUnreadable", "TimeNotation", "NonceReplayed", "ChainNotOffered", "ChainRouting",
    "TypeMember", "MessageNotRebuilt", "SignatureNotCompared", "SignatureForm", "SignatureEncoding", "PersonalPrefix", "Ed25519Malleable", "Ed25519SmallOrder",
  ),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const { key, otherKey, account } = walletsOf(seeded);
    const { address } = key;
    const output = { address, chainId: SOLANA_CHAIN };
    const signed = (edit: Info = {}, making: Omit<Making, "signer"> & { signer?: typeof key } = {}): Proof => solanaProof({ info, key, edit, making });
    const right = signed();
    const text = solanaText(info, address);
    const bytesOfText = new TextEncoder().encode(text);
    const raw = key.sign(bytesOfText);
    const over = (edit: (right: string) => string): string => signed({}, { text: edit }).signature;
    const signature = (bytes: Uint8Array): string => base58Of(bytes);
    const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
    const plain = valid({ id: "plain", comment: "A fresh proof for this server", input: { proof: right, now: NOW, usedNonces: [] }, output });
    const at = editsAt(plain, "/proof/signature");
    const anew = editsAt(plain, "/proof");
    const changed = (id: string, comment: string, member: string, to: unknown) => invalid(plain, { id, comment, flags: ["MessageNotRebuilt"], path: `/proof/${member}`, to, reason: OTHER_TEXT });
    /** A proof whose signature fits, found by trying request ids. */
    const where = (fits: (signature: string) => boolean): Proof => {
      for (let index = 0; ; index++) {
        const proof = signed({ requestId: String(index) });
        if (fits(proof.signature)) return proof;
      }
    };
    const zeroKey = firstKey((index) => keyOf(seeded.bytes(`zero byte ${index}`, 32)));
    const identity = Uint8Array.from({ length: 32 }, (_, index) => (index === 0 ? 1 : 0));

    return [
      {
        name: "solana",
        comment: "A challenge with an end after five minutes",
        shared: SHARED,
        tests: [
          plain,
          ...anew.good([
            ["other-wallet", "Another wallet with a signature of its own", "SignatureNotCompared", solanaProof({ info, key: otherKey }), { address: otherKey.address, chainId: SOLANA_CHAIN }],
            ["only-statement", "No optional member but the statement", "OptionalLine", signed({ expirationTime: undefined, resources: undefined })],
            ["all-members", "Every optional member", "OptionalLine", signed({ notBefore: "2026-11-21T12:00:00.000Z", requestId: "7", resources: ["https://shop.test/a", "https://shop.test/b"] })],
            ["with-not-before", "A beginning that is over", "OptionalLine", signed({ notBefore: "2026-11-21T12:00:00.000Z" })],
            ["long-statement", "A statement of 2000 characters", "OptionalLine", signed({ statement: "weather ".repeat(250).trim() })],
            ["signature-leading-one", "A signature that begins with a zero byte, in base58 with the digit 1", "SignatureEncoding", where((each) => each.startsWith("1"))],
            ["signature-short-base58", "A signature of 87 digits of base58", "SignatureEncoding", where((each) => each.length === 87)],
            ["address-leading-one", "A wallet whose address begins with a zero byte", "AddressForm", solanaProof({ info, key: zeroKey }), { address: zeroKey.address, chainId: SOLANA_CHAIN }],
            ["issued-offset", "issuedAt with an offset", "TimeNotation", signed({ issuedAt: "2026-11-21T13:00:00+01:00" })],
          ]),
          stillValid(plain, { id: "hint-siws", comment: "The hint signatureScheme", flags: ["TypeMember"], path: "/proof/signatureScheme", to: "siws" }),
          ...at.refused([
            ["by-stranger", "Signed by another wallet", "SignatureNotCompared", signature(otherKey.sign(bytesOfText)), "Another wallet signed."],
            ["zeros", "64 zero bytes", "SignatureNotCompared", signature(new Uint8Array(64)), "Nobody made this signature."],
            ["bit-in-r", "A bit of R changed", "SignatureNotCompared", signature(flip(raw, 3)), "The signature does not verify."],
            ["bit-in-s", "A bit of s changed", "SignatureNotCompared", signature(flip(raw, 40)), "The signature does not verify."],
            ["63-bytes", "The last byte missing", "SignatureForm", signature(raw.subarray(0, 63)), "A signature has 64 bytes."],
            ["65-bytes", "A byte too many", "SignatureForm", signature(Uint8Array.of(...raw, 0)), "A signature has 64 bytes."],
            ["with-text", "Signature and text in one, as some libraries return them", "SignatureForm", signature(Uint8Array.of(...raw, ...bytesOfText.subarray(0, 16))), "A signature has 64 bytes."],
            ["empty-text", "An empty text", "SignatureForm", "", "There is no signature."],
            ["letter-zero", "A digit that base58 leaves out", "SignatureForm", `0${right.signature.slice(1)}`, "The digit 0 is not of the base58 alphabet."],
            ["s-plus-order", "The group's order added to s", "Ed25519Malleable", signature(withHighS(raw)), "RFC 8032 decodes s only below the order."],
            ["evm-prefix-signed", "The text behind EIP-191's prefix", "PersonalPrefix", signature(key.sign(new TextEncoder().encode(`\u0019Ethereum Signed Message:\n${bytesOfText.length}${text}`))), OTHER_TEXT],
            ["ethereum-in-first-line", "The first line names Ethereum", "MessageNotRebuilt", over((line) => line.replace("Solana", "Ethereum")), OTHER_TEXT],
            ["caip2-in-chain-line", "The whole CAIP-2 name in the Chain ID line", "ChainIdLine", over((line) => line.replace(/Chain ID: .*/, `Chain ID: ${SOLANA_CHAIN}`)), OTHER_TEXT],
            ["name-in-chain-line", "The network's name in the Chain ID line", "ChainIdLine", over((line) => line.replace(/Chain ID: .*/, "Chain ID: mainnet")), OTHER_TEXT],
            ["devnet-in-chain-line", "Signed for the devnet", "ChainIdLine", over((line) => line.replace(/Chain ID: .*/, "Chain ID: EtWTRABZaYq6iMfeYKouRu166VU2xqa1")), OTHER_TEXT],
            ["crlf-lines", "Lines end with carriage return and line feed", "EmptyLines", over((line) => line.replaceAll("\n", "\r\n")), OTHER_TEXT],
            ["line-feed-last", "A line feed behind the last line", "EmptyLines", over((line) => `${line}\n`), OTHER_TEXT],
            ["nonce-signed", "The nonce alone was signed", "MessageNotRebuilt", over(() => String(info["nonce"])), OTHER_TEXT],
          ]),
          changed("changed-statement", "Another statement", "statement", "Sign in to read the news"),
          changed("changed-nonce", "Another nonce", "nonce", "00000000000000000000000000000001"),
          changed("changed-expiration", "A later end", "expirationTime", "2026-11-21T18:00:00.000Z"),
          changed("dropped-resources", "The resources taken away", "resources", undefined),
          changed("changed-address", "Another wallet's address", "address", otherKey.address),
          invalid(plain, { id: "address-of-evm", comment: "An address of EVM", flags: ["AddressForm"], path: "/proof/address", to: account.address, reason: "An address of Solana is base58 of 32 bytes." }),
          invalid(plain, { id: "address-case-swapped", comment: "A letter of the address in the other case, which is another key or none", flags: ["AddressForm"], path: "/proof/address", to: swappedCase(address), reason: "Base58 tells letter cases apart." }),
          invalid(plain, { id: "chain-of-evm", comment: "A chain of EVM under a proof of Solana", flags: ["ChainRouting"], path: "/proof/chainId", to: EVM_CHAIN, reason: "The prefix chooses ECDSA, and the signature is none of that kind." }),
          ...anew.refused([
            ["domain-other", "Another domain, signed", "DomainNotChecked", signed({ domain: "evil.test" }), "The proof was signed for another site."],
            ["uri-prefix-host", "The origin is the beginning of another host", "UriPrefix", signed({ uri: "https://shop.test.evil.test/" }), "The proof was signed for another site."],
            ["expired", "Its end is over", "ExpiryNotChecked", signed({ issuedAt: "2026-11-21T11:58:00.000Z", expirationTime: "2026-11-21T11:59:30.000Z" }), "The proof has expired."],
            ["future", "Issued in an hour", "FutureNotChecked", signed({ issuedAt: "2026-11-21T13:01:00.000Z", expirationTime: "2026-11-21T13:06:00.000Z" }), "The proof was issued in the future."],
            ["expiration-word", "A word for expirationTime", "TimeUnreadable", signed({ expirationTime: "never" }), "What is no time satisfies no rule on times."],
          ]),
          ...editsAt(plain, "/usedNonces").refused([["nonce-used", "The nonce has signed somebody in before, with a wallet of EVM perhaps", "NonceReplayed", [String(info["nonce"])], "One nonce serves all chains, and one sign-in."]]),
          ...at.open([
            ["hex", "In hexadecimal", "SignatureEncoding", `0x${Buffer.from(raw).toString("hex")}`, ENCODING],
            ["base64", "In base64", "SignatureEncoding", Buffer.from(raw).toString("base64"), ENCODING],
          ]),
          ...editsAt(plain, "/proof/type").open([["type-eip191", "The type of EVM", "TypeMember", "eip191", "The prefix of chainId chooses the verification; the type is not signed."]]),
          ...anew.open([
            ["without-statement-one-empty-line", "No statement, signed with one empty line", "EmptyLines", signed({ statement: undefined }), "Sign-In With Solana has one empty line then; the text shows no such message."],
            ["without-statement-two-empty-lines", "No statement, signed with two empty lines", "EmptyLines", signed({ statement: undefined }, { text: (line) => line.replace("\n\nURI", "\n\n\nURI") }), "EIP-4361 has two empty lines then; the text shows no such message."],
            ["chain-not-offered", "The devnet, which the challenge did not name", "ChainNotOffered", signed({}, { chainId: "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1" }), "The text does not make the server refuse it; refusing is our advice."],
            ["small-order-key", "The neutral element as key, for which one signature fits every text", "Ed25519SmallOrder", { ...right, address: base58Of(identity), signature: signature(Uint8Array.of(...identity, ...new Uint8Array(32))) }, "RFC 8032 lets such keys be, and libraries differ."],
          ]),
        ],
      },
    ];
  },
});

const firstKey = (at: (index: number) => Key): Key => {
  for (let index = 0; ; index++) {
    const key = at(index);
    if (key.bytes[0] === 0) return key;
  }
};

const swappedCase = (address: string): string => {
  // l, I, O and 0 are not of the alphabet, so a letter is taken whose other case is.
  const at = address.search(/[a-hj-km-np-zA-HJ-NP-Z]/);
  const letter = address.charAt(at);
  return `${address.slice(0, at)}${letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()}${address.slice(at + 1)}`;
};
