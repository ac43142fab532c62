import { createValidator } from "../../../spec/schemas.ts";
import type { PaymentRequirements, SettleResponse } from "../../../spec/types.ts";
import { faultSet } from "../../faults.ts";
import { type InstrumentChoice, type RailWorld, startRails } from "../../rails/index.ts";
import { createFacilitator as createAch } from "../../schemes/exact-ach/facilitator.ts";
import { createFacilitator as createSepa } from "../../schemes/exact-sepa/facilitator.ts";
import type { Caller, PaymentToJudge, SchemeFacilitator } from "../../schemes/scheme.ts";
import { memoryStore, type Store } from "../../store.ts";
import type { HttpFetch } from "../../transports/http/http-fetch.ts";
import type { DeliverOn } from "../network.ts";
import { FLOW_OF } from "../terms.ts";

/** A world of rails with two PSPs, and facilitator halves in it. For tests of payments over banks. */

export type RailName = "ach" | "sdd-core" | "sct-inst";

/** The rails that both texts have, with what differs for a test. */
export const RAILS = {
  ach: { network: "ach:us", currency: "USD", instrument: "ach", create: createAch, extra: {}, unauthorized: "ach_authorization_required", prefix: "ach", refused: "ach_debit_refused" },
  "sdd-core": { network: "sepa:eu", currency: "EUR", instrument: "sepa_debit", create: createSepa, extra: { rail: "sdd-core" }, unauthorized: "sepa_mandate_required", prefix: "sepa", refused: "sepa_refused" },
  "sct-inst": { network: "sepa:eu", currency: "EUR", instrument: "sepa_instant", create: createSepa, extra: { rail: "sct-inst" }, unauthorized: "sepa_consent_required", prefix: "sepa", refused: "sepa_refused" },
} as const;

export const DEBITS = ["ach", "sdd-core"] as const;
export const ALL = ["ach", "sdd-core", "sct-inst"] as const;

export const AMOUNT = 1_250n;
const START = 10_000n;

export interface Payer {
  readonly owner: string;
  readonly token: string;
}

export interface BankWorld {
  readonly rails: RailWorld;
  readonly secret: string;
  readonly webhookSecret: string;
  /** A payer with money, an account and, unless told otherwise, an authorisation for the shop. */
  payer(options: { rail: RailName; as?: InstrumentChoice; authorized?: boolean; funds?: bigint }): Payer;
  requirements(options: { rail: RailName; deliverOn?: DeliverOn; edit?: Partial<PaymentRequirements>; extra?: Readonly<Record<string, unknown>> }): PaymentRequirements;
  half(options: { rail: RailName; faults?: readonly string[]; store?: Store; fetch?: HttpFetch; now?: () => number; timeoutSeconds?: number }): SchemeFacilitator;
  /** Minor units that a payer has lost. */
  paid(payer: Payer, rail: RailName): bigint;
  /** Minor units that a merchant has, cleared or not. */
  earned(merchant: string, rail: RailName): bigint;
  /** Until debits have settled. */
  settleAll(): Promise<void>;
  close(): Promise<void>;
}

export const SHOP = "acct_shop";
export const STALL = "acct_stall";
export const shop: Caller = { accounts: [SHOP] };

let ids = 0;

/** What a client presents. */
export function presented(options: { token: string; requirements: PaymentRequirements; paymentId?: string; edit?: Readonly<Record<string, unknown>> }): PaymentToJudge {
  const { token, requirements, paymentId = `payment-of-the-test-${(ids += 1)}` } = options;
  return { payload: { token, paymentId, ...options.edit }, accepted: requirements, requirements };
}

export function asked(payment: PaymentToJudge, caller: Caller | undefined = shop): PaymentToJudge {
  return { ...payment, payload: { type: "status", paymentId: payment.payload["paymentId"] }, ...(caller === undefined ? {} : { caller }) };
}

/** Of an answer, what a server goes by. */
export function gist({ success, errorReason, transaction, extra }: SettleResponse): string {
  return [success ? "success" : errorReason, extra?.["state"], extra?.["reasonCode"], transaction === "" ? "-" : "pi"].filter((part) => part !== undefined).join(" ");
}

const validator = createValidator();

/** Whatever a test is about, its answers are of the form that the network's schema has. */
function asSchema({ rail, reply }: { rail: RailName; reply: SettleResponse }): SettleResponse {
  const checked = validator.validate(`exact-${RAILS[rail].prefix}-settle-response`, reply);
  if (!checked.ok) throw new Error(`not an answer of ${RAILS[rail].network}: ${JSON.stringify(checked.errors)}`);
  return reply;
}

export async function startBankWorld(options: { seed: string; startAt?: number }): Promise<BankWorld> {
  const rails = await startRails({ ...options, psps: ["simpay", "otherpay"], signatureTime: () => Date.now() });
  const [simpay, otherpay] = [...rails.psps.values()];
  if (simpay === undefined || otherpay === undefined) throw new Error("a world of two PSPs");
  for (const { control } of rails.psps.values()) for (const id of [SHOP, STALL]) control.openMerchant({ id });
  const secret = simpay.control.issueKey({ id: "key_facilitator" }).secret;
  const otherSecret = otherpay.control.issueKey({ id: "key_facilitator" }).secret;
  const webhookSecret = "whsec_of_the_test";
  let payers = 0;
  return {
    rails,
    secret,
    webhookSecret,
    payer({ rail, as = RAILS[rail].instrument, authorized = true, funds = START }) {
      const owner = `payer-${(payers += 1)}`;
      rails.fund({ owner, currency: RAILS[rail].currency, amount: funds });
      const { tokens } = simpay.control;
      const token = tokens.mint({ owner, as, ...(rail === "sct-inst" ? { consent: authorized ? { merchant: SHOP, amount: AMOUNT } : "none" } : {}) }).id;
      if (authorized && rail !== "sct-inst") tokens.mandate({ token, merchant: SHOP });
      return { owner, token };
    },
    requirements({ rail, deliverOn = "settled", edit, extra }) {
      const { network, currency, extra: named } = RAILS[rail];
      return { scheme: "exact", network, amount: String(AMOUNT), asset: currency, payTo: SHOP, maxTimeoutSeconds: 60, ...edit, extra: { psp: "simpay", ...named, deliverOn, paymentFlow: FLOW_OF[deliverOn], ...extra } };
    },
    half({ rail, faults = [], store = memoryStore(), fetch, now = () => Date.now(), timeoutSeconds = 10 }) {
      const half = RAILS[rail].create({
        effects: { now, randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
        faults: faultSet(faults.map((fault) => `facilitator.${fault}`)),
        network: RAILS[rail].network,
        chain: { rpcUrl: simpay.url, signerPrivateKey: secret, providers: { simpay: { url: simpay.url, key: secret, webhookSecret }, otherpay: { url: otherpay.url, key: otherSecret } } },
        confirmationTimeoutSeconds: timeoutSeconds,
        store,
        ...(fetch === undefined ? {} : { fetch }),
      });
      return faults.length > 0 ? half : { ...half, settle: async (payment) => asSchema({ rail, reply: await half.settle(payment) }) };
    },
    paid: ({ owner }, rail) => START - rails.balance({ owner, currency: RAILS[rail].currency }),
    earned: (owner, rail) => rails.balance({ owner, currency: RAILS[rail].currency }),
    settleAll: () => rails.clock.advance({ days: 4 }),
    close: () => rails.close(),
  };
}
