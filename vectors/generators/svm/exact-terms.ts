import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { ataOf, PROGRAMS } from "./_keys.ts";
import { NETWORK, sceneOf } from "./_scene.ts";
import type { Scene } from "./_scene.ts";

/** One payment, and edits of what it is judged by: offer, facilitator and chain stand in the input. */
const judged = (plain: DraftTest, scene: Scene) => {
  const account = (address: string, member?: string): string => `/chain/tokenAccounts/${address}${member === undefined ? "" : `/${member}`}`;
  const refuse = (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path, to, reason });
  const fine = (id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => stillValid(plain, { id, comment, flags: [flag], path, to });
  const open = (id: string, comment: string, flag: string, path: string, to: unknown, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path, to, reason });
  return { refuse, fine, open, source: (member?: string) => account(scene.ata.payer, member), destination: (member?: string) => account(scene.account.payTo, member) };
};

const offers = async (plain: DraftTest, scene: Scene): Promise<readonly DraftTest[]> => {
  const { refuse, fine, open } = judged(plain, scene);
  const { keys } = scene;
  const other = "The payment was made for another offer.";
  const token2022 = (await ataOf({ owner: keys.merchant.address, mint: scene.mint, tokenProgram: PROGRAMS.token2022 })).address;
  return [
    refuse("offer-amount-more", "The offer asks one atomic unit more", "OfferChanged", "/requirements/amount", "1001", other),
    refuse("offer-amount-less", "The offer asks one atomic unit less", "OfferChanged", "/requirements/amount", "999", other),
    refuse("offer-amount-above-u64", "The offer asks 2^64 + 1000, which is 1000 in 64 bits", "OfferWidth", "/requirements/amount", "18446744073709552616", other),
    refuse("offer-amount-with-fraction", "The offer asks 1000.5", "OfferWidth", "/requirements/amount", "1000.5", "The amount is no integer, and not the one paid."),
    refuse("offer-amount-negative", "The offer asks -1000", "OfferWidth", "/requirements/amount", "-1000", "The amount is negative, and not the one paid."),
    refuse("offer-amount-empty", "The offer asks an empty text", "OfferWidth", "/requirements/amount", "", "There is no amount."),
    refuse("offer-asset-other", "The offer asks another mint", "OfferChanged", "/requirements/asset", scene.otherMint, other),
    refuse("offer-asset-ticker", "The offer asks USDC by its symbol", "OfferForm", "/requirements/asset", "USDC", "A symbol is no mint."),
    refuse("offer-pay-to-other", "The offer is of another seller", "OfferChanged", "/requirements/payTo", keys.stranger.address, other),
    refuse("offer-pay-to-payer", "The offer is of the payer itself", "OfferChanged", "/requirements/payTo", keys.payer.address, other),
    refuse("offer-pay-to-token-account", "The offer names the token account that was paid in place of its owner", "OfferForm", "/requirements/payTo", scene.account.payTo, "payTo is the owner; this owner's token account is another one."),
    refuse("offer-pay-to-other-program-account", "The offer names the account under the other token program", "OfferForm", "/requirements/payTo", token2022, "payTo is the owner; this owner's token account is another one."),
    refuse("offer-scheme-upto", "The offer is of scheme upto", "OfferChanged", "/requirements/scheme", "upto", other),
    refuse("offer-network-devnet", "The offer is for Devnet", "OtherNetwork", "/requirements/network", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "The chain at hand is another one."),
    refuse("offer-network-evm", "The offer is for an EVM network", "OtherNetwork", "/requirements/network", "eip155:8453", "The chain at hand is another one."),
    open("offer-network-v1", "The offer names the network as version 1 did", "OtherNetwork", "/requirements/network", "solana", "It is no CAIP-2 id; no rule makes a facilitator that still knows the name refuse it."),
    refuse("offer-network-name", "The offer names the network by its name", "OtherNetwork", "/requirements/network", "solana:mainnet", "CAIP-2 names Solana networks by their genesis hash."),
    refuse("offer-fee-payer-other", "The offer names the facilitator's other key", "OtherFeePayer", "/requirements/extra/feePayer", keys["other sponsor"].address, "Another key pays the fee."),
    refuse("offer-fee-payer-payer", "The offer names the payer as fee payer", "OtherFeePayer", "/requirements/extra/feePayer", keys.payer.address, "Another key pays the fee."),
    refuse("offer-fee-payer-missing", "The offer names no fee payer", "OtherFeePayer", "/requirements/extra/feePayer", undefined, "There is no fee payer to compare with."),
    refuse("offer-extra-missing", "The offer has no extra", "OtherFeePayer", "/requirements/extra", undefined, "There is no fee payer to compare with."),
    refuse("offer-memo", "The offer wants a memo of the seller's", "SellersMemo", "/requirements/extra/memo", "pi_3abc123def456", "The payment has another memo."),
    refuse("offer-memo-number", "The offer wants a memo that is no text", "SellersMemo", "/requirements/extra/memo", 7, "The payment has another memo."),
    fine("offer-timeout", "The offer allows another time", "OfferExtras", "/requirements/maxTimeoutSeconds", 300),
    fine("offer-hint", "The offer hints at another good blockhash", "BlockhashHint", "/requirements/extra/recentBlockhash", scene.blockhashes[1]),
    fine("offer-hint-expired", "The offer hints at a blockhash that has expired since", "BlockhashHint", "/requirements/extra/recentBlockhash", scene.address("an old blockhash")),
    open("offer-hint-malformed", "The offer hints at something that is no blockhash", "BlockhashHint", "/requirements/extra/recentBlockhash", "0x5eb63bbbe01eeed0", "The client has to do without it; whether a facilitator minds an offer that is malformed, no text says."),
    fine("offer-hint-height", "The offer says how long a blockhash is good", "BlockhashHint", "/requirements/extra/lastValidBlockHeight", "291470237"),
    fine("offer-extra-member", "The offer has an extra member that nobody knows", "OfferExtras", "/requirements/extra/decimals", 9),
    fine("offer-member", "The offer has a member that nobody knows", "OfferExtras", "/requirements/description", "Weather"),
    open("offer-payment-flow", "The offer states the upfront flow", "OfferExtras", "/requirements/extra/paymentFlow", "upfront", "Whether a facilitator settles in that flow is its own matter; the transaction is the same."),
  ];
};

const facilitators = (plain: DraftTest, scene: Scene): readonly DraftTest[] => {
  const { refuse, fine } = judged(plain, scene);
  const { keys } = scene;
  return [
    refuse("facilitator-other-keys", "The facilitator signs with other keys", "ForeignFeePayer", "/facilitator/feePayers", [keys["other sponsor"].address], "The facilitator cannot sign for this fee payer."),
    refuse("facilitator-no-keys", "The facilitator signs with no key", "ForeignFeePayer", "/facilitator/feePayers", [], "The facilitator cannot sign for this fee payer."),
    refuse("facilitator-lower-bound", "The facilitator pays less for a compute unit than the payment says", "PriceBound", "/facilitator/maxComputeUnitPrice", "0", "The price is above the facilitator's bound."),
    fine("facilitator-bound-is-price", "The facilitator pays exactly what the payment says", "PriceBound", "/facilitator/maxComputeUnitPrice", "1"),
    fine("facilitator-last-key", "The facilitator's keys in another order", "ForeignFeePayer", "/facilitator/feePayers", [keys["other sponsor"].address, keys.stranger.address, keys.sponsor.address]),
  ];
};

const chains = (plain: DraftTest, scene: Scene): readonly DraftTest[] => {
  const { refuse, fine, open, source, destination } = judged(plain, scene);
  const { keys, mint } = scene;
  const poor = "The source holds too little.";
  return [
    refuse("chain-source-missing", "The source does not exist", "AccountMissing", source(), undefined, "The source has to exist."),
    refuse("chain-destination-missing", "The destination does not exist, and nothing creates it", "AccountMissing", destination(), undefined, "The destination has to exist."),
    refuse("chain-mint-missing", "The mint does not exist", "AccountMissing", `/chain/mints/${mint}`, undefined, "The token program refuses the transfer."),
    refuse("chain-source-poor", "The source holds one atomic unit too little", "Balance", source("amount"), "999", poor),
    refuse("chain-source-empty", "The source is empty", "Balance", source("amount"), "0", poor),
    fine("chain-source-exact", "The source holds exactly the amount", "Balance", source("amount"), "1000"),
    fine("chain-source-u64-max", "The source holds the highest u64", "Balance", source("amount"), "18446744073709551615"),
    fine("chain-destination-empty", "The destination is empty", "Balance", destination("amount"), "0"),
    refuse("chain-source-frozen", "The source is frozen", "Frozen", source("frozen"), true, "The token program refuses the transfer."),
    refuse("chain-destination-frozen", "The destination is frozen", "Frozen", destination("frozen"), true, "The token program refuses the transfer."),
    refuse("chain-source-other-mint", "The source holds another mint", "AccountState", source("mint"), scene.otherMint, "The token program refuses the transfer."),
    refuse("chain-destination-other-mint", "The destination holds another mint", "AccountState", destination("mint"), scene.otherMint, "The token program refuses the transfer."),
    refuse("chain-source-other-owner", "The source belongs to a stranger", "AccountState", source("owner"), keys.stranger.address, "The payer may not move a stranger's tokens."),
    refuse("chain-source-of-sponsor", "The source, an account at the payer's address, belongs to the fee payer", "AccountState", source("owner"), keys.sponsor.address, "The payer may not move these tokens, and they are the fee payer's."),
    refuse("chain-source-other-program", "The source belongs to the other token program", "AccountState", source("program"), PROGRAMS.token2022, "The token program refuses an account that is not its own."),
    refuse("chain-decimals-other", "The mint has nine decimals", "MintState", `/chain/mints/${mint}/decimals`, 9, "The token program refuses other decimals."),
    refuse("chain-blockhash-expired", "The blockhash has expired", "Expired", "/chain/blockhashes/0", scene.address("a later blockhash"), "The payment can land no more."),
    refuse("chain-no-blockhash", "No blockhash is good", "Expired", "/chain/blockhashes", [], "The payment can land no more."),
    fine("chain-blockhash-alone", "Only this payment's blockhash is good", "Expired", "/chain/blockhashes", [scene.blockhashes[0]]),
    fine("chain-source-delegated", "The source has a delegate as well", "Delegate", source("delegate"), { address: keys.stranger.address, amount: "5" }),
    fine("chain-destination-delegated", "The destination has a delegate", "Delegate", destination("delegate"), { address: keys.stranger.address, amount: "5" }),
    refuse("chain-network-other", "The chain is Devnet", "OtherNetwork", "/chain/network", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "The offer is for another chain."),
    open("chain-destination-given-away", "The destination's owner gave it to a stranger", "AccountState", destination("owner"), keys.stranger.address, "The rule binds the address; whose account it is by now, it does not ask."),
    open("chain-source-delegate-is-sponsor", "The fee payer is the source's delegate and does not use it", "Delegate", source("delegate"), { address: keys.sponsor.address, amount: "5" }, "The rules speak of a fee payer that moves tokens; being approved is not that."),
  ];
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "One payment on Solana under other offers, before other facilitators, on chains in another state.",
  requirements: ["svm.offer.feepayer", "svm.offer.asset", "svm.offer.payto", "svm.offer.memo-string", "svm.client-genesis", "svm.fac.feepayer-managed", "svm.fac.feepayer-matches", "svm.fac.memo-match", "svm.fac.blockhash-not-bound", "svm.fac.blockhash-expired", "svm.fac.account-existence", "svm.fac.destination-exists", "svm.fac.simulation", "svm.fac.amount", "svm.fac.amount-over", "svm.fac.mint", "svm.fac.destination", "svm.fac.compute-price", "svm.settle.expired"],
  flags: {
    OfferChanged: { bugClass: "requirements-not-compared", description: "Judges the payment by itself, or by the copy of the offer the client sent.", effect: "A cheap payment buys an expensive resource, or another seller's.", links: [] },
    OfferWidth: { bugClass: "u64-precision-lost", description: "Reads the amount with wrapping, parseInt or a double.", effect: "An amount that cannot be paid is taken for paid.", links: [] },
    OfferForm: { bugClass: "address-format-not-checked", description: "Guesses what an address in the offer means.", effect: "A payment to an account the seller does not control is called right.", links: [] },
    OfferExtras: { bugClass: "unknown-member-refused", description: "Refuses an offer for members it does not know, or that do not concern it.", effect: "Offers of newer servers cannot be paid.", links: [] },
    OtherNetwork: { bugClass: "network-not-compared", description: "Does not compare the network, or takes an old name for it.", effect: "A payment in worthless tokens of a test network is called right.", links: ["https://chainagnostic.org/CAIPs/caip-2"] },
    OtherFeePayer: { bugClass: "fee-payer-not-compared", description: "Does not compare the fee payer with the offer's.", effect: "The facilitator pays for offers that name nobody, or somebody else.", links: [] },
    ForeignFeePayer: { bugClass: "fee-payer-not-managed", description: "Does not ask whether it can sign for the fee payer, or knows its first key only.", effect: "A payment is found valid that cannot settle, or refused that could.", links: [] },
    SellersMemo: { bugClass: "memo-not-required", description: "Does not compare the memo with the seller's.", effect: "One payment does for two invoices.", links: [] },
    BlockhashHint: { bugClass: "blockhash-hint-bound", description: "Wants the payment on the blockhash the offer hinted at.", effect: "Payments of clients that fetch one themselves are refused.", links: [] },
    PriceBound: { bugClass: "compute-price-off-by-one", description: "Has its bound for the price in the code, or compares it wrongly.", effect: "Payments at the operator's bound are refused, or ones above it accepted.", links: [] },
    AccountMissing: { bugClass: "recipient-account-missing", description: "Does not ask whether the accounts exist.", effect: "The resource is given for a payment that fails on the chain.", links: ["https://github.com/x402-foundation/x402/issues/1020"] },
    Balance: { bugClass: "balance-off-by-one", description: "Does not look at the balance, or compares it wrongly.", effect: "The resource is given for a payment that fails, or a payer with exactly the amount refused.", links: [] },
    Frozen: { bugClass: "frozen-account-ignored", description: "Does not notice that an account is frozen.", effect: "The resource is given for a payment that fails on the chain.", links: [] },
    AccountState: { bugClass: "account-state-not-checked", description: "Trusts an address for what is stored at it.", effect: "The resource is given for a payment that fails on the chain.", links: [] },
    MintState: { bugClass: "decimals-not-checked", description: "Does not compare the decimals with the mint's.", effect: "The resource is given for a payment that fails on the chain.", links: [] },
    Expired: { bugClass: "blockhash-not-checked", description: "Does not ask whether the payment can still land.", effect: "The resource is given for a payment that cannot settle.", links: [] },
    Delegate: { bugClass: "delegate-misread", description: "Takes an account that has a delegate for the delegate's.", effect: "Payers who approved somebody once can pay no more.", links: [] },
  },
  groups: async ({ seeded }) => {
    const scene = await sceneOf({ seeded });
    const { chain, facilitator, requirements } = scene.shared;
    const { tokenAccounts, mints } = chain as { tokenAccounts: Readonly<Record<string, object>>; mints: Readonly<Record<string, object>> };
    const few = { ...chain, tokenAccounts: Object.fromEntries([scene.ata.payer, scene.account.payTo].map((address) => [address, tokenAccounts[address]])), mints, lookupTables: {} };
    const plain = valid({ id: "plain", comment: `A payment, its offer and the chain, ${NETWORK}`, flags: ["OfferExtras"], input: { transaction: scene.pay(), requirements, facilitator, chain: few }, output: { payer: scene.keys.payer.address } });
    return [{ name: "terms", comment: "The transaction is always the same", shared: {}, tests: [plain, ...(await offers(plain, scene)), ...facilitators(plain, scene), ...chains(plain, scene)] }];
  },
});
