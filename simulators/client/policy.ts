import { loadNetworks } from "../../spec/registry.ts";
import type { PaymentRequirements } from "../../spec/types.ts";
import { isCurrency } from "./money.ts";

/**
 * What the payer wants, as rules. A rule may strike offers out, order those that are left, or both.
 * Rules are asked in the order they are given: an earlier preference outweighs a later one.
 */
export interface SelectionRule {
  /** For messages, e.g. `max-amount`. */
  readonly name: string;
  /** `false` strikes the offer out. */
  readonly allows?: (requirements: PaymentRequirements) => boolean;
  /** Negative when `left` is the better offer, 0 when the rule has no opinion. */
  readonly compare?: (left: PaymentRequirements, right: PaymentRequirements) => number;
  /**
   * The payer has named what to pay with, so its flow does not matter: cards know no other than escrow. All other rules
   * order within a flow.
   */
  readonly overFlow?: true;
}

/**
 * Offers on these networks first, in this order, whatever their flow.
 *
 * @param networks CAIP-2, or all of a namespace, as `card:*`
 */
export function preferNetworks(networks: readonly string[]): SelectionRule {
  const rank = ({ network }: PaymentRequirements): number => {
    const found = networks.findIndex((pattern) => covers({ pattern, network }));
    return found === -1 ? networks.length : found;
  };
  return { name: "prefer-networks", overFlow: true, compare: (left, right) => rank(left) - rank(right) };
}

/**
 * No offer on a network whose money is worth something. A network the registry does not know counts as such.
 *
 * @param options.except networks that may be paid on all the same, as `card:*` where the tokens at hand are test tokens
 */
export function avoidMainnet({ except = [] }: { readonly except?: readonly string[] } = {}): SelectionRule {
  const tests = new Set(loadNetworks().flatMap(({ id, test }) => (test ? [id] : [])));
  return { name: "avoid-mainnet", allows: ({ network }) => tests.has(network) || except.some((pattern) => covers({ pattern, network })) };
}

/** Only these assets, on networks given as in {@link preferNetworks}. Hexadecimal addresses without regard to letter case. */
export function onlyAssets(assets: readonly { readonly network: string; readonly asset: string }[]): SelectionRule {
  return { name: "only-assets", allows: (offer) => assets.some(({ network, asset }) => covers({ pattern: network, network: offer.network }) && sameAsset(asset, offer.asset)) };
}

/**
 * Nothing dearer than this.
 *
 * @param limit atomic units; they are comparable within one asset only, so combine with `onlyAssets`. Or amounts by asset: of
 *   a currency for all networks, of a token for the one it is on; what is not listed is not limited
 * @example maxAmount([{ asset: "JPY", amount: 500n }, { asset: "KWD", amount: minorUnits({ amount: "1.250", currency: "KWD" }) }])
 */
export function maxAmount(limit: bigint | readonly { readonly asset: string; readonly network?: string; readonly amount: bigint }[]): SelectionRule {
  const limits = (requirements: PaymentRequirements): readonly bigint[] =>
    typeof limit === "bigint"
      ? [limit]
      : limit.flatMap(({ asset, network, amount }) => (sameAsset(asset, requirements.asset) && (network === undefined || covers({ pattern: network, network: requirements.network })) ? [amount] : []));
  return { name: "max-amount", allows: (requirements) => limits(requirements).every((most) => BigInt(requirements.amount) <= most) };
}

/** The smallest amount first. Compares offers of the same token on the same network, or of the same currency anywhere, and no others. */
export function cheapest(): SelectionRule {
  return {
    name: "cheapest",
    compare(left, right) {
      if (!sameAsset(left.asset, right.asset) || (left.network !== right.network && !isCurrency(left.asset))) return 0;
      const difference = BigInt(left.amount) - BigInt(right.amount);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    },
  };
}

/** @param options.pattern CAIP-2, or a namespace and `*` */
function covers({ pattern, network }: { pattern: string; network: string }): boolean {
  return pattern.endsWith(":*") ? network.startsWith(pattern.slice(0, -1)) : network === pattern;
}

/** Hexadecimal addresses are the same in any letter case; other names of assets are not. */
function sameAsset(left: string, right: string): boolean {
  return left === right || (left.startsWith("0x") && left.toLowerCase() === right.toLowerCase());
}
