import type { JsonObject } from "../../json.ts";
import { mayOwe } from "../accounts.ts";
import { createAchRail } from "../ach/ach-rail.ts";
import { createCardRail } from "../card/card-rail.ts";
import { createClock } from "../clock.ts";
import { createLedger } from "../ledger/ledger.ts";
import { createPsp, type PspOptions } from "../psp/psp.ts";
import { createSepaDebitRail } from "../sepa/debit-rail.ts";
import { createInstantRail } from "../sepa/instant-rail.ts";
import { fund, TUESDAY } from "./ground.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Read member by member in tests, which say what they expect of each.
  readonly body: Readonly<Record<string, unknown>> & { readonly id: string; readonly status: string; readonly error: JsonObject };
}

export interface Ask {
  readonly body?: JsonObject | string;
  readonly key?: string | null;
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** Asks a provider as its users do. @throws TypeError where the connection is cut */
export function clientOf(options: { fetch: (request: Request) => Promise<Response>; origin: string; key: string }) {
  return async (call: string, { body, key = options.key, idempotencyKey, signal }: Ask = {}): Promise<Answer> => {
    const [method = "GET", path = "/"] = call.split(" ");
    const text = typeof body === "string" ? body : body === undefined ? undefined : JSON.stringify(body);
    const request = new Request(`${options.origin}${path}`, {
      method,
      headers: { ...(key === null ? {} : { authorization: `Bearer ${key}` }), ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey }), ...(text === undefined ? {} : { "content-type": "application/json" }) },
      ...(text === undefined ? {} : { body: text }),
      ...(signal === undefined ? {} : { signal }),
    });
    const response = await options.fetch(request);
    if (response.type === "error") throw new TypeError("connection cut");
    const answered = await response.text();
    return { status: response.status, headers: response.headers, body: (answered.startsWith("{") ? JSON.parse(answered) : { text: answered }) as Answer["body"] };
  };
}

/** A provider in process with its rails, the merchants `acct_shop` and `acct_stall`, and a payer `alice` who has money. */
export function createTestPsp(options: Partial<PspOptions> = {}) {
  const clock = createClock({ startAt: TUESDAY });
  const ledger = createLedger({ mayOwe });
  const ground = { clock, ledger };
  const rails = { card: createCardRail(ground), ach: createAchRail(ground), sepaDebit: createSepaDebitRail(ground), sepaInstant: createInstantRail(ground) };
  const psp = createPsp({ name: "testpay", seed: "test", clock, ledger, rails, sendWebhook: () => Promise.resolve(200), ...options });
  for (const id of ["acct_shop", "acct_stall"]) psp.control.openMerchant({ id });
  for (const currency of ["USD", "EUR", "JPY", "KWD"]) fund({ ledger, owner: "alice", currency, amount: 10_000n });
  const key = psp.control.issueKey({ id: "key_platform" }).secret;
  const ask = clientOf({ fetch: psp.fetch, origin: "http://testpay.test", key });
  const token = (as: string, more: { singleUse?: boolean } = {}): string => psp.control.tokens.mint({ owner: "alice", as, ...more }).id;
  const create = (more: JsonObject = {}, how: Ask = {}) => ask("POST /v1/payment_intents", { body: { amount: 100, currency: "USD", merchant_account: "acct_shop", ...more }, ...how });
  const balance = (owner: string, currency = "USD", purpose?: string): bigint => ledger.accounts({ owner, currency }).reduce((sum, account) => (purpose === undefined || account.purpose === purpose ? sum + account.amount : sum), 0n);
  return { psp, clock, ledger, rails, key, ask, token, create, balance, control: psp.control };
}
