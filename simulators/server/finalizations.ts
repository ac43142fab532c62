import type { PaymentPayload, PaymentRequirements } from "../../spec/types.ts";
import { defineFaults, faultPoints, type FaultSet } from "../faults.ts";
import type { Store } from "../store.ts";
import { type FacilitatorClient, FacilitatorError, type FacilitatorRequest, type Settlement } from "./facilitator-client.ts";
import type { Offer } from "./offers.ts";

/**
 * Ending what an escrow holds: scheme_auth_capture.md, "Lifecycle operations are /settle calls". A hold that nobody ends
 * blocks the buyer's money and pays nobody, so what is to be sent is written down before the resource is produced, and sent
 * until it is answered. That is safe: a finalizing settle that comes twice is answered from its first outcome.
 */

export const faults = defineFaults({
  "server.flow.escrow-finalize-not-durable": { role: "server", bug: "BUG: forgets in a restart which holds are still to be ended" },
  "server.flow.escrow-finalize-at-deadline": { role: "server", bug: "BUG: ends a hold only when its captureDeadline has passed" },
});

/** A hold that was placed for a payment. */
export interface OpenHold {
  /**
   * Ends it: within the call where the facilitator answers, and else later.
   *
   * @param options.charge atomic units to take, `undefined` for none
   * @returns what the facilitator answered, `undefined` while its answer is still to come
   */
  finalize(options: { charge: bigint | undefined }): Promise<Settlement | undefined>;
  /** A fault's: nobody ends it. */
  abandon(): void;
}

export interface Finalizations {
  /** @returns `undefined` where the scheme does not say how a hold ends */
  open(options: { key: string; offer: Offer; payment: PaymentPayload; facilitator: FacilitatorClient }): OpenHold | undefined;
  /** Takes up what a run before this one left: where a resource was under way nobody got it, and nothing is taken. */
  resume(): void;
  /** What is not answered yet is left to the next run. */
  close(): void;
}

/** How long to wait, and when to give that up: then it rejects. */
export type Pause = (milliseconds: number, signal: AbortSignal) => Promise<void>;

interface Outstanding {
  readonly facilitator: string;
  readonly payment: PaymentPayload;
  readonly requirements: PaymentRequirements;
}

const PREFIX = "finalize/";
/** Within a request: the second one for an answer that was lost on its way. */
const ATTEMPTS_AT_ONCE = 2;
const FIRST_PAUSE_MILLISECONDS = 250;
const LONGEST_PAUSE_MILLISECONDS = 30_000;
/** Some hours; a run that begins later begins anew. */
const ATTEMPTS_LATER = 500;
/** Outcomes nobody knows yet: core specification §9, newer text. */
const OPEN_OUTCOMES: readonly (string | undefined)[] = ["settlement_pending", "unexpected_settle_error"];

export function createFinalizations(options: { store: Store; clients: readonly FacilitatorClient[]; now: () => number; pause: Pause; faults: FaultSet }): Finalizations {
  const { store, clients, pause } = options;
  const fault = faultPoints({ declared: faults, active: options.faults });
  const closing = new AbortController();

  const attempt = async (facilitator: FacilitatorClient, request: FacilitatorRequest): Promise<Settlement | "lost" | "open"> => {
    try {
      const settled = await facilitator.settle(request);
      return !settled.settlement.success && OPEN_OUTCOMES.includes(settled.settlement.errorReason) ? "open" : settled;
    } catch (error) {
      if (error instanceof FacilitatorError) return "lost";
      throw error;
    }
  };
  /** Asks until there is an answer, and forgets the hold then. Never rejects. */
  const finishLater = async (key: string, facilitator: FacilitatorClient, request: FacilitatorRequest, firstPause = FIRST_PAUSE_MILLISECONDS): Promise<void> => {
    let wait = firstPause;
    for (let count = 1; count <= ATTEMPTS_LATER && !closing.signal.aborted; count += 1) {
      try {
        await pause(wait, closing.signal);
        const answer = closing.signal.aborted ? "lost" : await attempt(facilitator, request);
        if (typeof answer !== "string") return closing.signal.aborted ? undefined : store.set(key, undefined);
      } catch {
        return;
      }
      wait = Math.min(Math.max(2 * wait, FIRST_PAUSE_MILLISECONDS), LONGEST_PAUSE_MILLISECONDS);
    }
  };
  const deadlineOf = ({ requirements }: FacilitatorRequest): number | undefined => {
    const deadline = requirements.extra?.["captureDeadline"];
    return typeof deadline === "number" ? deadline : undefined;
  };

  return {
    open({ key: payment, offer, payment: presented, facilitator }) {
      const { scheme, requirements } = offer;
      if (scheme.finalize === undefined) return undefined;
      const key = `${PREFIX}${payment}`;
      const message = (charge: bigint | undefined): FacilitatorRequest | undefined => scheme.finalize?.({ payment: presented, requirements, charge });
      const write = (request: FacilitatorRequest): void => {
        if (!closing.signal.aborted) store.set(key, { ...request, facilitator: facilitator.url } satisfies Outstanding);
      };
      const release = message(undefined);
      if (release !== undefined) write(release);
      return {
        async finalize({ charge }) {
          const request = message(charge);
          if (request === undefined || closing.signal.aborted) return undefined;
          write(request);
          const deadline = deadlineOf(request);
          if (deadline !== undefined && fault("server.flow.escrow-finalize-at-deadline")) {
            void finishLater(key, facilitator, request, Math.min(Math.max(0, deadline * 1_000 - options.now()) + 2_500, 2 ** 31 - 1));
            return undefined;
          }
          for (let count = 1; count <= ATTEMPTS_AT_ONCE; count += 1) {
            const answer = await attempt(facilitator, request);
            if (typeof answer !== "string") {
              if (!closing.signal.aborted) store.set(key, undefined);
              return answer;
            }
            if (answer === "open") break;
          }
          void finishLater(key, facilitator, request);
          return undefined;
        },
        abandon: () => store.set(key, undefined),
      };
    },
    resume() {
      for (const [key, value] of store.entries(PREFIX)) {
        if (fault("server.flow.escrow-finalize-not-durable")) {
          store.set(key, undefined);
          continue;
        }
        const { facilitator: url, payment, requirements } = value as Outstanding;
        const facilitator = clients.find((client) => client.url === url) ?? clients[0];
        if (facilitator !== undefined) void finishLater(key, facilitator, { payment, requirements }, 0);
      }
    },
    close: () => closing.abort(),
  };
}
