import type { JsonObject } from "../../json.ts";

export type PspErrorType = "invalid_request_error" | "card_error" | "bank_error" | "idempotency_error" | "authentication_error" | "permission_error" | "rate_limit_error" | "api_error";

/** An answer that is an error, in the form all of them have: `{ "error": { type, code, message, … } }`. */
export class PspError extends Error {
  readonly status: number;
  readonly type: PspErrorType;
  /** Stable. */
  readonly code: string;
  /** Further members of the error, e.g. `param` or `decline_code`. */
  readonly details: JsonObject;

  constructor(options: { status: number; type?: PspErrorType; code: string; message: string; details?: JsonObject }) {
    super(options.message);
    this.name = "PspError";
    this.status = options.status;
    this.type = options.type ?? "invalid_request_error";
    this.code = options.code;
    this.details = options.details ?? {};
  }
}

/** A parameter that is missing, or not as it has to be. */
export function badParameter(options: { name: string; code?: string; message: string }): PspError {
  const { name, code = "parameter_invalid", message } = options;
  return new PspError({ status: 400, code, message, details: { param: name } });
}

/** Something that is not there, or not for the one who asks: which of the two is not told. What has not the form of an id is not repeated: it may be an account's number. */
export function notFound(what: string, id: string): PspError {
  return new PspError({ status: 404, code: "resource_missing", message: `There is no ${what} ${/^[a-z]{2,10}_\w{1,64}$/.test(id) ? id : "of that id"}.` });
}
