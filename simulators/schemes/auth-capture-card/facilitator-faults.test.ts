import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { faults as ofFacilitator } from "./facilitator.ts";
import { faults as ofFinalizing } from "./finalize.ts";
import { faults as ofHolds } from "./hold.ts";
import { faults as ofRequests } from "./parse-request.ts";
import { type CardWorld, startCardWorld } from "./testing/card-world.ts";
import { ROWS } from "./testing/facilitator-rows.ts";

/** The reference keeps every row, and each fault breaks those it is made for and no others. */

let world: CardWorld;
beforeAll(async () => void (world = await startCardWorld()));
afterAll(async () => await world.close());
beforeEach(() => {
  world.rails.psp.control.faults.clear();
  world.rails.psp.control.setLimits({ enforceSingleUse: true, attemptsPerIntent: 5 });
});

async function broken(...faults: string[]): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const [row, keeps] of Object.entries(ROWS)) if (!(await keeps({ world, half: world.facilitator({ faults }) }))) rows.push(row);
  return rows.toSorted();
}

test("the reference keeps every row", async () => {
  expect(await broken()).toEqual([]);
});

// Without the one that refuses whatever these rows pay with: none of it has an extension.
const every = Object.keys({ ...ofFacilitator, ...ofFinalizing, ...ofHolds, ...ofRequests }).flatMap((id) => (id.endsWith(".extension-demanded") ? [] : [id.slice("facilitator.auth-capture-card.".length)]));

const BREAKS: Readonly<Record<string, readonly string[]>> = {
  "verify-holds": ["card.fac.verify-read-only"],
  "psps-missing": ["card.fac.supported"],
  "lifecycle-refused": ["card.fac.capture-cap", "card.fac.capture-less", "card.fac.consent", "card.fac.deadline-default", "card.fac.dedup-conflict", "card.fac.distinguish", "card.fac.pending", "card.fac.retry-stored", "card.fac.same-endpoint", "card.fac.settle-response", "card.fac.void-returns"],
  "lifecycle-as-repetition": ["card.fac.distinguish"],
  "refund-relayed": ["card.fac.lifecycle-types"],
  "reclaim-relayed": ["card.fac.no-reclaim"],
  "deadline-unwatched": ["card.fac.void-unused"],
  // Seen when it dies: crash.test.ts.
  "forgets-on-restart": [],
  "card-number-in-reply": ["card.any.no-card-data"],
  "consent-unasked": ["card.fac.consent"],
  "consent-anybodys": ["card.fac.consent"],
  "payto-unbound": ["card.fac.payto-bind"],
  "capture-clamped": ["card.fac.capture-cap"],
  "capture-whole": ["card.fac.capture-less"],
  "capture-offered-amount": ["card.fac.settle-response"],
  "finalized-again": ["card.fac.one-finalize"],
  "retry-refused": ["card.fac.retry-stored"],
  "conflict-succeeds": ["card.fac.retry-conflict"],
  "unknown-succeeds": ["card.fac.unknown-payment"],
  "void-unsubmitted": ["card.fac.void-returns"],
  "late-captured": ["acg.deadline.capture"],
  "pending-as-success": ["card.fac.pending"],
  "pending-without-id": ["card.fac.pending"],
  "hold-above-offer": ["card.fac.hold-amount"],
  "psp-first-always": ["card.fac.psp-used"],
  unmarked: ["card.fac.identify"],
  "hold-needs-server": ["card.fac.hold-consent"],
  "held-again": ["card.fac.dedup"],
  "concurrent-held-twice": ["card.fac.dedup"],
  "lost-hold-placed-again": ["card.fac.dedup"],
  "token-conflict-ignored": ["card.fac.dedup-conflict"],
  "amount-conflict-ignored": ["card.fac.dedup-conflict"],
  "payto-not-in-identity": ["card.fac.dedup-scope"],
  "single-use-again": ["card.fac.single-use-token"],
  "hard-detail-told": ["card.fac.declined-code"],
  "authentication-as-declined": ["card.fac.auth-required-code"],
  "hard-resubmitted": ["card.fac.no-hard-retry"],
  "soft-uncapped": ["card.fac.soft-cap"],
  "card-numbers-passed-on": ["card.fac.luhn"],
  "psp-of-token": [],
  "account-remembered": ["card.fac.dedup-scope"],
  "conflict-voids": ["card.fac.dedup-conflict"],
  "hard-detail-beside": ["card.fac.declined-code"],
  "retry-resubmitted": ["card.fac.retry-stored"],
  "lost-capture-refused": [],
  "outcomes-forgotten": [],
  "amount-in-major-units": ["card.fac.settle-response"],
  "flow-authorization-charged": ["card.fac.flow-only-escrow"],
  "deadline-demanded": ["card.fac.deadline-default"],
};

test.each(every)("%s", async (fault) => {
  expect(await broken(`facilitator.auth-capture-card.${fault}`)).toEqual(BREAKS[fault]);
});
