import type { PaymentRequirements } from "../../spec/types.ts";
import type { RailChain } from "../../simulators/rails/index.ts";

/**
 * What a payer agrees with the provider before it can pay an offer from its bank account: a mandate for this merchant's
 * debits, once for a token and merchant, or the consent to one transfer, in place of the token's last.
 */
export function agree(options: { readonly chain: RailChain; readonly token: string; readonly requirements: PaymentRequirements; readonly psp: string }): void {
  const { chain, token, requirements, psp } = options;
  const { payTo: merchant, amount } = requirements;
  const provider = chain.world.psps.get(psp);
  const method = provider?.control.tokens.get(token);
  if (provider === undefined || method === undefined || method.type === "card") return;
  provider.control.openMerchant({ id: merchant });
  if (method.type === "sepa_instant") provider.control.tokens.consent({ token, merchant, amount: BigInt(amount), once: true });
  else provider.control.tokens.mandate({ token, merchant });
}
