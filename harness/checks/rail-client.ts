import type { VaultEntry } from "../scenarios/client/fiat/vault.ts";
import type { Trace } from "../trace/trace.ts";
import { check, type Check } from "./check.ts";
import { besideGoodTwin, clientSteps, goodTwin, isObject, object, type Paid, paid, paymentCheck, paymentsOf } from "./client-steps.ts";

/** What clients do alike on rails where a payment is a token and a `paymentId`: statements that several texts make. */

interface Row {
  readonly requirement: string;
  readonly scenarios: string;
  readonly killedBy: readonly string[];
  readonly alsoKilledBy?: Readonly<Record<string, string>>;
}

/** Members of a payment on such a rail, whatever they are. */
export function presented({ message }: Paid): { readonly token: unknown; readonly paymentId: unknown } {
  const { token, paymentId } = object(message["payload"]);
  return { token, paymentId };
}

/** Whether a payment is for an offer on networks of a namespace, and has a payload that can be read. */
export function isOn(namespace: string, { message, offer }: Paid): boolean {
  const { network } = offer ?? object(message["accepted"]);
  return typeof network === "string" && network.startsWith(`${namespace}:`) && isObject(message["payload"]);
}

/** Tokens that the case gave the client, with where they are from. */
export function vaultOf(trace: Trace): ReadonlyMap<string, VaultEntry> {
  return new Map(trace.marks<readonly VaultEntry[]>("vault").flatMap((entries) => entries.map((entry) => [entry.token, entry] as const)));
}

/** No token of another provider than the offer's, in the steps that begin with `psp-`. */
export function ownProviderCheck({ scenarios, ...row }: Row): Check {
  return check({
    id: row.requirement,
    ...row,
    appliesTo: { scenarios },
    witness: (trace) => besideGoodTwin(trace, (as) => as.startsWith("psp-")),
    judge({ witness, trace, pass, fail }) {
      const vault = vaultOf(trace);
      for (const payment of witness.flatMap(paymentsOf)) {
        // A token that is none of the case's was made up, and tells nothing of providers.
        const minted = vault.get(String(presented(payment).token))?.psp;
        const wanted = providerOf(payment);
        if (minted !== undefined && wanted !== undefined && minted !== wanted) return fail("the client presents a token that another provider has minted", { expected: `a token of ${wanted}, or no payment`, actual: `one of ${minted}`, at: payment.attempt.request });
      }
      return pass({ at: witness.map(({ outcome }) => outcome).filter((outcome) => outcome !== undefined) });
    },
  });
}

/** The provider of the offer that a payment is for: the one it names itself, or the only one offered. */
function providerOf({ message, offers }: Paid): string | undefined {
  const offered = new Set(offers.map(({ extra }) => object(extra)["psp"]));
  const named = object(object(message["accepted"])["extra"])["psp"];
  const found = offered.has(named) ? named : offered.size === 1 ? [...offered][0] : undefined;
  return typeof found === "string" ? found : undefined;
}

/**
 * Presentations of one payment, in one call of the client's and before any had a result, carry one `paymentId`.
 *
 * @param options.sameToken whether the token has to stay the same as well; where it does not, one with another token is a payment of its own
 */
export function stableIdCheck({ scenarios, sameToken, namespace, ...row }: Row & { readonly sameToken: boolean; readonly namespace: string }): Check {
  return check({
    id: row.requirement,
    ...row,
    appliesTo: { scenarios },
    witness(trace) {
      const found = clientSteps(trace, ["dropped", "failing", "pending"]).map((step) => paymentsOf(step).filter((payment) => isOn(namespace, payment))).filter(({ length }) => length > 0);
      return goodTwin(trace) === undefined || found.length === 0 ? undefined : found;
    },
    judge({ witness: presentations, pass, fail, notApplicable }) {
      const witness = presentations.filter(({ length }) => length > 1);
      if (witness.length === 0) return notApplicable("the client presents a payment once, and leaves the rest to its caller, which is as well");
      for (const [first, ...later] of witness) {
        if (first === undefined) continue;
        const { token, paymentId } = presented(first);
        for (const payment of later) {
          const again = presented(payment);
          const at = [first.attempt.request, payment.attempt.request];
          if (again.paymentId !== paymentId && (sameToken || again.token === token)) return fail(`a payment without a result (${first.step.as}) is presented under another paymentId`, { expected: String(paymentId), actual: again.paymentId, at });
          if (sameToken && again.token !== token) return fail(`a payment without a result (${first.step.as}) is presented with another token`, { expected: "the first token", actual: "another one", at });
        }
      }
      return pass({ at: witness.flat().map(({ attempt }) => attempt.request) });
    },
  });
}

/** Two purchases of one resource, in steps of one name, have a `paymentId` each. */
export function freshIdCheck({ scenarios, namespace, ...row }: Row & { readonly namespace: string }): Check {
  return check({
    id: row.requirement,
    ...row,
    appliesTo: { scenarios },
    witness(trace) {
      // Both steps show the requests of both calls.
      const served = new Map(paid(trace, "twice").flatMap((payment) => (isOn(namespace, payment) && payment.attempt.response?.status === 200 ? [[payment.attempt.request.exchange, payment] as const] : [])));
      return served.size < 2 ? undefined : [...served.values()];
    },
    judge({ witness, pass, fail }) {
      const at = witness.map(({ attempt }) => attempt.request);
      const ids = witness.map((payment) => presented(payment).paymentId);
      const repeated = ids.find((id, index) => id !== undefined && ids.indexOf(id) < index);
      return repeated === undefined ? pass({ at }) : fail("two purchases of one resource have the same paymentId", { expected: "a paymentId for each", actual: repeated, at });
    },
  });
}

/** A check of every payment on networks of the namespace. */
export function railPaymentCheck({ namespace, deviation, ...row }: Parameters<typeof paymentCheck>[0] & { readonly namespace: string }): Check {
  return paymentCheck({ ...row, deviation: (payment, trace) => (isOn(namespace, payment) ? deviation(payment, trace) : "silent") });
}

/** 16 to 128 letters, digits, hyphens and underscores, as the texts have it. */
export const PAYMENT_ID = /^[A-Za-z0-9_-]{16,128}$/;
