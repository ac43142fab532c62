/** One plain message per header, from which the header vectors start. */

const OFFER = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "2500",
  asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  payTo: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  maxTimeoutSeconds: 60,
  extra: { name: "USDC", version: "2" },
};

const RESOURCE = { url: "https://shop.test/weather", description: "Weather", mimeType: "application/json" };

export const MESSAGES = {
  "PAYMENT-REQUIRED": { x402Version: 2, error: "Payment needed", resource: RESOURCE, accepts: [OFFER] },
  "PAYMENT-SIGNATURE": {
    x402Version: 2,
    resource: RESOURCE,
    accepted: OFFER,
    payload: {
      signature: `0x${"1b".repeat(64)}1c`,
      authorization: { from: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC", to: OFFER.payTo, value: "2500", validAfter: "1790000000", validBefore: "1790000060", nonce: `0x${"5c".repeat(32)}` },
    },
  },
  "PAYMENT-RESPONSE": { success: false, errorReason: "insufficient_funds", transaction: "", network: "eip155:84532", payer: "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC" },
} as const;

/** A member of free text in each message: where odd characters may stand. */
export const FREE_TEXT = { "PAYMENT-REQUIRED": "/resource/description", "PAYMENT-SIGNATURE": "/resource/description", "PAYMENT-RESPONSE": "/errorReason" } as const;

export type HeaderName = keyof typeof MESSAGES;
export const HEADER_NAMES = Object.keys(MESSAGES) as HeaderName[];

export const base64 = (bytes: string | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString("base64");
