import { defineVectors, valid } from "../../generate/define.ts";
import { goodRows, openRows, pick, refusedRows } from "../../generate/rows.ts";
import { DEPLOYMENTS, identityOf, NETWORK, paymentWorld, ZERO } from "./_evm.ts";
import type { PaymentInfo } from "./_evm.ts";
import { FLAGS } from "./_flags.ts";
import type { FlagName } from "./_flags.ts";

const { escrow } = DEPLOYMENTS["v1.1"];

export const vectors = defineVectors({
  operation: "auth-capture.evm.identity",
  description: "Nonce and id of auth-capture payments on EVM. Newer text than the pinned revision (schemes/auth-capture/scheme_auth_capture_evm.md).",
  requirements: ["ac.client.nonce", "ac.fac.nonce", "ac.client.salt"],
  flags: pick(FLAGS, "HashDomain", "HashPayer", "HashMember", "SaltWidth", "IntegerWidth", "OutOfRange", "NumberForm", "AddressForm", "AddressCase"),
  groups: ({ seeded }) => {
    const { info, stranger } = paymentWorld(seeded);
    const plain = valid({ id: "plain", comment: "The members of the text's example", flags: ["HashMember"], input: { network: NETWORK, escrow, paymentInfo: info }, output: identityOf(info) });
    const member = <Name extends keyof PaymentInfo>(id: string, name: Name, value: PaymentInfo[Name], flag: FlagName, comment: string) => goodRows(plain, [[id, `/paymentInfo/${name}`, value, flag, comment, identityOf({ ...info, [name]: value })]]);
    return [{
      name: "payments",
      comment: "Structs and their two hashes",
      tests: [
        plain,
        ...goodRows(plain, [
          ["chain-other", "/network", "eip155:84532", "HashDomain", "The same payment on Base Sepolia", identityOf(info, { network: "eip155:84532" })],
          ["escrow-v1.0", "/escrow", DEPLOYMENTS["v1.0"].escrow, "HashDomain", "The same payment in the escrow of the release before", identityOf(info, { escrow: DEPLOYMENTS["v1.0"].escrow })],
          ["addresses-lower-case", "/paymentInfo", Object.fromEntries(Object.entries(info).map(([name, value]) => [name, typeof value === "string" ? value.toLowerCase() : value])), "AddressCase", "All hex in lower case: the hashes are the same", identityOf(info)],
        ]),
        ...member("payer-other", "payer", stranger.address, "HashPayer", "Another payer: the nonce is the same and the id another"),
        ...member("payer-zero", "payer", ZERO, "HashPayer", "No payer: both hashes are one"),
        ...member("operator-other", "operator", stranger.address, "HashMember", "Another operator"),
        ...member("receiver-other", "receiver", stranger.address, "HashMember", "Another receiver"),
        ...member("pre-approval-other", "preApprovalExpiry", 1_740_675_755, "HashMember", "Collected a second longer"),
        ...member("authorization-expiry-greatest", "authorizationExpiry", 2 ** 48 - 1, "IntegerWidth", "The greatest time of 48 bits"),
        ...member("refund-expiry-after-2106", "refundExpiry", 2 ** 32 + 5, "IntegerWidth", "A time that needs more than 32 bits"),
        ...member("amount-greatest", "maxAmount", String(2n ** 120n - 1n), "IntegerWidth", "The greatest amount"),
        ...member("amount-above-2-pow-53", "maxAmount", "9007199254740993", "IntegerWidth", "The first amount a double cannot hold"),
        ...member("fees-zero", "minFeeBps", 0, "HashMember", "No least fee"),
        ...member("fee-receiver-zero", "feeReceiver", ZERO, "HashMember", "No fee receiver"),
        ...member("salt-small", "salt", `0x${"00".repeat(30)}0abc`, "SaltWidth", "A salt with leading zero bytes, as in the text's example"),
        ...member("salt-greatest", "salt", `0x${"ff".repeat(32)}`, "SaltWidth", "The greatest salt"),
        ...openRows(plain, [
          ["salt-unpadded", "/paymentInfo/salt", "0xabc", "SaltWidth", "A salt without its leading zeros", "The text pins the padded spelling for those who write; it is the same number."],
          ["amount-number", "/paymentInfo/maxAmount", 1_000_000, "NumberForm", "The amount as a number", "The text writes a string; the struct is the same."],
          ["expiry-text", "/paymentInfo/refundExpiry", "1741276954", "NumberForm", "A time as text", "The text writes a number; the struct is the same."],
        ]),
        ...refusedRows(plain, [
          ["amount-2-pow-120", "/paymentInfo/maxAmount", String(2n ** 120n), "OutOfRange", "An amount of 121 bits", "It is no uint120."],
          ["expiry-2-pow-48", "/paymentInfo/authorizationExpiry", 2 ** 48, "OutOfRange", "A time of 49 bits", "It is no uint48."],
          ["fee-65536", "/paymentInfo/maxFeeBps", 65_536, "OutOfRange", "A fee of 17 bits", "It is no uint16."],
          ["fee-negative", "/paymentInfo/minFeeBps", -1, "OutOfRange", "A negative fee", "It is no uint16."],
          ["amount-fraction", "/paymentInfo/maxAmount", "1.5", "NumberForm", "An amount with a fraction", "It is no whole number."],
          ["salt-33-bytes", "/paymentInfo/salt", `${info.salt}00`, "SaltWidth", "A salt of 33 bytes", "It is no uint256."],
          ["receiver-missing", "/paymentInfo/receiver", undefined, "AddressForm", "No receiver", "A member is missing."],
          ["fee-receiver-missing", "/paymentInfo/feeReceiver", undefined, "AddressForm", "No fee receiver, which is written as zero and not left out", "A member is missing."],
          ["token-19-bytes", "/paymentInfo/token", info.token.slice(0, -2), "AddressForm", "An address of 19 bytes", "An address has 20 bytes."],
        ]),
      ],
    }];
  },
});
