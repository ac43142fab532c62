import type { PaymentRequirements } from "../../spec/types.ts";
import type { RailChain } from "../../simulators/rails/index.ts";

/**
 * What a payer agreed with the provider before it can pay an offer from its bank account: a mandate for this merchant's
 * debits. Once for a token and merchant.
 */
export function agree(options: { readonly chain: RailChain; readonly token: string; readonly requirements: PaymentRequirements; readonly psp: string }): void {
  const { chain, token, requirements, psp } = options;
  const provider = chain.world.psps.get(psp);
  const method = provider?.control.tokens.get(token);
  if (provider === undefined || method === undefined || method.type === "sepa_instant" || method.type === "card") return;
  provider.control.openMerchant({ id: requirements.payTo });
  provider.control.tokens.mandate({ token, merchant: requirements.payTo });
}
