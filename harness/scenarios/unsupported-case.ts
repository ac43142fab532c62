import type { PaymentMethod } from "../methods/method.ts";

/**
 * The case cannot be arranged on this chain, e.g. because only the embedded node lets accounts be written. Thrown by
 * a scenario while it drives; the case then counts as unsupported, and says why.
 */
export class UnsupportedCase extends Error {
  override readonly name = "UnsupportedCase";
}

/** @throws UnsupportedCase where verification of the method's payments does not look at something the case is about, or at nothing */
export function needsVerified(options: { readonly method: PaymentMethod; readonly about?: PaymentMethod["verified"][number] | undefined }): void {
  const { method, about } = options;
  if (method.refusedAt === "settle") throw new UnsupportedCase(`Verification takes no part in payments by ${method.id}`);
  if (about !== undefined && !method.verified.includes(about)) throw new UnsupportedCase(`Verification of payments by ${method.id} does not look at this: ${about}`);
}

/** @throws UnsupportedCase where payments are refused in verification already, of which other cases are */
export function needsRefusedAtSettle({ method }: { readonly method: PaymentMethod }): void {
  if (method.refusedAt !== "settle") throw new UnsupportedCase(`Payments by ${method.id} are refused in verification`);
}
