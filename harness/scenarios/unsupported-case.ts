/**
 * The case cannot be arranged on this chain, e.g. because only the embedded node lets accounts be written. Thrown by
 * a scenario while it drives; the case then counts as unsupported, and says why.
 */
export class UnsupportedCase extends Error {
  override readonly name = "UnsupportedCase";
}
