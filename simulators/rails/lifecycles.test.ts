import fc from "fast-check";
import { expect, test } from "vitest";
import { createAchRail } from "./ach/ach-rail.ts";
import { createCardRail } from "./card/card-rail.ts";
import { DECLINES } from "./card/declines.ts";
import { CARD_ENDS, CARD_NETWORKS, type CardBehaviour } from "./card/types.ts";
import type { DebitRail } from "./debit/debit-rail.ts";
import { type Bounce, DEBIT_ENDS, type DebitAccount } from "./debit/types.ts";
import { RailError } from "./errors.ts";
import { formatMoney } from "./ledger/currency.ts";
import { createSepaDebitRail } from "./sepa/debit-rail.ts";
import { createInstantRail } from "./sepa/instant-rail.ts";
import { INSTANT_ENDS, type InstantBehaviour } from "./sepa/instant-types.ts";
import { createGround, fund, moneyInside } from "./testing/ground.ts";

/** Random lives of payments over all rails at once, with whatever payers, merchants and banks may do to them at any time. */

const PAYERS = ["alice", "bob"];
const MERCHANTS = ["shop", "stall"];
const CURRENCIES = ["JPY", "KWD", "EUR", "USD"];
/** Most lives keep to two, so that merchants have money to give back. */
const anyCurrency = fc.oneof({ weight: 6, arbitrary: fc.constantFrom("EUR", "USD") }, { weight: 1, arbitrary: fc.constantFrom(...CURRENCIES) });
const START = 5_000n;

const amount = fc.oneof({ weight: 8, arbitrary: fc.bigInt(1n, 900n) }, { weight: 1, arbitrary: fc.constantFrom(0n, -1n, START * 3n) });
const anyCode = fc.constantFrom("R01", "R10", "R13", "R29", "AC04", "AM04", "MD01", "MD06", "MS02", "DUPL", "AM09", "FRAD");
/** Mostly such as banks send. */
const bounce: fc.Arbitrary<Bounce> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Bounce>({ type: "return", code: "R01" }, { type: "return", code: "R10" }, { type: "reject", code: "R13" }, { type: "return", code: "AM04" }, { type: "refund", code: "MD06" }, { type: "refund", code: "MD01" }, { type: "reject", code: "AC04" }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom("reject", "refusal", "return", "refund"), code: anyCode }) },
);

const oddCard: fc.Arbitrary<CardBehaviour> = fc.record(
  {
    answers: fc.array(fc.oneof(fc.constant({ kind: "approve" as const }), fc.record({ kind: fc.constant("approve-part" as const), percent: fc.integer({ min: 0, max: 100 }) }), fc.record({ kind: fc.constant("decline" as const), name: fc.constantFrom(...Object.keys(DECLINES)) }), fc.record({ kind: fc.constant("challenge" as const), cardholder: fc.constantFrom("authenticates" as const, "fails" as const) })), { minLength: 1, maxLength: 3 }) as fc.Arbitrary<unknown>,
    capture: fc.constantFrom("confirmed", "acknowledged", "acknowledged-then-failed"),
    holdFor: fc.integer({ min: 60_000, max: 86_400_000 }),
  },
  { requiredKeys: ["answers"] },
) as fc.Arbitrary<CardBehaviour>;
const cardBehaviour = fc.oneof({ weight: 3, arbitrary: fc.constant<CardBehaviour>({ answers: [{ kind: "approve" }] }) }, { weight: 2, arbitrary: oddCard });
const achBehaviour: fc.Arbitrary<DebitAccount["behaviour"]> = fc.oneof({ weight: 4, arbitrary: fc.constant({ kind: "settle" as const }) }, fc.constantFrom("R01", "R10", "R29").map((code) => ({ kind: "bounce" as const, bounce: { type: "return" as const, code } })), fc.constant({ kind: "bounce" as const, bounce: { type: "reject" as const, code: "R13" } }));
const sddBehaviour: fc.Arbitrary<DebitAccount["behaviour"]> = fc.oneof({ weight: 2, arbitrary: fc.constant({ kind: "settle" as const }) }, fc.constantFrom<Bounce>({ type: "reject", code: "AC04" }, { type: "refusal", code: "MS02" }, { type: "return", code: "MD01" }, { type: "refund", code: "MD06" }, { type: "refund", code: "MD01" }).map((one) => ({ kind: "bounce" as const, bounce: one, after: { days: 3 } })));
const instantBehaviour: fc.Arbitrary<InstantBehaviour> = fc.oneof(fc.record({ kind: fc.constant("accept" as const), after: fc.constantFrom(0, 8_000) }), fc.record({ kind: fc.constant("reject" as const), code: fc.constantFrom("AC04", "MS02"), after: fc.constantFrom(0, 10_000) }), fc.record({ kind: fc.constant("no-answer" as const), turnsOut: fc.constantFrom("accepted" as const, "rejected" as const), after: fc.constant(3_600_000) }));

/** Payments that an act would get somewhere with: half of the acts go for one of them, the others for any. */
const SUITED: Readonly<Record<string, readonly string[]>> = { authorize: ["declined"], authenticate: ["challenged"], capture: ["authorized"], void: ["authorized", "submitted"], refund: ["captured", "charged-back", "settled", "accepted"], dispute: ["captured"], closeDispute: ["disputed"], sendBack: ["originated", "settled"], recall: ["accepted"], answerRecall: ["accepted"] };

const WEIGHTS = { start: 7, authorize: 1, authenticate: 2, capture: 5, void: 1, refund: 4, dispute: 2, closeDispute: 1, sendBack: 2, recall: 1, answerRecall: 1, wait: 3, switch: 1 };

/** What happens next, to one of the payments there are. */
const act = fc.record({
  which: fc.nat(30),
  suited: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  amount,
  bounce,
  outcome: fc.constantFrom("lost" as const, "won" as const),
  kind: fc.oneof(...Object.entries(WEIGHTS).map(([kind, weight]) => ({ weight, arbitrary: fc.constant(kind) }))),
  rail: fc.constantFrom("card", "card", "card", "ach", "sepa-debit", "sepa-instant"),
  payer: fc.constantFrom(...PAYERS),
  merchant: fc.constantFrom(...MERCHANTS),
  currency: anyCurrency,
  network: fc.constantFrom(...CARD_NETWORKS),
  allowPart: fc.boolean(),
  card: cardBehaviour,
  ach: achBehaviour,
  sdd: sddBehaviour,
  instant: instantBehaviour,
  wait: fc.constantFrom(1_000, 60_000, 3_600_000, 86_400_000, 86_400_000, 2 * 86_400_000, 7 * 86_400_000, 40 * 86_400_000),
});
type Act = typeof act extends fc.Arbitrary<infer Step> ? Step : never;

function world() {
  const ground = createGround();
  const card = createCardRail(ground);
  const ach = createAchRail(ground);
  const sdd = createSepaDebitRail(ground);
  const instant = createInstantRail(ground);
  for (const owner of PAYERS) for (const currency of CURRENCIES) fund({ ledger: ground.ledger, owner, currency, amount: START });
  const payments = () => [...card.payments(), ...ach.payments(), ...sdd.payments(), ...instant.payments()];
  let ids = 0;
  let restsRefunded = 0;

  function start(step: Act): void {
    const { rail, payer, merchant, currency } = step;
    const common = { merchant, psp: "psp", amount: step.amount, timeline: payer };
    const id = `p${(ids += 1)}`;
    const instrument = { id: `i${ids}`, owner: payer, fingerprint: "f", backed: false };
    if (rail === "card") {
      card.issue({ ...instrument, network: step.network, behaviour: step.card });
      card.authorize({ ...common, id, card: instrument.id, currency, allowPart: step.allowPart });
    } else if (rail === "sepa-instant") {
      instant.open({ ...instrument, behaviour: step.instant });
      instant.send({ ...common, id, account: instrument.id, currency: "EUR" });
    } else {
      const debits = rail === "ach" ? ach : sdd;
      debits.open({ ...instrument, behaviour: rail === "ach" ? step.ach : step.sdd });
      debits.submit({ ...common, id, account: instrument.id, mandate: "m", currency: debits.scheme.currency, speed: step.allowPart ? "same-day" : "standard" });
    }
  }

  /** Each does what it can with the payment, whatever state that is in: most of it is refused. */
  function change(step: Act, id: string): void {
    const debits: DebitRail | undefined = ach.find(id) === undefined ? (sdd.find(id) === undefined ? undefined : sdd) : ach;
    const refund = `r${(ids += 1)}`;
    if (step.kind === "sendBack" || (step.kind === "void" && debits !== undefined)) {
      if (step.kind === "void") debits?.cancel(id);
      else debits?.sendBack({ id, ...step.bounce });
    } else if (step.kind === "refund") {
      const rail = debits ?? (card.find(id) === undefined ? instant : card);
      const { state } = rail.refund({ id, refund, amount: step.allowPart ? rail.refundable(id) : step.amount });
      if (state === "charged-back") restsRefunded += 1;
    } else if (step.kind === "recall") instant.recall({ id, type: step.allowPart ? "recall" : "request-for-recall", code: step.bounce.code });
    else if (step.kind === "answerRecall") instant.answerRecall({ id, ...(step.allowPart ? {} : { refusal: "LEGL" }) });
    else if (step.kind === "capture") card.capture({ id, amount: step.allowPart ? (card.find(id)?.held ?? step.amount) : step.amount });
    else if (step.kind === "void") card.void(id);
    else if (step.kind === "authenticate") card.authenticate({ id, allowPart: step.allowPart });
    else if (step.kind === "dispute") card.dispute({ id, dispute: refund, reason: "x", ...(step.allowPart ? {} : { amount: step.amount }) });
    else if (step.kind === "closeDispute") card.closeDispute({ id, outcome: step.outcome });
    else if (step.kind === "authorize") {
      const known = card.find(id);
      if (known !== undefined) card.authorize({ ...known, allowPart: step.allowPart });
    } else {
      const known = card.find(id);
      if (known !== undefined) card.issue({ ...card.card(known.card), behaviour: step.card });
    }
  }

  return { ...ground, card, ach, sdd, instant, payments, start, change, restsRefunded: () => restsRefunded };
}

type World = ReturnType<typeof world>;

async function live(lived: World, steps: readonly Act[]): Promise<void> {
  for (const step of steps) {
    const before = lived.ledger.position();
    try {
      const all = lived.payments();
      const suited = all.filter(({ state }) => SUITED[step.kind]?.includes(state) ?? true);
      const known = step.suited && suited.length > 0 ? suited : all;
      const payment = known[step.which % Math.max(known.length, 1)];
      if (step.kind === "wait") await lived.clock.advance({ milliseconds: step.wait, ...(step.allowPart ? {} : { timeline: step.payer }) });
      else if (step.kind === "start" || payment === undefined) lived.start(step);
      else lived.change(step, payment.id);
    } catch (error) {
      if (!(error instanceof RailError)) throw error;
      if (lived.ledger.position() !== before) expect.fail(`Refused, and yet in the books: ${error.message}`);
    }
    expectSound(lived);
  }
}

function expectSound({ ledger }: World): void {
  const inside = moneyInside(ledger);
  const wrong = [
    ...ledger.trialBalance().flatMap(({ currency, debits, credits }) => (debits === credits ? [] : [`debits and credits in ${currency} differ by ${debits - credits}`])),
    ...CURRENCIES.flatMap((currency) => (inside[currency] === START * BigInt(PAYERS.length) ? [] : [`there is ${formatMoney({ amount: inside[currency] ?? 0n, currency })}`])),
    ...ledger.accounts().flatMap(({ owner, purpose, amount: left }) => (PAYERS.includes(owner) && left < 0n ? [`${owner}/${purpose} is ${left}`] : [])),
  ];
  // One assertion for all: this is asked after every step.
  if (wrong.length > 0) expect.fail(wrong.join("; "));
}

function expectEnded({ ledger, card, ach, sdd, instant, clock }: World): void {
  expect(clock.pending()).toEqual([]);
  for (const { id, state } of card.payments()) expect(CARD_ENDS, id).toContain(state);
  for (const { id, state } of [...ach.payments(), ...sdd.payments()]) expect(DEBIT_ENDS, id).toContain(state);
  for (const { id, state } of instant.payments()) expect(INSTANT_ENDS, id).toContain(state);
  // A payment takes from its payer what it is for at most, and gives back what it has taken at most.
  for (const { id, payer, merchant, amount: asked } of [...card.payments(), ...ach.payments(), ...sdd.payments(), ...instant.payments()]) {
    const postings = ledger.entries({ payment: id }).flatMap((entry) => entry.postings);
    const net = (owner: string): bigint => postings.reduce((sum, posting) => (posting.owner === owner ? sum + (posting.side === "credit" ? posting.amount : -posting.amount) : sum), 0n);
    if (net(payer) > 0n || net(payer) < -asked || net(merchant) !== -net(payer)) expect.fail(`${id} leaves its payer with ${net(payer)} and its merchant with ${net(merchant)}, for ${asked}`);
  }
  // Of a card payment everything is somewhere, and once: with the merchant, refunded, or charged back.
  for (const payment of card.payments()) {
    const { id, captured, refunds, dispute, merchant, state } = payment;
    const lost = dispute?.state === "lost" ? dispute.amount : 0n;
    const kept = captured - lost - refunds.reduce((sum, refund) => sum + refund.amount, 0n);
    const shop = ledger.entries({ payment: id }).flatMap((entry) => entry.postings).reduce((sum, posting) => (posting.owner === merchant ? sum + (posting.side === "credit" ? posting.amount : -posting.amount) : sum), 0n);
    if (kept < 0n || shop !== kept || card.refundable(id) !== kept || (state === "charged-back") !== lost > 0n) expect.fail(`${id}, ${state}, leaves its merchant with ${shop}; of ${captured}, ${lost} were charged back, and ${kept} are left`);
  }
  // Nothing is left on the way: held, in transit, or put up by a bank.
  for (const { owner, purpose, amount: left } of ledger.accounts()) if (purpose === "held" || purpose.startsWith("pending@") || purpose.startsWith("outgoing@") || owner.startsWith("bank:")) expect(left, `${owner}/${purpose}`).toBe(0n);
}

test("in thousands of random lives no money appears or vanishes, and every payment ends in one state of its rail", async () => {
  let lives = 0;
  let refundedAfterLoss = 0;
  const ends = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 20, maxLength: 60 }), async (steps) => {
      const lived = world();
      await live(lived, steps);
      await lived.clock.advance({ days: 450 });
      expectSound(lived);
      expectEnded(lived);
      refundedAfterLoss += lived.restsRefunded();
      lives += lived.payments().length;
      for (const { state } of lived.payments()) ends.add(state);
    }),
    { numRuns: 800, seed: 402 },
  );
  expect(lives).toBeGreaterThan(5_000);
  expect(refundedAfterLoss).toBeGreaterThan(0);
  expect([...ends].toSorted()).toEqual([...new Set([...CARD_ENDS, ...DEBIT_ENDS, ...INSTANT_ENDS])].toSorted());
});

test("the same life is lived twice in the same way, also after the world was put back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 15 }), fc.array(act, { maxLength: 15 }), async (before, after) => {
      const lived = world();
      await live(lived, before);
      const restores = [lived.clock, lived.ledger, lived.card, lived.ach, lived.sdd, lived.instant].map((part) => part.snapshot());
      const ways = [];
      for (let turn = 0; turn < 2; turn += 1) {
        await live(lived, after);
        await lived.clock.advance({ days: 450 });
        // Numbers of payments go on counting: what they are called is no part of the way.
        ways.push(lived.payments().map((payment) => JSON.stringify(payment, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)).replaceAll(/"[ipr]\d+"/g, "")));
        for (const restore of restores) restore();
      }
      expect(ways[1]).toEqual(ways[0]);
    }),
    { numRuns: 60, seed: 402 },
  );
});
