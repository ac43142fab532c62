import type { PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet, faultSet } from "../faults.ts";
import type { ClientWallet, PaymentFlow, SchemeClient } from "../schemes/scheme.ts";
import type { SelectionRule } from "./policy.ts";

/** Which of a server's offers to pay: x402-specification-v2.md §5.1.2 and §6, newer text §6.1 for flows. */

export const faults = defineFaults({
  "client.select.first-when-none-supported": { role: "client", bug: "BUG: signs for the first offer when it supports the scheme and network of none" },
  "client.select.unknown-scheme-aborts": { role: "client", bug: "BUG: gives up as soon as one offer names an unknown scheme" },
  "client.select.unknown-flow-as-last-resort": { role: "client", bug: "BUG: pays an offer of unknown flow when it is the only one" },
  "client.select.unknown-flow-aborts": { role: "client", bug: "BUG: gives up as soon as one offer names an unknown flow" },
  "client.select.flow-unranked": { role: "client", bug: "BUG: takes the first offer it can pay, whatever its flow" },
  "client.select.upfront-first": { role: "client", bug: "BUG: prefers the upfront flow to authorization" },
  "client.select.flow-unread-beside-method": { role: "client", bug: "BUG: does not read paymentFlow where assetTransferMethod stands beside it" },
  "client.select.method-asked-of-all": { role: "client", bug: "BUG: skips offers without assetTransferMethod as soon as another offer states one" },
});

export interface SelectionOptions {
  readonly accepts: readonly PaymentRequirements[];
  readonly schemes: readonly SchemeClient[];
  readonly wallets: readonly ClientWallet[];
  readonly policy?: readonly SelectionRule[];
  readonly faults?: FaultSet;
}

export type Selection =
  | { readonly ok: true; readonly requirements: PaymentRequirements; readonly scheme: SchemeClient }
  /** Why each offer was passed over, in their order. */
  | { readonly ok: false; readonly reasons: readonly string[] };

/**
 * Picks an offer: what no scheme here can pay and what the policy strikes out goes. Then the networks the payer prefers,
 * then what settles only after the content was served, then the policy's other preferences, then the server's order.
 *
 * @example
 * const selection = selectRequirement({ accepts: required.accepts, schemes, wallets, policy: [maxAmount(1_000_000n), cheapest()] });
 * if (!selection.ok) throw new Error(selection.reasons.join("; "));
 */
export function selectRequirement(options: SelectionOptions): Selection {
  const { accepts, schemes, wallets, policy = [] } = options;
  const fault = faultPoints({ declared: faults, active: options.faults ?? faultSet() });
  const flowOf = (requirements: PaymentRequirements): PaymentFlow | undefined =>
    requirements.extra?.["assetTransferMethod"] !== undefined && fault("client.select.flow-unread-beside-method") ? "authorization" : namedFlow(requirements);

  if (accepts.some(({ scheme }) => !schemes.some((half) => half.scheme === scheme)) && fault("client.select.unknown-scheme-aborts")) return { ok: false, reasons: ["an unknown scheme"] };
  if (accepts.some((requirements) => flowOf(requirements) === undefined) && fault("client.select.unknown-flow-aborts")) return { ok: false, reasons: ["an unknown flow"] };
  const methodStated = accepts.some(({ extra }) => extra?.["assetTransferMethod"] !== undefined);

  const payable: { readonly requirements: PaymentRequirements; readonly scheme: SchemeClient }[] = [];
  const reasons: string[] = [];
  for (const requirements of accepts) {
    const judged = judge(requirements);
    if (typeof judged === "string") reasons.push(judged);
    else payable.push({ requirements, scheme: judged });
  }
  const byRules = ({ overFlow, left, right }: { overFlow: boolean; left: PaymentRequirements; right: PaymentRequirements }): number =>
    policy.reduce((order, rule) => (order !== 0 || (rule.overFlow === true) !== overFlow ? order : (rule.compare?.(left, right) ?? 0)), 0);
  const [best] = payable.toSorted(
    ({ requirements: left }, { requirements: right }) => byRules({ overFlow: true, left, right }) || flowRank(left) - flowRank(right) || byRules({ overFlow: false, left, right }),
  );
  if (best !== undefined) return { ok: true, ...best };
  const [first] = accepts;
  const anyHalf = schemes.find((candidate) => first !== undefined && candidate.supports(first.network)) ?? schemes[0];
  const supported = accepts.some(({ scheme, network }) => schemes.some((candidate) => candidate.scheme === scheme && candidate.supports(network)));
  if (!supported && first !== undefined && anyHalf !== undefined && fault("client.select.first-when-none-supported")) return { ok: true, requirements: first, scheme: anyHalf };
  return { ok: false, reasons };

  function judge(requirements: PaymentRequirements): SchemeClient | string {
    const { scheme, network } = requirements;
    const flow = flowOf(requirements);
    if (flow === undefined && !(accepts.length === 1 && fault("client.select.unknown-flow-as-last-resort"))) return `payment flow ${JSON.stringify(requirements.extra?.["paymentFlow"])} is unknown`;
    if (methodStated && requirements.extra?.["assetTransferMethod"] === undefined && fault("client.select.method-asked-of-all")) return "no transfer method";
    const half = schemes.find((candidate) => candidate.scheme === scheme && (flow === undefined || candidate.flows.includes(flow)) && candidate.canPay({ requirements, wallets }));
    if (half === undefined) return `scheme ${scheme} on ${network} cannot be paid with what this client has`;
    const refusal = policy.find(({ allows }) => allows !== undefined && !allows(requirements));
    return refusal === undefined ? half : `policy ${refusal.name} strikes out ${requirements.amount} of ${requirements.asset} on ${network}`;
  }

  /** Pre-handler flows leave the payer without recourse when nothing is served, so they come last. */
  function flowRank(requirements: PaymentRequirements): number {
    const rank = flowOf(requirements) === "authorization" ? 0 : 1;
    if (fault("client.select.flow-unranked", () => new Set(payable.map((offer) => flowOf(offer.requirements) === "authorization")).size > 1)) return 0;
    return fault("client.select.upfront-first") ? -rank : rank;
  }
}

const FLOWS: readonly PaymentFlow[] = ["authorization", "upfront", "escrow"];

/** Flow an offer names, `authorization` where it names none; `undefined` for one this client does not know. */
function namedFlow(requirements: PaymentRequirements): PaymentFlow | undefined {
  const named = requirements.extra?.["paymentFlow"];
  return named === undefined ? "authorization" : FLOWS.find((flow) => flow === named);
}
