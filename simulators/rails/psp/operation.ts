import type { JsonObject } from "../../json.ts";
import type { PspContext } from "./context.ts";
import { PspError } from "./psp-error.ts";
import type { ApiKey, Merchant } from "./types.ts";

/** What one call of the API does. It runs to its end without waiting for anything, so that calls never see each other half done. */
export interface Operation {
  /** e.g. `payment_intents.capture`; faults and the log name it. */
  readonly name: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** With `:id` where an id stands. */
  readonly path: string;
  /** Whether it reads the query. Where it does not, parameters that stand there are refused. */
  readonly takesQuery?: true;
  readonly run: (call: OperationCall) => OperationReply;
}

export interface OperationCall {
  readonly psp: PspContext;
  readonly key: ApiKey;
  /** From the path; empty where it has none. */
  readonly id: string;
  /** The decoded body; empty for GET. */
  readonly body: JsonObject;
  readonly query: URLSearchParams;
}

export interface OperationReply {
  readonly status?: number;
  readonly body: JsonObject;
}

/**
 * The merchant a call is for.
 *
 * @param options.given as the caller names it; a merchant's own key need not
 * @throws PspError where it is not the key's, or nobody's
 */
export function merchantFor(options: { psp: PspContext; key: ApiKey; given: string | undefined }): Merchant {
  const { psp, key, given } = options;
  const id = given ?? key.merchant;
  if (id === null) throw new PspError({ status: 400, code: "parameter_missing", message: "A platform's key says for which merchant_account it acts.", details: { param: "merchant_account" } });
  if (!mayActFor(key, id)) throw new PspError({ status: 403, type: "permission_error", code: "merchant_not_permitted", message: "This key does not act for that merchant account." });
  const merchant = psp.cell.current.merchants.get(id);
  if (merchant === undefined) throw new PspError({ status: 400, code: "merchant_account_unknown", message: `There is no merchant account ${JSON.stringify(id.slice(0, 64))}.`, details: { param: "merchant_account" } });
  return merchant;
}

export function mayActFor(key: ApiKey, merchant: string): boolean {
  return key.merchant === null || key.merchant === merchant;
}
