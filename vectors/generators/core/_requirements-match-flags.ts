import type { VectorFlag } from "../../vector-file.ts";

/** Errors in matching a payment with the offers. */
export const FLAGS: Readonly<Record<string, VectorFlag>> = {
  FirstOffer: { bugClass: "first-offer-used", description: "Takes the first offer, or the first of the same scheme and network.", effect: "A payment for one offer is checked, or settled, by the terms of another.", links: ["https://github.com/x402-foundation/x402/pull/1130"] },
  TextCompared: { bugClass: "json-compared-as-text", description: "Compares the text of two objects.", effect: "Payments of clients that write JSON in another way are refused.", links: ["https://www.rfc-editor.org/rfc/rfc8259"] },
  AmountNotCompared: { bugClass: "accepted-trusted-over-requirements", description: "Takes the amount from the payment.", effect: "The buyer sets the price.", links: ["https://github.com/x402-rs/x402-rs/pull/101"] },
  PayToNotCompared: { bugClass: "accepted-trusted-over-requirements", description: "Takes the recipient from the payment.", effect: "The buyer pays himself.", links: ["https://github.com/x402-rs/x402-rs/pull/101"] },
  AssetNotCompared: { bugClass: "accepted-trusted-over-requirements", description: "Takes the asset from the payment.", effect: "The buyer pays in a token without value, or of other decimals.", links: [] },
  NetworkNotCompared: { bugClass: "accepted-trusted-over-requirements", description: "Takes the network from the payment, or compares its beginning.", effect: "The buyer pays on a test network.", links: [] },
  NetworkPattern: { bugClass: "network-pattern-as-name", description: "Reads the payment's network as a pattern.", effect: "What was paid for, and where, is open.", links: [] },
  SchemeNotCompared: { bugClass: "accepted-trusted-over-requirements", description: "Takes the scheme from the payment.", effect: "A payment of a fixed price is settled by rules that let the amount vary.", links: [] },
  LooseEquality: { bugClass: "type-not-checked", description: "Converts values before it compares them.", effect: "What matches here is something else to the next reader.", links: [] },
  MissingMember: { bugClass: "required-member-not-checked", description: "Compares only the members that the payment has.", effect: "An empty object accepts every offer.", links: [] },
  NotAnOffer: { bugClass: "required-member-not-checked", description: "Goes on without a payment option, or with the first one, where the payment has none.", effect: "A payment that accepts nothing is processed on terms of the server's guess.", links: [] },
  NothingOffered: { bugClass: "validation-fails-open", description: "Finds nothing wrong where there is nothing to compare with.", effect: "A route without offers takes any payment.", links: [] },
  AddressCase: { bugClass: "address-case", description: "Compares EVM addresses with regard to letter case.", effect: "A payment whose client wrote addresses anew is refused.", links: ["https://eips.ethereum.org/EIPS/eip-55"] },
  Base58Case: { bugClass: "case-folded-outside-evm", description: "Ignores letter case where it counts.", effect: "A payment to another account, or on another network, matches.", links: [] },
  TimeoutCompared: { bugClass: "timeout-in-match", description: "Lets the match depend on the time, or takes the time from the payment.", effect: "Payments are refused after a change of configuration.", links: [] },
  AddedMember: { bugClass: "unknown-member-refused", description: "Refuses a payment for a member it does not know.", effect: "Every later addition to the protocol breaks it.", links: [] },
  ExtraCompared: { bugClass: "extra-in-match", description: "Lets the match depend on members of extra that are made anew each time, or expects extra where there is none.", effect: "Payments are refused at random.", links: [] },
  AmountAsNumber: { bugClass: "amount-loses-digits", description: "Compares amounts as doubles.", effect: "Another amount passes as the offered one.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-6"] },
  AddressesOnly: { bugClass: "network-chains-only", description: "Expects addresses as asset and recipient.", effect: "Offers on other rails cannot be paid.", links: [] },
};
