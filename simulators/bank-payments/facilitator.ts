import { setTimeout as sleep } from "node:timers/promises";
import { defineFaults, type FaultSet, faultPoints } from "../faults.ts";
import type { CreateSchemeFacilitator, SchemeFacilitator } from "../schemes/scheme.ts";
import { memoryStore } from "../store.ts";
import { createHttpFetch, type HttpFetch } from "../transports/http/http-fetch.ts";
import { createAnswers } from "./answers.ts";
import { createAuthorizer } from "./authorize.ts";
import { createNotify } from "./events.ts";
import type { FacilitatorBends, FacilitatorParts } from "./facilitator-parts.ts";
import { createInquirer } from "./inquire.ts";
import type { BankNetwork } from "./network.ts";
import { createProviders } from "./providers.ts";
import { createRequestReader } from "./read-request.ts";
import { createRecords } from "./records.ts";
import { createSettle } from "./settle.ts";
import { createStatus } from "./status.ts";
import { createVerify } from "./verify.ts";

/** Facilitator half of `exact` on networks of banks: experimental/bank-payments.md, 6. */

export const faults = defineFaults({
  "facilitator.bank-payments.psps-missing": { role: "facilitator", bug: "BUG: does not say in /supported which PSPs it can use" },
  "facilitator.bank-payments.psps-none": { role: "facilitator", bug: "BUG: lists no PSP in /supported" },
  "facilitator.bank-payments.signers-secret": { role: "facilitator", bug: "BUG: lists its key at the PSP among its signers" },
});

/** A PSP that has not answered by then is taken for silent. */
const PSP_TIMEOUT_MS = 10_000;

/** As a scheme's, with effects that only tests replace. */
export type CreateBankFacilitator = (options: Parameters<CreateSchemeFacilitator>[0] & { fetch?: HttpFetch }) => SchemeFacilitator;

/** @param options.bends what the network's own faults do */
export function createBankFacilitator(given: { network: BankNetwork; bends?: (faults: FaultSet) => FacilitatorBends }): CreateBankFacilitator {
  const { network } = given;
  return ({ effects, faults: active, network: name, chain, confirmationTimeoutSeconds, store = memoryStore(), fetch = createHttpFetch() }) => {
    if (name !== network.network) throw new Error(`exact on ${network.network} serves that network, found ${name}`);
    const fault = faultPoints({ declared: faults, active });
    const closing = new AbortController();
    const parts: FacilitatorParts = {
      network,
      providers: createProviders({ chain, fetch, timeoutMilliseconds: Math.min(PSP_TIMEOUT_MS, confirmationTimeoutSeconds * 1_000) }),
      records: createRecords({ store, network: network.network, faults: active }),
      effects,
      faults: active,
      bends: given.bends?.(active) ?? {},
      pause: (milliseconds) => sleep(milliseconds, undefined, { signal: closing.signal }).catch(() => undefined),
      isClosed: () => closing.signal.aborted,
    };
    const { read, keyOf } = createRequestReader(parts);
    const authorize = createAuthorizer(parts);
    const inquirer = createInquirer(parts);
    const answers = createAnswers(parts);
    const settle = createSettle({ ...parts, read, authorize, inquirer, answers });
    const status = createStatus({ ...parts, keyOf, inquirer, answers });
    const { names } = parts.providers;

    return {
      scheme: "exact",
      network: network.network,
      kind() {
        const extra = network.announce(fault("facilitator.bank-payments.psps-none") ? [] : names);
        const announced = parts.bends.announce?.(extra) ?? extra;
        return { x402Version: 2, scheme: "exact", network: network.network, ...(fault("facilitator.bank-payments.psps-missing") ? {} : { extra: announced }) };
      },
      // No key signs a payment, and accounts and credentials are nobody's business (6.9).
      signers: () => (fault("facilitator.bank-payments.signers-secret") ? { [network.network]: [chain.signerPrivateKey] } : {}),
      verify: createVerify({ ...parts, read, authorize }),
      settle: async (payment) => (payment.payload["type"] === undefined ? await settle(payment) : await status(payment)),
      notify: createNotify({ ...parts, inquirer }),
      close() {
        closing.abort();
        return Promise.resolve();
      },
    };
  };
}
