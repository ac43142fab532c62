import type { PaymentMethod } from "../methods/method.ts";

/**
 * The case cannot be arranged on this chain, e.g. because only the embedded node lets accounts be written. Thrown by
 * a scenario while it drives; the case then counts as unsupported, and says why.
 */
export class UnsupportedCase extends Error {
  override readonly name = "UnsupportedCase";
}

/** @throws UnsupportedCase where verification of the method's payments does not look at something the case is about */
export function needsVerified(options: { readonly method: PaymentMethod; readonly about: PaymentMethod["verified"][number] | undefined }): void {
  const { method, about } = options;
  if (about !== undefined && !method.verified.includes(about)) throw new UnsupportedCase(`Verification of payments by ${method.id} does not look at this: ${about}`);
}
