import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { pickFlags } from "./_flags.ts";
import { changed, OFFER } from "./_payloads.ts";
import { artifactDigest } from "./_typed.ts";

export const vectors = defineVectors({
  operation: "eip712.offer.digest",
  description: "What is signed for an offer in the format eip712: the text's own domain and types, every value as it stands.",
  requirements: ["or.domain", "or.types-canonical", "or.offer.fields", "or.offer.validuntil-zero", "or.eip712.evm-terms", "or.client.unknown-version"],
  flags: pickFlags("DomainChain", "TypeString", "OptionalMember", "ValueRewritten", "MemberType", "PayloadForm", "PayloadVersion", "UnknownMember", "NonEvmTerms"),
  groups: () => {
    const plain = valid({ id: "plain", comment: "An offer on Base, signed for chain 1 all the same", flags: ["DomainChain", "TypeString"], input: { payload: OFFER }, output: { digest: artifactDigest("offer", OFFER) } });
    const good = (id: string, comment: string, flag: string, member: string, to: unknown): DraftTest =>
      stillValid(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, output: { digest: artifactDigest("offer", changed(OFFER, { [member]: to })) } });
    const refuse = (id: string, comment: string, flag: string, member: string, to: unknown, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, reason });
    const open = (id: string, comment: string, flag: string, member: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, reason });
    const text = String(OFFER["payTo"]);
    const required = "Every offer has this member.";
    const type = "The type of EIP-712 has another kind of value in this place.";
    return [
      {
        name: "offers",
        comment: "Payloads of offers",
        tests: [
          plain,
          good("valid-until-zero", "No end, which is written as 0", "OptionalMember", "validUntil", 0),
          good("valid-until-past-32-bits", "An end after 2106", "OptionalMember", "validUntil", 4294967297),
          good("other-network", "Another network, which does not go into the domain", "DomainChain", "network", "eip155:84532"),
          good("network-of-domain", "Ethereum itself", "DomainChain", "network", "eip155:1"),
          good("pay-to-lower-case", "payTo in lower case, which is another text", "ValueRewritten", "payTo", text.toLowerCase()),
          good("asset-lower-case", "asset in lower case", "ValueRewritten", "asset", String(OFFER["asset"]).toLowerCase()),
          good("asset-native", "The chain's own coin", "TypeString", "asset", "native"),
          good("amount-zero", "An amount of 0", "TypeString", "amount", "0"),
          good("amount-leading-zeros", "An amount with leading zeros, hashed as it stands", "ValueRewritten", "amount", "0010000"),
          good("url-trailing-slash", "A slash at the end of the URL", "ValueRewritten", "resourceUrl", "https://shop.test/weather/"),
          good("url-origin-alone", "A URL without a path", "ValueRewritten", "resourceUrl", "https://shop.test"),
          good("url-percent-lower-case", "Percent-encoding in lower case", "ValueRewritten", "resourceUrl", "https://shop.test/caf%c3%a9?b=2&a=1#top"),
          good("url-default-port", "The port that https has anyway", "ValueRewritten", "resourceUrl", "https://shop.test:443/weather"),
          good("url-not-ascii", "A URL beyond ASCII, hashed as UTF-8", "ValueRewritten", "resourceUrl", "https://shop.test/wetter-für-zürich-☀"),
          good("scheme-upto", "Another scheme", "TypeString", "scheme", "upto"),
          refuse("version-2", "Version 2", "PayloadVersion", "version", 2, "Only version 1 has types."),
          refuse("version-missing", "No version", "PayloadVersion", "version", undefined, required),
          refuse("url-missing", "No resourceUrl", "PayloadForm", "resourceUrl", undefined, required),
          refuse("amount-missing", "No amount", "PayloadForm", "amount", undefined, required),
          refuse("pay-to-missing", "No payTo", "PayloadForm", "payTo", undefined, required),
          refuse("amount-number", "The amount as a number", "MemberType", "amount", 10000, type),
          refuse("amount-null", "null for the amount", "MemberType", "amount", null, type),
          refuse("pay-to-list", "A list of recipients", "MemberType", "payTo", [text], type),
          refuse("valid-until-fraction", "A fraction of a second", "MemberType", "validUntil", 1795263000.5, "A uint256 has no fraction."),
          refuse("valid-until-negative", "A negative end", "MemberType", "validUntil", -1, "A uint256 is not negative."),
          refuse("valid-until-iso", "An ISO time as end", "MemberType", "validUntil", "2026-11-21T12:10:00Z", type),
          open("valid-until-text", "The end as a decimal string", "MemberType", "validUntil", "1795263000", "It is the right number in the wrong JSON type; typed data of wallets has both."),
          open("scheme-empty", "An empty scheme", "OptionalMember", "scheme", "", "A text like others to who hashes it, and to who reads empty as missing no offer."),
          open("without-valid-until", "The end left out", "OptionalMember", "validUntil", undefined, "The text has the payload used as transmitted, and 0 signed for an unused member."),
          open("valid-until-null", "null for the end", "OptionalMember", "validUntil", null, "Servers do not send it; what it counts as is not said."),
          open("version-text", "The version as a string", "MemberType", "version", "1", "It is the right number in the wrong JSON type; typed data of wallets has both."),
          open("unknown-member", "A member the types do not have", "UnknownMember", "discountAmount", "1", "It is not signed, so that leaving it alone and refusing it are both safe."),
          open("solana-network", "A network that is not EVM", "NonEvmTerms", "network", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", "One section of the text restricts the format to EVM, another has it serve every network."),
        ],
      },
    ];
  },
});
