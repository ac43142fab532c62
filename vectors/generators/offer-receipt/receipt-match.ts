import { acceptable, defineVectors, invalid, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { pickFlags } from "./_flags.ts";
import { changed, ORIGIN, RECEIPT, TRANSACTION } from "./_payloads.ts";

const NOW = 1795262410;
const SOLANA = "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp";
const WALLET = "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4";
const SIGNATURE = "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW";

export const vectors = defineVectors({
  operation: "receipt.payment.match",
  description: "Whether a receipt is for the payment it came with.",
  requirements: ["or.receipt.truth", "or.receipt.issued-now", "or.receipt.transaction", "or.receipt.fields", "or.client.zero-absent"],
  flags: pickFlags("TermNotCompared", "AddressCase", "ResourceNotCompared", "PayerNotCompared", "TransactionNotCompared", "Milliseconds", "UnknownMember"),
  groups: () => {
    const payment = { network: "eip155:8453", payer: String(RECEIPT["payer"]), url: `${ORIGIN}/weather`, transaction: TRANSACTION };
    const plain = valid({ id: "plain", comment: "A receipt without a transaction, which is the normal case", flags: ["TransactionNotCompared"], input: { payload: RECEIPT, payment, now: NOW } });
    const solana = valid({ id: "solana", comment: "A payment on Solana", input: { payload: changed(RECEIPT, { network: SOLANA, payer: WALLET, transaction: SIGNATURE }), payment: { ...payment, network: SOLANA, payer: WALLET, transaction: SIGNATURE }, now: NOW } });
    const wrong = (id: string, comment: string, flag: string, member: string, to: unknown, reason: string) => invalid(plain, { id, comment, flags: [flag], path: `/payload/${member}`, to, reason });
    const good = (member: string) => editsAt(plain, `/payload/${member}`).good;
    const seconds = "issuedAt is the Unix time in seconds at which the receipt was issued.";
    return [
      {
        name: "receipts",
        comment: "One payment",
        tests: [
          plain,
          solana,
          ...good("transaction")([
            ["transaction-empty", "An empty transaction, which is none", "TransactionNotCompared", ""],
            ["transaction-right", "The settlement's hash", "TransactionNotCompared", TRANSACTION],
          ]),
          ...good("amount")([["unknown-member", "A member of a later text", "UnknownMember", "10000"]]),
          ...good("issuedAt")([["issued-now", "Issued at this second", "Milliseconds", NOW]]),
          wrong("payer-stranger", "Somebody else paid", "PayerNotCompared", "payer", "0x90F79bf6EB2c4f870365E785982E1f101E93b906", "It is another payer's receipt."),
          wrong("payer-is-payee", "The recipient as payer", "PayerNotCompared", "payer", "0x70997970C51812dc3A010C7d01b50e0d17dc79C8", "It is another payer's receipt."),
          wrong("network-other", "Another network", "TermNotCompared", "network", "eip155:84532", "The payment was on another network."),
          wrong("network-v1", "The network's name in version 1 of the protocol", "TermNotCompared", "network", "base", "Networks are named in CAIP-2 form."),
          wrong("resource-other", "Another resource", "ResourceNotCompared", "resourceUrl", `${ORIGIN}/news`, "It is another resource's receipt."),
          wrong("resource-other-site", "Another site's resource", "ResourceNotCompared", "resourceUrl", "https://other.test/weather", "It is another resource's receipt."),
          wrong("transaction-other", "The hash of another settlement", "TransactionNotCompared", "transaction", `0x${"7e".repeat(31)}7f`, "It points to another payment."),
          wrong("issued-milliseconds", "issuedAt in milliseconds", "Milliseconds", "issuedAt", NOW * 1000, seconds),
          wrong("issued-zero", "issuedAt of 0", "Milliseconds", "issuedAt", 0, seconds),
          wrong("issued-year-ago", "Issued a year ago", "Milliseconds", "issuedAt", NOW - 31_536_000, "It is the receipt of an earlier payment."),
          invalid(solana, { id: "solana-payer-other-case", comment: "The payer on Solana with a letter in the other case, which is another account", flags: ["AddressCase"], path: "/payload/payer", to: WALLET.replace("K", "k"), reason: "It is another payer's receipt." }),
          invalid(solana, { id: "solana-transaction-other", comment: "Another signature of Solana", flags: ["TransactionNotCompared"], path: "/payload/transaction", to: `4${SIGNATURE.slice(1)}`, reason: "It points to another payment." }),
          acceptable(plain, { id: "payer-lower-case", comment: "The payer in lower case", flags: ["AddressCase"], path: "/payload/payer", to: payment.payer.toLowerCase(), reason: "It is the same address by EIP-55; that a reader has to compare so, the text does not say." }),
          acceptable(plain, { id: "payment-lower-case", comment: "The settlement response has the payer in lower case", flags: ["AddressCase"], path: "/payment/payer", to: payment.payer.toLowerCase(), reason: "It is the same address by EIP-55; that a reader has to compare so, the text does not say." }),
          acceptable(plain, { id: "payer-did", comment: "The payer as did:pkh", flags: ["PayerNotCompared"], path: "/payload/payer", to: `did:pkh:eip155:8453:${payment.payer}`, reason: "The text lets the payer be named otherwise than by an address." }),
          acceptable(plain, { id: "transaction-upper-case", comment: "The hash with digits in upper case", flags: ["TransactionNotCompared"], path: "/payload/transaction", to: `0x${"7E".repeat(32)}`, reason: "It is the same hash in another notation." }),
          acceptable(plain, { id: "resource-trailing-slash", comment: "A slash behind the resource", flags: ["ResourceNotCompared"], path: "/payload/resourceUrl", to: `${ORIGIN}/weather/`, reason: "Whether both are one resource is the service's affair." }),
          acceptable(plain, { id: "issued-second-ahead", comment: "Issued a second ahead", flags: ["Milliseconds"], path: "/payload/issuedAt", to: NOW + 1, reason: "Clocks differ by a second." }),
        ],
      },
    ];
  },
});
