import { loadNetworks } from "../../spec/registry.ts";
import type { PaymentRequirements } from "../../spec/types.ts";

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
}

/** Offers on these networks first, in this order. CAIP-2. */
export function preferNetworks(networks: readonly string[]): SelectionRule {
  const rank = ({ network }: PaymentRequirements): number => {
    const found = networks.indexOf(network);
    return found === -1 ? networks.length : found;
  };
  return { name: "prefer-networks", compare: (left, right) => rank(left) - rank(right) };
}

/** No offer on a network whose money is worth something. A network the registry does not know counts as such. */
export function avoidMainnet(): SelectionRule {
  const tests = new Set(loadNetworks().flatMap(({ id, test }) => (test ? [id] : [])));
  return { name: "avoid-mainnet", allows: ({ network }) => tests.has(network) };
}

/** Only these assets. EVM addresses without regard to letter case. */
export function onlyAssets(assets: readonly { readonly network: string; readonly asset: string }[]): SelectionRule {
  const key = (network: string, asset: string): string => `${network}/${asset.startsWith("0x") ? asset.toLowerCase() : asset}`;
  const allowed = new Set(assets.map(({ network, asset }) => key(network, asset)));
  return { name: "only-assets", allows: ({ network, asset }) => allowed.has(key(network, asset)) };
}

/**
 * Nothing dearer than this.
 *
 * @param amount atomic units; they are comparable within one asset only, so combine with `onlyAssets`
 */
export function maxAmount(amount: bigint): SelectionRule {
  return { name: "max-amount", allows: (requirements) => BigInt(requirements.amount) <= amount };
}

/** The smallest amount first. Compares offers of the same asset on the same network only. */
export function cheapest(): SelectionRule {
  return {
    name: "cheapest",
    compare(left, right) {
      if (left.network !== right.network || left.asset.toLowerCase() !== right.asset.toLowerCase()) return 0;
      const difference = BigInt(left.amount) - BigInt(right.amount);
      return difference < 0n ? -1 : difference > 0n ? 1 : 0;
    },
  };
}
