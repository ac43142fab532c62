import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { events } from "./_events.ts";
import { FLAGS } from "./_flags.ts";

const FIRST = "paid=p1 verify-ok start ok settle-ok=t1 served";
const ONCE = "A payment that is good once buys once, whatever number of requests carry it.";
const AGAIN = "Whether a repeated request is one for the lost answer, the text does not say.";

const course = (id: string, comment: string, words: string, ...flags: string[]): DraftTest => valid({ id, comment, flags, input: { events: events(words) } });
const refuse = (of: DraftTest, id: string, comment: string, flag: string, words: string): DraftTest => invalid(of, { id, comment, flags: [flag], path: "/events", to: events(words), reason: ONCE });
const open = (of: DraftTest, id: string, comment: string, flag: string, words: string, reason = AGAIN): DraftTest => acceptable(of, { id, comment, flags: [flag], path: "/events", to: events(words), reason });

const afterwards = (): readonly DraftTest[] => {
  const refused = course("refused-by-verify", "The second request's payment is found invalid", `${FIRST} r2:paid=p1 r2:verify-fail r2:respond=402`);
  return [
    refused,
    stillValid(refused, { id: "refused-by-server", comment: "The server remembers the payment and asks nobody", flags: ["TooStrict"], path: "/events", to: events(`${FIRST} r2:paid=p1 r2:respond=402`) }),
    stillValid(refused, { id: "refused-by-settle", comment: "The second request's payment is verified, and its settlement fails", flags: ["TooStrict"], path: "/events", to: events(`${FIRST} r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-fail r2:respond=402`) }),
    stillValid(refused, { id: "new-payment", comment: "The second request carries a payment of its own", flags: ["TooStrict"], path: "/events", to: events(`${FIRST} r2:paid=p2 r2:verify-ok r2:start r2:ok r2:settle-ok=t2 r2:served`) }),
    open(refused, "answered-as-before", "The content again, with the receipt of the first settlement", "TooStrict", `${FIRST} r2:paid=p1 r2:served=first`),
    refuse(refused, "served-without-receipt", "The content again, without any settlement or receipt", "Replayed", `${FIRST} r2:paid=p1 r2:served=none`),
    refuse(refused, "served-after-verify", "Verified, produced, and served without settlement", "NeverSettled", `${FIRST} r2:paid=p1 r2:verify-ok r2:start r2:ok r2:served=none`),
    refuse(refused, "served-with-made-up-receipt", "The content again, with a receipt of a settlement that never was", "Replayed", `${FIRST} r2:paid=p1 r2:served`),
    refuse(refused, "served-although-settle-failed", "The second settlement fails, and the content is served", "SettleIgnored", `${FIRST} r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-fail r2:served`),
    refuse(refused, "settled-again", "The facilitator says that it settled a second time, in another transaction", "SettledTwice", `${FIRST} r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-ok=t2 r2:served`),
    open(refused, "same-transaction-again", "The facilitator names the first transaction for the second settlement", "SettledTwice", `${FIRST} r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-ok=t1 r2:served`, "Newer text has the facilitator refuse here; the server cannot tell a repetition from a success."),
  ];
};

const together = (): readonly DraftTest[] => {
  const begin = "paid=p1 r2:paid=p1 verify-ok r2:verify-ok start r2:start ok r2:ok";
  const one = course("one-settles", "Both are verified and produced; one settles and is served, the other is not", `${begin} settle-ok=t1 r2:settle-fail served r2:respond=402`, "TooStrict");
  return [
    one,
    stillValid(one, { id: "second-one-settles", comment: "The later one settles first", flags: ["TooStrict"], path: "/events", to: events(`${begin} r2:settle-ok=t1 settle-fail respond=402 r2:served`) }),
    stillValid(one, { id: "second-one-turned-away", comment: "The server turns the second away while the first is at work", flags: ["TooStrict"], path: "/events", to: events("paid=p1 r2:paid=p1 verify-ok r2:respond=402 start ok settle-ok=t1 served") }),
    stillValid(one, { id: "neither-settles", comment: "Neither settles", flags: ["TooStrict"], path: "/events", to: events(`${begin} settle-fail r2:settle-fail respond=402 r2:respond=402`) }),
    refuse(one, "both-served", "One settles, and both are served", "SharedSettlement", `${begin} settle-ok=t1 served r2:served`),
    refuse(one, "both-served-after-failure", "One settlement fails, and both are served", "SettleIgnored", `${begin} settle-ok=t1 r2:settle-fail served r2:served`),
    refuse(one, "both-settle", "The facilitator says that both settled, in two transactions", "SettledTwice", `${begin} settle-ok=t1 r2:settle-ok=t2 served r2:served`),
    refuse(one, "neither-settles-both-served", "Neither settles, and both are served", "NeverSettled", `${begin} served=none r2:served=none`),
    open(one, "second-waits-for-first", "The second gets the first one's answer, with its receipt", "TooStrict", "paid=p1 r2:paid=p1 verify-ok start ok settle-ok=t1 served r2:served=first"),
  ];
};

const unspent = (): readonly DraftTest[] => {
  const afterError = course("after-handler-error", "The handler failed and nothing was settled; the payment comes again and is taken", "paid=p1 verify-ok start fail respond=500 r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-ok=t1 r2:served", "PaymentBurnt");
  return [
    afterError,
    course("after-failed-settlement", "The settlement failed; the payment comes again and settles", "paid=p1 verify-ok start ok settle-fail respond=402 r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-ok=t1 r2:served", "PaymentBurnt"),
    course("after-facilitator-error", "The facilitator gave no verdict; the payment comes again and is taken", "paid=p1 facilitator-error=verify respond=500 r2:paid=p1 r2:verify-ok r2:start r2:ok r2:settle-ok=t1 r2:served", "PaymentBurnt"),
    refuse(afterError, "after-handler-error-served-free", "The payment comes again and is served on the strength of its first verification", "NeverSettled", "paid=p1 verify-ok start fail respond=500 r2:paid=p1 r2:start r2:ok r2:served=none"),
    open(afterError, "after-handler-error-not-verified-again", "The payment comes again, is produced for without another check, and settles", "NoCheck", "paid=p1 verify-ok start fail respond=500 r2:paid=p1 r2:start r2:ok r2:settle-ok=t1 r2:served", "The very same payload was found good before; that each request has to have it checked anew, the text does not say."),
  ];
};

export const vectors = defineVectors({
  operation: "flow.judge",
  description: "One payment in several requests: one after the other, at the same time, and after an error. The order of an offer that names no flow is of text newer than April 2026.",
  requirements: ["core.security.replay", "core.security.replay-answer", "fac.settle.replay", "exact.consumed-primitive", "http.success.after-settle", "flow.pre-check-invariant", "flow.settle-after-success"],
  flags: Object.fromEntries(Object.entries(FLAGS).filter(([name]) => ["Replayed", "SharedSettlement", "SettledTwice", "SettleIgnored", "NeverSettled", "NoCheck", "TooStrict", "PaymentBurnt"].includes(name))),
  groups: () => [
    { name: "one-after-the-other", comment: "A payment that settled comes again", tests: afterwards() },
    { name: "at-the-same-time", comment: "A payment comes twice before it settled", tests: together() },
    { name: "unspent", comment: "A payment that did not settle comes again", tests: unspent() },
  ],
});
