import { bytesToHex, concatHex, hashTypedData, hexToBytes, keccak256, size, slice, stringToHex, toHex } from "viem";
import type { Hex } from "viem";
import { defineVectors, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { accountOf, accountWhere, compact, der, flipped, joined, ORDER, partsOf, withHighS, withV } from "../evm/_accounts.ts";
import { EVM_CHAIN, evmProof, evmText, infoOf, NOW, personalDigest, SHARED, walletsOf } from "./_challenge.ts";
import type { Making, Proof } from "./_challenge.ts";
import { pickFlags } from "./_flags.ts";

const OTHER_TEXT = "The signature is over another text than the one the proof's members make.";
const NO_SIGNATURE = "These bytes are no signature by that address.";
const ENCODING = "The bytes are a right signature; the text names one encoding and does not make servers refuse others.";
const ZERO = "0x0000000000000000000000000000000000000000";

export const vectors = defineVectors({
  operation: "siwx.proof.verify",
  description: "Signatures of EVM wallets under a proof: over which text, by whom, and in which form.",
  requirements: ["siwx.server.signature", "siwx.server.signature-covers", "siwx.client.siwe-message", "siwx.client.signature-format"],
  flags: pickFlags(
    "OptionalLine", "EmptyLines", "ChainIdLine", "TimeRewritten", "ValueRewritten", "AddressCase", "SignatureNotCompared", "SignatureForm", "SignatureEncoding", "RecoveryId", "SignatureMalleable", "ZeroAddressRecovered",
    "PersonalPrefix", "MessageNotRebuilt",
  ),
  groups: ({ seeded }) => {
    const info = infoOf(seeded);
    const { account, stranger } = walletsOf(seeded);
    const { address } = account;
    const output = { address, chainId: EVM_CHAIN };
    const proofOf = (making: Making = {}): Proof => evmProof({ info, account, making });
    const right = proofOf();
    const text = evmText(info, address);
    const signature = right.signature as Hex;
    const over = (edit: (right: string) => string): string => proofOf({ text: edit }).signature;
    const bare = (digest: Hex): string => account.sign(digest);
    const parts = partsOf(signature);
    const prefixed = (length: number): Hex => keccak256(concatHex([stringToHex(`\u0019Ethereum Signed Message:\n${length}`), stringToHex(text)]));
    const typed = hashTypedData({ domain: { name: "shop.test", version: "1", chainId: 8453 }, types: { Message: [{ name: "contents", type: "string" }] }, primaryType: "Message", message: { contents: text } });

    const plain = valid({ id: "plain", comment: "Signed by the wallet", input: { proof: right, now: NOW, usedNonces: [] }, output });
    const zeroPlain = valid({ id: "zero-plain", comment: "A good proof of a wallet with a key", input: plain.input, output });
    const at = editsAt(plain, "/proof/signature");
    const zeroWallet = accountWhere(seeded, "zero byte", (each) => each.startsWith("0x00"));
    /** A proof whose signature fits, found by trying request ids. */
    const where = (fits: (signature: string) => boolean): Proof => {
      for (let index = 0; ; index++) {
        const proof = evmProof({ info, account, edit: { requestId: String(index) } });
        if (fits(proof.signature)) return proof;
      }
    };
    const again = accountOf(seeded, "second wallet");
    const other = evmProof({ info, account: again });

    return [
      {
        name: "evm-signature",
        comment: "One proof, and signatures under it",
        shared: SHARED,
        tests: [
          plain,
          ...editsAt(plain, "/proof").good([
            ["other-wallet", "Another wallet with a signature of its own", "SignatureNotCompared", other, { address: again.address, chainId: EVM_CHAIN }],
            ["statement-unusual-marks", "A statement with every mark it may have", "ValueRewritten", evmProof({ info, account, edit: { statement: "I accept: https://shop.test/tos?v=1#a [really] & (truly); @you, $5 * 2 + 1 = 11!" } })],
            ["statement-like-a-line", "A statement that looks like a line of the message", "ValueRewritten", evmProof({ info, account, edit: { statement: "Nonce: 00000000" } })],
            ["all-members", "Every optional member", "OptionalLine", evmProof({ info, account, edit: { notBefore: "2026-11-21T12:00:00.000Z", requestId: "7", resources: ["https://shop.test/a", "https://shop.test/b"] } })],
            ["text-above-1000-bytes", "A text whose length has four digits in the prefix", "PersonalPrefix", evmProof({ info, account, edit: { statement: "weather ".repeat(110).trim() } })],
            ["address-leading-zero", "A wallet whose address begins with a zero byte", "AddressCase", evmProof({ info, account: zeroWallet }), { address: zeroWallet.address, chainId: EVM_CHAIN }],
            ["v-27", "A signature whose v is 27", "RecoveryId", where((each) => each.endsWith("1b"))],
            ["v-28", "A signature whose v is 28", "RecoveryId", where((each) => each.endsWith("1c"))],
            ["r-leading-zero", "A signature whose r begins with a zero byte", "SignatureForm", where((each) => each.startsWith("0x00"))],
            ["s-leading-zero", "A signature whose s begins with a zero byte", "SignatureForm", where((each) => each.slice(66, 68) === "00")],
          ]),
          ...at.good([["hex-upper-case", "The signature's digits in upper case", "SignatureEncoding", `0x${signature.slice(2).toUpperCase()}`]]),
          ...at.refused([
            ["by-stranger", "Signed by another wallet", "SignatureNotCompared", stranger.sign(personalDigest(text)), "Another wallet signed."],
            ["of-other-proof", "The good signature of another wallet's proof", "SignatureNotCompared", other.signature, "Another wallet signed."],
            ["zeros", "65 zero bytes", "SignatureNotCompared", `0x${"00".repeat(65)}`, NO_SIGNATURE],
            ["bit-in-r", "A bit of r changed", "SignatureNotCompared", flipped(signature, 7), NO_SIGNATURE],
            ["bit-in-s", "A bit of s changed", "SignatureNotCompared", flipped(signature, 40), NO_SIGNATURE],
            ["other-v", "The other value of v", "SignatureNotCompared", withV(signature, parts.v === 27 ? 28 : 27), "It recovers to another address."],
            ["r-and-s-swapped", "s before r", "SignatureForm", joined({ r: parts.s, s: parts.r, v: parts.v }), NO_SIGNATURE],
            ["empty", "0x and nothing", "SignatureForm", "0x", "There is no signature."],
            ["empty-text", "An empty text", "SignatureForm", "", "There is no signature."],
            ["63-bytes", "v and the last byte of s missing", "SignatureForm", slice(signature, 0, 63), "63 bytes are no signature."],
            ["66-bytes", "One byte too many", "SignatureForm", concatHex([signature, "0x00"]), "66 bytes are no signature of a plain account."],
            ["twice", "The signature twice", "SignatureForm", concatHex([signature, signature]), "130 bytes are no signature of a plain account."],
            ["s-zero", "s is zero", "SignatureForm", joined({ ...parts, s: toHex(0n, { size: 32 }) }), NO_SIGNATURE],
            ["r-zero", "r is zero", "SignatureForm", joined({ ...parts, r: toHex(0n, { size: 32 }) }), NO_SIGNATURE],
            ["s-of-order", "s is the order of the group", "SignatureForm", joined({ ...parts, s: toHex(ORDER, { size: 32 }) }), NO_SIGNATURE],
            ["hash-of-text", "Signed over the bare hash of the text", "PersonalPrefix", bare(keccak256(stringToHex(text))), OTHER_TEXT],
            ["prefix-twice", "The prefixed digest signed with personal_sign once more", "PersonalPrefix", account.sign(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), personalDigest(text)]))), OTHER_TEXT],
            ["prefix-wrong-length", "The prefix names a length one too small", "PersonalPrefix", bare(prefixed(size(stringToHex(text)) - 1)), OTHER_TEXT],
            ["typed-data", "The text inside typed data of EIP-712", "PersonalPrefix", bare(typed), OTHER_TEXT],
            ["hex-of-text", "personal_sign over the text's hexadecimal form", "PersonalPrefix", bare(personalDigest(stringToHex(text))), OTHER_TEXT],
            ["json-signed", "The proof's JSON was signed", "MessageNotRebuilt", bare(personalDigest(JSON.stringify(info))), OTHER_TEXT],
            ["nonce-signed", "The nonce alone was signed", "MessageNotRebuilt", bare(personalDigest(String(info["nonce"]))), OTHER_TEXT],
            ["caip2-in-chain-line", "The whole CAIP-2 name in the Chain ID line", "ChainIdLine", over((line) => line.replace("Chain ID: 8453", "Chain ID: eip155:8453")), OTHER_TEXT],
            ["hex-in-chain-line", "The chain id in hexadecimal", "ChainIdLine", over((line) => line.replace("Chain ID: 8453", "Chain ID: 0x2105")), OTHER_TEXT],
            ["other-chain-signed", "Signed for another chain", "ChainIdLine", over((line) => line.replace("Chain ID: 8453", "Chain ID: 1")), OTHER_TEXT],
            ["solana-in-first-line", "The first line names Solana", "MessageNotRebuilt", over((line) => line.replace("Ethereum", "Solana")), OTHER_TEXT],
            ["domain-with-scheme-signed", "The first line has the origin", "MessageNotRebuilt", over((line) => `https://${line}`), OTHER_TEXT],
            ["line-feed-last", "A line feed behind the last line", "EmptyLines", over((line) => `${line}\n`), OTHER_TEXT],
            ["crlf-lines", "Lines end with carriage return and line feed", "EmptyLines", over((line) => line.replaceAll("\n", "\r\n")), OTHER_TEXT],
            ["no-empty-line-after-statement", "No empty line after the statement", "EmptyLines", over((line) => line.replace("\n\nURI", "\nURI")), OTHER_TEXT],
            ["without-resources-signed", "The text lacks the resources", "OptionalLine", over((line) => line.replace(/\nResources:[\s\S]*$/, "")), OTHER_TEXT],
            ["resources-without-hyphens", "The resources are listed without hyphens", "OptionalLine", over((line) => line.replace("\n- ", "\n")), OTHER_TEXT],
            ["issued-without-milliseconds-signed", "issuedAt was written anew before signing", "TimeRewritten", over((line) => line.replace("12:00:00.000Z", "12:00:00Z")), OTHER_TEXT],
            ["lines-swapped", "Nonce before Chain ID", "OptionalLine", over((line) => line.replace(/(Chain ID: .*)\n(Nonce: .*)/, "$2\n$1")), OTHER_TEXT],
          ]),
          ...at.open([
            ["v-0-or-1", "v is 0 or 1", "RecoveryId", withV(signature, parts.v - 27), ENCODING],
            ["v-of-chain", "v as in a transaction of EIP-155, cut to a byte", "RecoveryId", withV(signature, (8453 * 2 + 35 + parts.v - 27) & 255), "Messages have no such v, and some libraries read any v by its last bit: r and s are right."],
            ["high-s", "s in the upper half", "SignatureMalleable", withHighS(signature), "It recovers to the wallet; the text asks for no low s."],
            ["compact", "The 64 bytes of ERC-2098", "SignatureEncoding", compact(signature), ENCODING],
            ["der", "ASN.1 DER", "SignatureEncoding", der(signature), "It has r and s, but no v; the text names another encoding."],
            ["without-0x", "Without 0x", "SignatureEncoding", signature.slice(2), ENCODING],
            ["capital-0x", "0X for 0x", "SignatureEncoding", `0X${signature.slice(2)}`, ENCODING],
            ["base64", "In base64", "SignatureEncoding", Buffer.from(hexToBytes(signature)).toString("base64"), ENCODING],
            ["lower-case-address-in-text", "The signed text has the address in lower case, the proof its checksum", "AddressCase", over((line) => line.replace(address, address.toLowerCase())), "The grammar wants the checksum; the text does not say in which form a server rebuilds it."],
          ]),
        ],
      },
      {
        name: "evm-zero-address",
        comment: "The zero address has no key",
        shared: SHARED,
        tests: [
          zeroPlain,
          ...editsAt(zeroPlain, "/proof").refused([
            ["zero-zeros", "The zero address, with zeros for a signature", "ZeroAddressRecovered", { ...right, address: ZERO, signature: `0x${"00".repeat(65)}` }, "Nobody has the key of the zero address."],
            ["zero-v-out-of-range", "The zero address, with a v that recovers to nobody", "ZeroAddressRecovered", { ...right, address: ZERO, signature: withV(bytesToHex(hexToBytes(signature)), 99) }, "Nobody has the key of the zero address."],
          ]),
        ],
      },
    ];
  },
});
