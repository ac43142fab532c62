/**
 * Why a client did not pay. Stable codes:
 *
 * - `malformed-payment-required`: the server's signal cannot be read, so nothing was signed
 * - `nothing-payable`: no offer passed scheme, network, flow and policy
 * - `too-many-redirects`: the server sent the request in circles
 */
export type ClientErrorCode = "malformed-payment-required" | "nothing-payable" | "too-many-redirects";

export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ClientErrorCode;

  constructor(options: { code: ClientErrorCode; message: string }) {
    super(options.message);
    this.code = options.code;
  }
}
