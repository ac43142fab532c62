import type { SendWebhook } from "./webhooks.ts";

/** A receiver that has not answered by then counts as one that did not. Wall clock: the suite's cannot hurry a stranger. */
const PATIENCE = 10_000;

/** Posts a webhook over HTTP. The receiver's body is not read. */
export const sendWebhook: SendWebhook = async ({ url, headers, body }) => {
  try {
    const response = await fetch(url, { method: "POST", headers, body, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
    await response.body?.cancel();
    return response.status;
  } catch {
    return null;
  }
};
