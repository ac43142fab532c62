import type { PaymentRequirements, SettleResponse } from "../../../../spec/types.ts";
import { faultSet } from "../../../faults.ts";
import { type RailWorld, startRails, type StartRails } from "../../../rails/index.ts";
import { memoryStore, type Store } from "../../../store.ts";
import { createHttpFetch, type HttpFetch } from "../../../transports/http/http-fetch.ts";
import type { Caller, SchemeFacilitator } from "../../scheme.ts";
import { createCardFacilitator } from "../facilitator.ts";

/** Simulated rails with two providers and two merchants, and facilitators on them. */
export interface CardWorld {
  readonly rails: RailWorld;
  /** The facilitator's own clock. It goes as the wall clock does, and can be put ahead of it. Milliseconds. */
  readonly clock: { ahead: number; now(): number };
  facilitator(options?: { faults?: readonly string[]; store?: Store; fetch?: HttpFetch; network?: string; timeoutSeconds?: number }): SchemeFacilitator;
  /** A token of a payer who has money. */
  token(options?: { as?: string; owner?: string; singleUse?: boolean; psp?: string }): string;
  /** Payments on the card rail that ever held something. */
  holds(): number;
  close(): Promise<void>;
}

export const shop: Caller = { accounts: ["acct_shop"] };
export const stall: Caller = { accounts: ["acct_stall"] };
export const PAYERS_MONEY = 100_000n;

const WEBHOOK_SECRET = "whsec_test_of_cards";

export async function startCardWorld(options: Partial<StartRails> = {}): Promise<CardWorld> {
  const clock = { ahead: 0, now: (): number => Date.now() + clock.ahead };
  const rails = await startRails({ seed: "cards", psps: ["simpay", "otherpay"], signatureTime: clock.now, ...options });
  const keys = new Map([...rails.psps].map(([name, { control }]) => [name, control.issueKey({ id: "key_facilitator" }).secret]));
  for (const { control } of rails.psps.values()) for (const id of ["acct_shop", "acct_stall"]) control.openMerchant({ id });
  const started: SchemeFacilitator[] = [];
  const funded = new Set<string>();
  const providers = Object.fromEntries([...rails.psps].map(([name, { url }]) => [name, { url, key: keys.get(name) ?? "", webhookSecret: WEBHOOK_SECRET }]));
  return {
    rails,
    clock,
    facilitator({ faults = [], store = memoryStore(), fetch = createHttpFetch(), network = "card:visa", timeoutSeconds = 5 } = {}) {
      const half = createCardFacilitator({
        effects: { now: clock.now, randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
        faults: faultSet(faults),
        network,
        chain: { rpcUrl: rails.psp.url, signerPrivateKey: keys.get("simpay") ?? "", providers },
        confirmationTimeoutSeconds: timeoutSeconds,
        store,
        fetch,
      });
      started.push(half);
      return half;
    },
    token({ as = "card_visa", owner = "alice", singleUse = false, psp = "simpay" } = {}) {
      if (!funded.has(owner)) for (const currency of ["USD", "JPY", "KWD"]) rails.fund({ owner, currency, amount: PAYERS_MONEY });
      funded.add(owner);
      const provider = rails.psps.get(psp) ?? rails.psp;
      return provider.control.tokens.mint({ owner, as, singleUse }).id;
    },
    holds: () => rails.rails.card.payments().filter(({ authorized }) => authorized > 0n).length,
    async close() {
      await Promise.all(started.map((half) => half.close?.()));
      await rails.close();
    },
  };
}

export function offerOf(edit: Partial<PaymentRequirements> = {}, extra: Readonly<Record<string, unknown>> = {}): PaymentRequirements {
  return { scheme: "auth-capture", network: "card:visa", amount: "100", asset: "USD", payTo: "acct_shop", maxTimeoutSeconds: 60, extra: { psp: "simpay", paymentFlow: "escrow", ...extra }, ...edit };
}

let counted = 0;
export const nextPaymentId = (): string => `pay_test_payment_${(counted += 1)}`;

/** Settles a client's payload, or what a server writes. */
export async function settle(half: SchemeFacilitator, options: { payload: Record<string, unknown>; offer?: PaymentRequirements; caller?: Caller }): Promise<SettleResponse> {
  const { payload, offer = offerOf(), caller } = options;
  return await half.settle({ payload, accepted: offer, requirements: offer, ...(caller === undefined ? {} : { caller }) });
}
