import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import { CARD, EURC, SOLANA, USDC } from "./_offers.ts";

const MAINNET = { ...USDC, network: "eip155:8453", asset: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913" };
const FUTURE_FLOW = { ...USDC, extra: { ...USDC.extra, paymentFlow: "postpaid" } };
const UPFRONT = { ...USDC, extra: { ...USDC.extra, paymentFlow: "upfront" } };
const FLOWS = ["authorization", "upfront"];
const NONE_LEFT = "None of the offers is one that this client can pay.";

const choice = (options: { id: string; comment: string; flags?: readonly string[]; accepts: readonly unknown[]; index: number }): DraftTest => {
  const { id, comment, flags = [], accepts, index } = options;
  return valid({ id, comment, flags, input: structuredClone({ accepts }), output: { index } });
};
const none = (of: DraftTest, id: string, comment: string, flag: string, path: string, to: unknown): DraftTest => invalid(of, { id, comment, flags: [flag], path, to, reason: NONE_LEFT });

const supported = (): DraftGroup => {
  const plain = choice({ id: "plain", comment: "One offer that can be paid", accepts: [USDC], index: 0 });
  const behind = (id: string, comment: string, flag: string, first: unknown): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/accepts", to: [first, USDC], output: { index: 1 } });
  return {
    name: "supported",
    comment: "A client of exact on one EVM test network",
    shared: { can: [{ scheme: "exact", network: "eip155:84532" }], flows: FLOWS },
    tests: [
      plain,
      behind("other-network-first", "An offer on another EVM chain comes first", "FirstOffer", MAINNET),
      behind("other-family-first", "An offer on Solana comes first", "FirstOffer", SOLANA),
      behind("other-scheme-first", "An offer of another scheme comes first", "FirstOffer", { ...USDC, scheme: "upto" }),
      behind("card-first", "An offer on a rail that is no chain comes first", "UnknownEntry", CARD),
      behind("scheme-nobody-knows-first", "An offer of a scheme nobody knows comes first, with other members", "UnknownEntry", { scheme: "barter", network: "village:green", goods: ["eggs"] }),
      behind("v1-entry-first", "An offer of version 1 comes first", "UnknownEntry", { scheme: "exact", network: "base-sepolia", maxAmountRequired: "10000", asset: USDC.asset, payTo: USDC.payTo, maxTimeoutSeconds: 60 }),
      behind("long-chain-number-first", "An offer on a chain whose number begins with the supported one", "NetworkBeginning", { ...USDC, network: "eip155:845320" }),
      stillValid(plain, { id: "last-of-five", comment: "The last of five can be paid", flags: ["FirstOffer"], path: "/accepts", to: [MAINNET, SOLANA, CARD, { ...USDC, scheme: "upto" }, USDC], output: { index: 4 } }),
      stillValid(plain, { id: "unknown-extra-member", comment: "A member of extra nobody knows", flags: ["UnknownEntry"], path: "/accepts/0/extra/loyaltyClub", to: "gold" }),
      stillValid(plain, { id: "flow-named", comment: "The default flow by its name", flags: ["FlowNamed"], path: "/accepts/0/extra/paymentFlow", to: "authorization" }),
      stillValid(plain, { id: "upfront-alone", comment: "A flow the client knows and that is not the default", flags: ["FlowNamed"], path: "/accepts/0/extra/paymentFlow", to: "upfront" }),
      none(plain, "only-other-network", "The only offer is on another EVM chain", "Anyway", "/accepts/0/network", "eip155:43113"),
      none(plain, "only-longer-chain-number", "The only offer is on a chain whose number begins with the supported one", "NetworkBeginning", "/accepts/0/network", "eip155:845320"),
      none(plain, "only-shorter-chain-number", "The only offer is on a chain with which the supported one's number begins", "NetworkBeginning", "/accepts/0/network", "eip155:8453"),
      none(plain, "only-solana", "The only offer is on Solana", "Anyway", "/accepts", [SOLANA]),
      none(plain, "only-other-scheme", "The only offer is of another scheme", "Anyway", "/accepts/0/scheme", "upto"),
      none(plain, "only-v1-name", "The only offer names its network as version 1 did", "Anyway", "/accepts/0/network", "base-sepolia"),
      none(plain, "only-wildcard", "The only offer has a pattern as its network", "Anyway", "/accepts/0/network", "eip155:*"),
      none(plain, "nothing-offered", "No offer at all", "Anyway", "/accepts", []),
    ],
  };
};

const flows = (): DraftGroup => {
  const plain = choice({ id: "unknown-flow-first", comment: "An offer under a flow the client does not know, then the same without", flags: ["UnknownFlow"], accepts: [FUTURE_FLOW, USDC], index: 1 });
  const preferred = "Clients should prefer the flow in which money moves last; they need not.";
  return {
    name: "payment-flows",
    comment: "Offers that name a payment flow, which is of text newer than April 2026",
    shared: { can: [{ scheme: "exact", network: "eip155:84532" }], flows: FLOWS },
    tests: [
      plain,
      choice({ id: "unknown-flow-last", comment: "The same offers the other way round", flags: ["UnknownFlow"], accepts: [USDC, FUTURE_FLOW], index: 0 }),
      choice({ id: "unknown-flow-cheaper", comment: "An offer under an unknown flow that costs less", flags: ["UnknownFlow"], accepts: [{ ...FUTURE_FLOW, amount: "1" }, UPFRONT], index: 1 }),
      none(plain, "only-unknown-flow", "Both offers are under flows the client does not know", "UnknownFlow", "/accepts/1/extra/paymentFlow", "deferred"),
      none(plain, "escrow-not-known", "A flow of the text that this client does not know", "UnknownFlow", "/accepts/1/extra/paymentFlow", "escrow"),
      none(plain, "flow-as-list", "A list of flows", "UnknownFlow", "/accepts/1/extra/paymentFlow", ["authorization"]),
      acceptable(plain, { id: "flow-null", comment: "null as flow", flags: ["UnknownFlow"], path: "/accepts/1/extra/paymentFlow", to: null, reason: "Left out means the default; that null means the same, the text does not say." }),
      acceptable(plain, { id: "flow-of-other-case", comment: "The default flow in capitals", flags: ["UnknownFlow"], path: "/accepts/1/extra/paymentFlow", to: "AUTHORIZATION", reason: "Whether letter case counts in names of flows, the text does not say." }),
      acceptable(plain, { id: "both-flows", comment: "Upfront first, then the default", flags: ["UnknownFlow"], path: "/accepts/0", to: UPFRONT, reason: preferred }),
    ],
  };
};

const caps = (): DraftGroup => {
  const plain = choice({ id: "under-cap", comment: "An offer under the cap", accepts: [USDC], index: 0 });
  const cheapElsewhere = { ...SOLANA, amount: "1" };
  const last = choice({ id: "payable-offer-under-cap", comment: "A cheap offer on a network the client lacks, then a dear one it has, under the cap", flags: ["CapOnFirst"], accepts: [cheapElsewhere, { ...USDC, amount: "50000" }], index: 1 });
  return {
    name: "caps",
    comment: "A client that pays at most 50000 of one token and 2^53 of another",
    shared: { can: [{ scheme: "exact", network: "eip155:84532" }], flows: FLOWS, cap: { [USDC.asset]: "50000", [EURC.asset]: "9007199254740992" } },
    tests: [
      plain,
      stillValid(plain, { id: "at-cap", comment: "An offer of exactly the cap", flags: ["CapBoundary"], path: "/accepts/0/amount", to: "50000" }),
      stillValid(plain, { id: "fewer-digits", comment: "A smaller number that comes after the cap in the order of texts", flags: ["CapAsText"], path: "/accepts/0/amount", to: "9" }),
      none(plain, "one-above-cap", "One unit above the cap", "CapBoundary", "/accepts/0/amount", "50001"),
      none(plain, "more-digits", "A larger number that comes before the cap in the order of texts", "CapAsText", "/accepts/0/amount", "100000"),
      none(plain, "far-above-cap", "The largest amount of all", "CapBoundary", "/accepts/0/amount", (2n ** 256n - 1n).toString()),
      stillValid(plain, { id: "dear-first", comment: "A dear offer first, then one under the cap", flags: ["CapOnFirst"], path: "/accepts", to: [{ ...USDC, amount: "60000" }, USDC], output: { index: 1 } }),
      last,
      none(last, "payable-offer-above-cap", "The same, with the dear one above the cap", "CapOnFirst", "/accepts/1/amount", "50001"),
      stillValid(plain, { id: "cap-at-2-53", comment: "An offer in the other token, of exactly its cap", flags: ["CapInDoubles"], path: "/accepts/0", to: { ...EURC, amount: "9007199254740992" } }),
      none(plain, "one-above-2-53", "One unit above it, which a double does not tell from the cap", "CapInDoubles", "/accepts/0", { ...EURC, amount: "9007199254740993" }),
      stillValid(plain, { id: "other-token-unlimited", comment: "A token without a cap", flags: ["CapOfOther"], path: "/accepts/0", to: { ...USDC, amount: "60000", asset: "0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb" } }),
    ],
  };
};

export const vectors = defineVectors({
  operation: "offer.select",
  description: "Which offer a client pays: only one it supports, under a flow it knows, within its own limit. Preferences among several such offers are not asked: the text leaves them to clients.",
  requirements: ["core.flow.selects-supported", "flow.client-unknown-flow", "flow.client-skip-unknown", "flow.client-prefer-authorization"],
  flags: {
    FirstOffer: { bugClass: "first-offer-used", description: "Looks at the first offer alone.", effect: "Resources that could be paid for are not, or the wrong offer is signed.", links: ["https://github.com/x402-foundation/x402/pull/1130"] },
    UnknownEntry: { bugClass: "unknown-offer-fails-all", description: "Refuses all offers for one it cannot read.", effect: "A server that adds a rail loses its old customers.", links: [] },
    NetworkBeginning: { bugClass: "network-beginning-compared", description: "Compares the beginning of a network's name.", effect: "A payment is signed for another chain.", links: [] },
    Anyway: { bugClass: "unsupported-offer-signed", description: "Signs what it does not support.", effect: "A signature of unknown meaning is given away.", links: [] },
    FlowNamed: { bugClass: "default-flow-named-refused", description: "Refuses an offer for naming its flow.", effect: "Servers that say what they do cannot be paid.", links: [] },
    UnknownFlow: { bugClass: "unknown-flow-signed", description: "Reads paymentFlow as private data, or lets one unknown entry stop all.", effect: "Money moves at a time the client did not agree to, or a payable offer is lost.", links: [] },
    CapOnFirst: { bugClass: "cap-checked-before-selection", description: "Holds the limit against another offer than the one it then pays.", effect: "More is paid than the caller allowed, or nothing although it was allowed.", links: ["https://github.com/cloudflare/agents/pull/2272"] },
    CapBoundary: { bugClass: "cap-off-by-one", description: "Counts the limit itself as too much, or checks no limit.", effect: "A price that was agreed is refused, or any price is paid.", links: [] },
    CapAsText: { bugClass: "amount-compared-as-text", description: "Compares amounts as texts.", effect: "100000 passes as less than 50000.", links: [] },
    CapInDoubles: { bugClass: "amount-loses-digits", description: "Compares amounts as doubles.", effect: "More is paid than the caller allowed.", links: [] },
    CapOfOther: { bugClass: "cap-without-asset", description: "Holds the limit of one asset against another.", effect: "Units of another worth are taken for equal.", links: [] },
  },
  groups: () => [supported(), flows(), caps()],
});
