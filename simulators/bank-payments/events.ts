import { defineFaults, faultPoints } from "../faults.ts";
import { isObject } from "../json.ts";
import { verifyWebhook } from "../rails/psp/webhook-signature.ts";
import type { SchemeFacilitator } from "../schemes/scheme.ts";
import type { FacilitatorParts } from "./facilitator-parts.ts";
import type { Inquirer } from "./inquire.ts";
import { sightingOf } from "./sighting.ts";

/** What a PSP says unasked: experimental/bank-payments.md, 6.8. It spares nobody the asking (6.7), and is heard all the same. */

export const faults = defineFaults({
  "facilitator.bank-payments.event-unsigned": { role: "facilitator", bug: "BUG: believes events without a signature" },
  "facilitator.bank-payments.event-forged": { role: "facilitator", bug: "BUG: believes events whose signature is wrong" },
  "facilitator.bank-payments.event-rewinds": { role: "facilitator", bug: "BUG: takes the state in the event that came last for the present one" },
});

type Notify = NonNullable<SchemeFacilitator["notify"]>;

const REFERENCE = /^x402-([a-z]{64})x*$/;

export function createNotify(parts: FacilitatorParts & { inquirer: Inquirer }): Notify {
  const { network, providers, records, effects, inquirer } = parts;
  const fault = faultPoints({ declared: faults, active: parts.faults });

  const isGenuine = ({ provider, signature, body }: Parameters<Notify>[0]): boolean => {
    const secret = providers.webhookSecret(provider);
    if (secret === undefined) return false;
    const verdict = verifyWebhook({ body, header: signature, secret, at: effects.now() });
    if (verdict === "valid") return true;
    return signature === null ? fault("facilitator.bank-payments.event-unsigned") : fault("facilitator.bank-payments.event-forged");
  };

  return (event) => {
    if (!isGenuine(event)) return Promise.resolve(false);
    const intent = intentIn(event.body);
    const reference = intent?.["merchant_reference"];
    const [, key = ""] = (typeof reference === "string" && REFERENCE.exec(reference)) || [];
    const record = records.get(key);
    if (intent === undefined || record === undefined || record.psp !== event.provider) return Promise.resolve(true);
    const latest = inquirer.take({ key, record, intent });
    const told = sightingOf({ network, intent });
    if (latest !== undefined && told !== undefined && told.state !== latest.state && fault("facilitator.bank-payments.event-rewinds")) records.put(key, { ...latest, ...told, pinned: true });
    return Promise.resolve(true);
  };
}

function intentIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const event: unknown = JSON.parse(body);
    const data = isObject(event) ? event["data"] : undefined;
    const object = isObject(data) ? data["object"] : undefined;
    return isObject(object) && object["object"] === "payment_intent" ? object : undefined;
  } catch {
    return undefined;
  }
}
