import { RailError } from "../errors.ts";
import { PspError } from "./psp-error.ts";
import { refusedByRail } from "./submit-intent.ts";

/** An answer before it is put on the wire. */
export interface Reply {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws what is no refusal of the provider or a rail: that is a bug of the simulator */
export function refusal(error: unknown): Reply {
  const known = error instanceof RailError ? refusedByRail(error) : error;
  if (!(known instanceof PspError)) throw error;
  return { status: known.status, body: errorBody({ type: known.type, code: known.code, message: known.message, ...known.details }) };
}

export function errorBody(error: Readonly<Record<string, unknown>> & { readonly type: string; readonly code: string; readonly message: string }): string {
  return JSON.stringify({ error });
}

/** Whether something was done, so that the same request must not do it again. */
export function hadEffect({ status }: Reply): boolean {
  return status < 400 || status === 402;
}
