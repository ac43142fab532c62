import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { pickFlags } from "./_flags.ts";
import { changed, RECEIPT, TRANSACTION } from "./_payloads.ts";
import { artifactDigest } from "./_typed.ts";

const WRITTEN = { ...RECEIPT, transaction: "" };

export const vectors = defineVectors({
  operation: "eip712.receipt.digest",
  description: "What is signed for a receipt in the format eip712.",
  requirements: ["or.domain", "or.types-canonical", "or.receipt.fields", "or.receipt.tx-empty", "or.client.unknown-version"],
  flags: pickFlags("DomainChain", "TypeString", "OptionalMember", "ValueRewritten", "MemberType", "PayloadForm", "PayloadVersion", "UnknownMember"),
  groups: () => {
    const plain = valid({ id: "plain", comment: "A receipt that names no transaction, which is written as an empty string", flags: ["OptionalMember", "TypeString"], input: { payload: WRITTEN }, output: { digest: artifactDigest("receipt", WRITTEN) } });
    const good = (id: string, comment: string, flag: string, member: string, to: unknown): DraftTest =>
      stillValid(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, output: { digest: artifactDigest("receipt", changed(WRITTEN, { [member]: to })) } });
    const refuse = (id: string, comment: string, flag: string, member: string, to: unknown, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, reason });
    const open = (id: string, comment: string, flag: string, member: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, reason });
    const required = "Every receipt has this member.";
    const type = "The type of EIP-712 has another kind of value in this place.";
    return [
      {
        name: "receipts",
        comment: "Payloads of receipts",
        tests: [
          plain,
          good("transaction", "The settlement's hash, hashed as text", "TypeString", "transaction", TRANSACTION),
          good("transaction-upper-case", "The hash with digits in upper case, which is another text", "ValueRewritten", "transaction", `0x${"7E".repeat(32)}`),
          good("transaction-solana", "A signature of Solana", "TypeString", "transaction", "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW"),
          good("payer-lower-case", "The payer in lower case", "ValueRewritten", "payer", String(RECEIPT["payer"]).toLowerCase()),
          good("payer-did", "A payer that is no address", "TypeString", "payer", "did:pkh:eip155:8453:0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"),
          good("other-network", "Another network, which does not go into the domain", "DomainChain", "network", "eip155:84532"),
          refuse("version-2", "Version 2", "PayloadVersion", "version", 2, "Only version 1 has types."),
          refuse("payer-missing", "No payer", "PayloadForm", "payer", undefined, required),
          refuse("issued-missing", "No issuedAt", "PayloadForm", "issuedAt", undefined, required),
          refuse("issued-fraction", "A fraction of a second", "MemberType", "issuedAt", 1795262400.5, "A uint256 has no fraction."),
          refuse("issued-iso", "An ISO time", "MemberType", "issuedAt", "2026-11-21T12:00:00Z", type),
          refuse("transaction-number", "A number for the transaction", "MemberType", "transaction", 0, type),
          refuse("transaction-object", "An object for the transaction", "MemberType", "transaction", { hash: TRANSACTION }, type),
          open("transaction-left-out", "The member left out", "OptionalMember", "transaction", undefined, "The text has the payload used as transmitted, and an empty string signed for an unused member."),
          open("transaction-null", "null for the transaction", "OptionalMember", "transaction", null, "Servers do not send it; what it counts as is not said."),
          open("unknown-member", "A member the types do not have", "UnknownMember", "amount", "10000", "It is not signed, so that leaving it alone and refusing it are both safe."),
        ],
      },
    ];
  },
});
