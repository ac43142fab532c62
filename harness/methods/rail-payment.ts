import type { PaymentRequirements } from "../../spec/types.ts";
import type { RailChain, RailWallet } from "../../simulators/rails/index.ts";
import { idOf } from "../../simulators/rails/ids.ts";
import type { PaymentBend, PaymentMethod } from "./method.ts";
import { charges, sentMember } from "./rail-access.ts";
import type { Json, PaymentReader, PaymentReading } from "./reader.ts";

/** Payments by `{ token, paymentId }`: what cards and bank payments have in common. */

/** A type alias, so that it has an index signature. */
export type RailPayload = { token: string; paymentId: string };

export interface RailBend extends PaymentBend {
  /** Test instrument behind the token, see simulators/rails/README.md. Default: the rail's first. */
  readonly instrument?: string;
  /** Instead of a token of the payer's. */
  readonly token?: string;
  /** Default: a fresh one. */
  readonly paymentId?: string;
  /** A token that can be used once, minted for this payment. */
  readonly singleUse?: boolean;
  /** Name of the provider that minted the token. Default: the first. */
  readonly psp?: string;
  /** The payer agreed to nothing: no mandate, no consent. */
  readonly unauthorized?: boolean;
}

export interface RailReading extends PaymentReading {
  readonly token?: string;
}

type CreatePayload = PaymentMethod<RailChain, RailBend>["createPayload"];

/** Each payment has a token of its own. @param options.prepare what the payer agrees with the provider before, such as a mandate */
export function createRailPayload(options: { readonly prepare?: (options: { chain: RailChain; token: string; requirements: PaymentRequirements; psp: string }) => void }): CreatePayload {
  return async ({ chain, requirements, wallet, effects, bend = {} }) => {
    const paymentId = bend.paymentId ?? paymentIdOf(effects.randomBytes(16));
    if (bend.token !== undefined) return { token: bend.token, paymentId };
    const { address, tokens } = wallet as RailWallet;
    const psp = bend.psp ?? chain.psp.name;
    const [first = ""] = Object.keys(tokens);
    const as = bend.instrument ?? first;
    const provider = chain.world.psps.get(psp);
    if (provider === undefined) throw new Error(`The rails have no provider ${psp}; there are ${[...chain.world.psps.keys()].join(", ")}`);
    const token = provider.control.tokens.mint({ owner: address, as, ...(bend.unauthorized === true ? { consent: "none" as const } : {}), ...(bend.singleUse === undefined ? {} : { singleUse: bend.singleUse }) }).id;
    if (bend.unauthorized !== true) options.prepare?.({ chain, token, requirements, psp });
    // A stranger's signature is here a token that nobody minted.
    return await Promise.resolve({ token: bend.signer === undefined ? token : unknownToken(effects.randomBytes), paymentId });
  };
}

/**
 * As clients make it, and longer than what else stands in messages, so that it tells a case. Of letters: six in a thousand made of as
 * many hex digits have what could be a card number in them, and a facilitator may well refuse that.
 */
function paymentIdOf(bytes: Uint8Array): string {
  return `pay_${[...bytes].map((byte) => String.fromCodePoint(97 + (byte >> 4), 97 + (byte & 15))).join("")}`;
}

/** Has the form of a token, and no provider knows it. */
export function unknownToken(randomBytes: (length: number) => Uint8Array): string {
  return idOf({ prefix: "pm", parts: ["nobody's", Buffer.from(randomBytes(16)).toString("hex")] });
}

export function createRailReader(options: { readonly scheme: string; readonly namespace: string; readonly id: RegExp; readonly idForm: string; readonly deliversPending?: PaymentReader["deliversPending"] }): PaymentReader {
  const { scheme, namespace, id } = options;
  return {
    ...(options.deliversPending === undefined ? {} : { deliversPending: options.deliversPending }),
    takes: (terms) => terms.scheme === scheme && typeof terms.network === "string" && terms.network.startsWith(`${namespace}:`),
    read({ payload, terms }): RailReading | undefined {
      const { paymentId, token, type } = payload;
      if (typeof paymentId !== "string" || !takesTerms({ terms, scheme, namespace })) return undefined;
      const { payTo, amount } = terms;
      const recipient = typeof payTo === "string" ? payTo : "";
      return {
        key: `${namespace} ${recipient} ${paymentId.slice(0, 200)}`,
        recipient,
        ...(type === undefined ? (typeof amount === "string" ? { amount } : {}) : { operation: true as const }),
        ...(typeof token === "string" ? { token: token.slice(0, 300) } : {}),
      };
    },
    isBroadcast: charges,
    carries: ({ call, reading }) => charges(call) && (reading as RailReading).token !== undefined && sentMember({ params: call.params, member: "payment_method" }) === (reading as RailReading).token,
    isTransactionId: (text) => id.test(text),
    transactionIdForm: options.idForm,
  };
}

function takesTerms(options: { readonly terms: Json; readonly scheme: string; readonly namespace: string }): boolean {
  const { scheme, network } = options.terms;
  return scheme === options.scheme && typeof network === "string" && network.startsWith(`${options.namespace}:`);
}

/** A payment intent's id at the simulated provider. */
export const INTENT_ID = /^pi_[A-Za-z0-9]{8,64}$/;
export const INTENT_ID_FORM = "the provider's id of a payment intent, pi_…";

export function madeUpIntent(randomBytes: (length: number) => Uint8Array): string {
  return idOf({ prefix: "pi", parts: ["made up", Buffer.from(randomBytes(16)).toString("hex")] });
}

/** Why a payload cannot be one of these payments; `undefined` where nothing is seen. */
export function payloadDefect(payload: Json): string | undefined {
  const { token, paymentId } = payload;
  if (typeof token !== "string" || token === "" || typeof paymentId !== "string" || !/^[A-Za-z0-9_-]{16,128}$/.test(paymentId)) return "invalid_payload";
  return undefined;
}

export function tokensOfPayload({ token, paymentId }: Json): readonly string[] {
  return [token, paymentId].filter((text) => typeof text === "string");
}

/** A week of the payers' own time: by then every debit has settled that does. */
export async function letDaysPass(options: { readonly chain: RailChain; readonly wallets: readonly { readonly address: string }[] }): Promise<void> {
  for (const { address } of options.wallets) await options.chain.world.clock.advance({ timeline: address, days: 7 });
}
