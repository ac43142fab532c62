import type { SettleResponse } from "../../../spec/types.ts";
import type { HttpFetch } from "../../transports/http/http-fetch.ts";
import { createLives, type Moment } from "./mortal.ts";
import { asked, AMOUNT, type BankWorld, gist, presented, RAILS, type RailName } from "./world.ts";
import type { DeliverOn } from "../network.ts";

/** The life of one payment, from its first settle to long after it settled, with a facilitator that may die meanwhile. */

export interface Played {
  /** What was answered to settles of the payload and to statuses, in order. */
  readonly answers: readonly { readonly of: "settle" | "status"; readonly reply: SettleResponse }[];
  /** That the last life came past. */
  readonly moments: readonly Moment[];
  /** How often it died. */
  readonly deaths: number;
  /** What of all this should not be. Empty for a facilitator as it should be. */
  readonly wrong: readonly string[];
}

export interface Scene {
  readonly rail: RailName;
  readonly deliverOn: DeliverOn;
  /** Of the account. */
  readonly as?: string;
  /** How it ends. Default: settled. */
  readonly end?: "settled" | "returned" | "refused";
}

let merchants = 0;

export async function play(options: Scene & { world: BankWorld; faults?: readonly string[]; dieAt?: readonly Moment[]; fetch?: HttpFetch }): Promise<Played> {
  const { world, rail, deliverOn, as, end = "settled" } = options;
  const { control } = world.rails.psp;
  const merchant = `acct_merchant${(merchants += 1)}`;
  control.openMerchant({ id: merchant });
  const payer = world.payer({ rail, ...(as === undefined ? {} : { as }), authorized: false });
  if (rail === "sct-inst") control.tokens.consent({ token: payer.token, merchant, amount: AMOUNT });
  else control.tokens.mandate({ token: payer.token, merchant });
  const payment = presented({ token: payer.token, requirements: world.requirements({ rail, deliverOn, edit: { payTo: merchant } }) });
  const lives = createLives(options);
  const answers: { of: "settle" | "status"; reply: SettleResponse }[] = [];
  const ask = async (of: "settle" | "status"): Promise<SettleResponse> => {
    const reply = await lives.ask((half) => half.settle(of === "settle" ? payment : asked(payment, { accounts: [merchant] })));
    answers.push({ of, reply });
    return reply;
  };
  const pass = async (days: number): Promise<void> => await world.rails.clock.advance({ timeline: payer.owner, days });

  await ask("settle");
  await ask("status");
  await ask("settle");
  await pass(7);
  await ask("settle");
  await ask("status");
  await pass(450);
  await ask("settle");
  const last = await ask("status");
  lives.end();

  const wrong: string[] = [];
  const expect = (holds: boolean, otherwise: string): void => void (holds || wrong.push(otherwise));
  const due = end === "settled" ? AMOUNT : 0n;
  const [paid, earned] = [world.paid(payer, rail), world.earned(merchant, rail)];
  expect(paid === due && earned === due, `the payer has paid ${paid} and the merchant has ${earned}, for ${due}`);
  for (const { currency, debits, credits } of world.rails.ledger.trialBalance()) expect(debits === credits, `the books in ${currency} differ by ${debits - credits}`);
  const intents = control.intents().filter((intent) => intent.merchant === merchant);
  expect(intents.length === 1, `${intents.length} payments at the PSP`);
  const delivering = answers.filter(({ of, reply }) => of === "settle" && delivers({ reply, deliverOn }));
  expect(delivering.length <= 1, `${delivering.length} replies that deliver`);
  expect(delivering.length === 1 || lives.deaths() > 0 || end === "refused" || (end === "returned" && deliverOn === "settled"), "no reply that delivers");
  const transactions = new Set(answers.map(({ reply }) => reply.transaction).filter((one) => one !== ""));
  expect(transactions.size === 1 && transactions.has(intents[0]?.id ?? ""), `transactions ${[...transactions].join(", ")}`);
  const told = { settled: "success settled", returned: `${RAILS[rail].prefix}_returned returned`, refused: `${RAILS[rail].refused} refused` }[end];
  expect(gist(last).startsWith(told), `the last status is ${gist(last)}`);
  return { answers, moments: lives.moments(), deaths: lives.deaths(), wrong };
}

function delivers({ reply, deliverOn }: { reply: SettleResponse; deliverOn: DeliverOn }): boolean {
  return reply.success || (deliverOn === "accepted" && reply.errorReason === "settlement_pending");
}
