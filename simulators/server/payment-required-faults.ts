import type { PaymentRequired } from "../../spec/types.ts";
import { defineFaults, type FaultSet } from "../faults.ts";
import { isObject } from "../json.ts";

/**
 * Deviations in what a PaymentRequired says. They bend the message on its way out only: the server
 * goes on to match payments against its true offers.
 */

export const faults = defineFaults({
  "server.offer.order-by-network": { role: "server", bug: "BUG: sorts its offers by the name of their network" },
  "server.offer.version-string": { role: "server", bug: 'BUG: writes x402Version as the string "2"' },
  "server.offer.without-resource": { role: "server", bug: "BUG: leaves resource out" },
  "server.offer.accepts-object": { role: "server", bug: "BUG: writes accepts as an object keyed by position" },
  "server.offer.accepts-empty": { role: "server", bug: "BUG: offers no way to pay for a payable route" },
  "server.offer.error-object": { role: "server", bug: "BUG: writes error as an object" },
  "server.offer.extensions-array": { role: "server", bug: "BUG: writes extensions as an array" },
  "server.offer.without-scheme": { role: "server", bug: "BUG: leaves scheme out of the accepts entries" },
  "server.offer.v1-network-name": { role: "server", bug: "BUG: names the network base-sepolia, as version 1 did" },
  "server.offer.amount-number": { role: "server", bug: "BUG: writes amount as a JSON number" },
  "server.offer.v1-amount-name": { role: "server", bug: "BUG: states the price in maxAmountRequired, as version 1 did" },
  "server.offer.asset-ticker": { role: "server", bug: "BUG: names the asset by its ticker, USDC" },
  "server.offer.without-payto": { role: "server", bug: "BUG: leaves payTo out of the accepts entries" },
  "server.offer.timeout-string": { role: "server", bug: "BUG: writes maxTimeoutSeconds as a string" },
  "server.offer.timeout-zero": { role: "server", bug: "BUG: gives the client zero seconds to pay" },
  "server.offer.extra-array": { role: "server", bug: "BUG: writes extra as an array of pairs" },
  "server.offer.without-domain-version": { role: "server", bug: "BUG: leaves the version of the token's EIP-712 domain out of extra" },
  "server.offer.exact-escrow": { role: "server", bug: "BUG: offers exact with the escrow flow, which exact does not have" },
  "server.offer.flow-unstated": { role: "server", bug: "BUG: does not state the flow of a route that settles before it serves" },
  "server.offer.resource-without-url": { role: "server", bug: "BUG: leaves url out of resource" },
  "server.offer.fixed-resource-url": { role: "server", bug: "BUG: states the same resource.url on every route" },
  "server.offer.description-number": { role: "server", bug: "BUG: writes resource.description as a number" },
  "server.offer.long-service-name": { role: "server", bug: "BUG: states a serviceName of 40 characters" },
  "server.offer.extension-without-info": { role: "server", bug: "BUG: advertises an extension without info" },
  "server.offer.info-breaks-schema": { role: "server", bug: "BUG: advertises an info that its own schema refuses" },
});

type FaultId = keyof typeof faults;
type Message = Record<string, unknown>;

/** Applies every deviation that is switched on. Without one, the message itself. */
export function bendPaymentRequired(options: { required: PaymentRequired; faults: FaultSet }): PaymentRequired {
  const message = options.required as unknown as Message;
  const active = (Object.keys(BENDS) as FaultId[]).filter((id) => options.faults.has(id, () => JSON.stringify(BENDS[id](message)) !== JSON.stringify(message)));
  return active.reduce((bent, id) => BENDS[id](bent), message) as unknown as PaymentRequired;
}

const entries = (message: Message): Message[] => message["accepts"] as Message[];
const eachEntry =
  (bend: (entry: Message) => Message) =>
  (message: Message): Message => ({ ...message, accepts: entries(message).map(bend) });
const resource = (bend: (resource: Message) => Message) => (message: Message): Message => ({ ...message, resource: bend(message["resource"] as Message) });
const without =
  (member: string) =>
  (value: Message): Message =>
    Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
const extra =
  (bend: (extra: Message) => unknown) =>
  (entry: Message): Message => ({ ...entry, extra: bend((entry["extra"] ?? {}) as Message) });
const eachExtension =
  (bend: (declaration: Message) => Message) =>
  (message: Message): Message =>
    isObject(message["extensions"]) ? { ...message, extensions: Object.fromEntries(Object.entries(message["extensions"]).map(([id, declaration]) => [id, bend(declaration as Message)])) } : message;

const BENDS: Readonly<Record<FaultId, (message: Message) => Message>> = {
  "server.offer.order-by-network": (message) => ({ ...message, accepts: entries(message).toSorted((left, right) => (String(left["network"]) < String(right["network"]) ? -1 : left["network"] === right["network"] ? 0 : 1)) }),
  "server.offer.version-string": (message) => ({ ...message, x402Version: "2" }),
  "server.offer.without-resource": without("resource"),
  "server.offer.accepts-object": (message) => ({ ...message, accepts: Object.fromEntries(entries(message).map((entry, index) => [index, entry])) }),
  "server.offer.accepts-empty": (message) => ({ ...message, accepts: [] }),
  "server.offer.error-object": (message) => ({ ...message, error: { message: message["error"] } }),
  "server.offer.extensions-array": (message) => (isObject(message["extensions"]) ? { ...message, extensions: Object.values(message["extensions"]) } : message),
  "server.offer.without-scheme": eachEntry(without("scheme")),
  "server.offer.v1-network-name": eachEntry((entry) => ({ ...entry, network: "base-sepolia" })),
  "server.offer.amount-number": eachEntry((entry) => ({ ...entry, amount: Number(entry["amount"]) })),
  "server.offer.v1-amount-name": eachEntry((entry) => without("amount")({ ...entry, maxAmountRequired: entry["amount"] })),
  "server.offer.asset-ticker": eachEntry((entry) => ({ ...entry, asset: "USDC" })),
  "server.offer.without-payto": eachEntry(without("payTo")),
  "server.offer.timeout-string": eachEntry((entry) => ({ ...entry, maxTimeoutSeconds: String(entry["maxTimeoutSeconds"]) })),
  "server.offer.timeout-zero": eachEntry((entry) => ({ ...entry, maxTimeoutSeconds: 0 })),
  "server.offer.extra-array": eachEntry(extra((value) => Object.entries(value))),
  "server.offer.without-domain-version": eachEntry(extra(without("version"))),
  // Beside the true offers, so that the route can still be paid for.
  "server.offer.exact-escrow": (message) => ({ ...message, accepts: entries(message).flatMap((entry, index) => (index === 0 && entry["scheme"] === "exact" ? [entry, extra((value) => ({ ...value, paymentFlow: "escrow" }))(entry)] : [entry])) }),
  "server.offer.flow-unstated": eachEntry(extra(without("paymentFlow"))),
  "server.offer.resource-without-url": resource(without("url")),
  "server.offer.fixed-resource-url": resource((value) => ({ ...value, url: "https://api.example.com/x402" })),
  "server.offer.description-number": resource((value) => ({ ...value, description: 42 })),
  "server.offer.long-service-name": resource((value) => ({ ...value, serviceName: "A service whose name goes on and on and on" })),
  "server.offer.extension-without-info": eachExtension(without("info")),
  "server.offer.info-breaks-schema": eachExtension((declaration) => ({ ...declaration, info: { ...(declaration["info"] as Message), marker: 1 } })),
};
