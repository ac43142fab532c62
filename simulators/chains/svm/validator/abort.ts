import { SvmNodeError } from "../errors.ts";

/** @throws SvmNodeError `svm.aborted` */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return;
  throw new SvmNodeError({ code: "svm.aborted", message: "Starting the validator was aborted by the caller's signal.", cause: signal.reason });
}
