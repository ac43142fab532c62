/** One offer and one receipt, from which the vectors start. */

export type Payload = Readonly<Record<string, unknown>>;

export const ORIGIN = "https://shop.test";

export const OFFER: Payload = {
  version: 1,
  resourceUrl: `${ORIGIN}/weather`,
  scheme: "exact",
  network: "eip155:8453",
  asset: "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913",
  payTo: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  amount: "10000",
  validUntil: 1795263000,
};

export const RECEIPT: Payload = {
  version: 1,
  network: "eip155:8453",
  resourceUrl: `${ORIGIN}/weather`,
  payer: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC",
  issuedAt: 1795262400,
};

/** Hash of the settlement a receipt may name. */
export const TRANSACTION = `0x${"7e".repeat(32)}`;

/** A copy with some members changed; undefined takes one away. */
export const changed = (payload: Payload, edit: Payload): Payload => Object.fromEntries(Object.entries({ ...payload, ...edit }).filter(([, value]) => value !== undefined));
