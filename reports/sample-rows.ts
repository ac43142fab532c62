import type { RequirementInfo } from "./results.ts";

// Test helper: requirements that read like the catalogue's.

export interface SampleRow {
  readonly requirement: RequirementInfo;
  readonly scenario: string;
  readonly killedBy: readonly string[];
}

const AREAS = ["http", "core-types", "payment-flow", "exact", "exact-evm-eip3009", "facilitator-api"] as const;

const STATEMENTS: Readonly<Record<string, readonly string[]>> = {
  http: ["An unpaid request for a paid resource is answered with status 402.", "The 402 response carries its offer in the PAYMENT-REQUIRED header, base64 encoded.", "The receipt of a settled payment stands in the PAYMENT-RESPONSE header."],
  "core-types": ["PaymentRequired carries x402Version as the JSON number 2.", "PaymentRequired contains an accepts array whose members are PaymentRequirements objects.", "The optional extensions field, when present, is an object keyed by extension identifier."],
  "payment-flow": ["No content is released before the payment is verified.", "A payment is settled exactly once.", "A failed settlement is told to the client and the content is withheld."],
  exact: ["The amount charged under an exact offer is the amount that offer stated.", "An exact offer names no flow but authorization or upfront.", "One payment makes one transfer."],
  "exact-evm-eip3009": ["The signature covers the authorization under the token's own EIP-712 domain.", "validAfter lies before and validBefore after the moment of payment.", "A nonce that was used is refused."],
  "facilitator-api": ["A verify answer carries isValid as a JSON boolean.", "A settle answer carries the transaction hash and the network.", "An unknown scheme is refused with unsupported_scheme."],
};

export function sampleRows(options: { role: string; count: number }): readonly SampleRow[] {
  const { role, count } = options;
  return Array.from({ length: count }, (_, index): SampleRow => {
    const area = AREAS[Math.floor((index * AREAS.length) / count)] ?? "http";
    const level = ["MUST", "IMPLIED", "IMPLIED", "SHOULD", "IMPLIED", "SHOULD", "IMPLIED", "MUST", "MAY"][index % 9] ?? "MUST";
    const id = `${area}.${role}.sample-${index}`;
    const ambiguous = index % 12 === 8;
    return {
      scenario: `${role}/${area}/case-${index}`,
      killedBy: [`${role}.${area}.broken-${index}`],
      requirement: {
        id,
        role: index % 10 === 9 ? "any" : role,
        area,
        level,
        basis: index % 12 === 5 ? "gap" : index % 9 === 6 ? "newer" : "snapshot",
        clause: index % 4 === 0 ? "transports-v2/http.md Server Behavior; x402-specification-v2.md 5.1.2" : "x402-specification-v2.md 6.1",
        statement: STATEMENTS[area]?.[index % 3] ?? "Something is so.",
        ...(ambiguous
          ? {
              ambiguity: "The text shows both in examples and says neither.",
              defaultPosition: "402",
              positions: [
                { id: "400", text: "The payment is malformed, so the request is." },
                { id: "402", text: "Payment is still required." },
                { id: "other", text: "Any other status." },
              ],
            }
          : {}),
      },
    };
  });
}
