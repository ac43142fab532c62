import { merchantAvailable, merchantPending } from "../../accounts.ts";
import { NETWORK_RULES } from "../../card/network-rules.ts";
import { CARD_NETWORKS } from "../../card/types.ts";
import { seconds } from "../context.ts";
import { readQuery } from "../list.ts";
import { merchantFor, type Operation } from "../operation.ts";
import { optional, text } from "../params.ts";

/** Who the key is, and what the provider and the card networks set limits to. */
const account: Operation = {
  name: "account.get",
  method: "GET",
  path: "/v1/account",
  run: ({ psp, key }) => ({
    body: {
      object: "account",
      psp: psp.name,
      key: key.id,
      name: key.name,
      merchant_account: key.merchant,
      limits: {
        attempts_per_intent: psp.limits.attemptsPerIntent,
        single_use_enforced: psp.limits.enforceSingleUse,
        card_networks: Object.fromEntries(CARD_NETWORKS.map((network) => [network, { retries: NETWORK_RULES[network].retries, authorization_valid_for: seconds(NETWORK_RULES[network].holdFor) }])),
      },
      livemode: false,
    },
  }),
};

/** What a merchant has at the provider. */
const balance: Operation = {
  name: "balance.get",
  method: "GET",
  path: "/v1/balance",
  takesQuery: true,
  run({ psp, key, query }) {
    const merchant = merchantFor({ psp, key, given: readQuery(query, { merchant_account: optional(text()) }).merchant_account });
    const of = ({ owner, purpose }: { owner: string; purpose: string }) => psp.ledger.accounts({ owner, purpose }).map(({ currency, amount }) => ({ currency, amount: Number(amount) }));
    const ref = { merchant: merchant.id, psp: psp.name };
    return { body: { object: "balance", merchant_account: merchant.id, available: of(merchantAvailable(ref)), pending: of(merchantPending(ref)), livemode: false } };
  },
};

export const operations: readonly Operation[] = [account, balance];
