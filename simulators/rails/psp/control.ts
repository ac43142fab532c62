import type { JsonObject } from "../../json.ts";
import { idOf } from "../ids.ts";
import type { CallLog, PspCall } from "./calls.ts";
import { newId, type PspContext, type PspLimits } from "./context.ts";
import type { FaultBoard, FaultHandle, FaultRule } from "./faults.ts";
import { createPayerControl, type PayerControl } from "./payer-control.ts";
import { renderIntent } from "./render-intent.ts";
import type { PspWatcher } from "./serve.ts";
import { createTokens, type TokenControl } from "./token-control.ts";
import type { ApiKey, Intent, Merchant } from "./types.ts";
import { createWebhookControl, type WebhookControl } from "./webhook-control.ts";
import type { Outbox } from "./webhooks.ts";

/** What a test or a scenario can do with a provider that no user of its API can. */
export interface PspControl {
  /** Opens a merchant account; one that is there is left as it is. */
  openMerchant(options: { id: string; name?: string }): Merchant;
  /** Gives out an API key; the same for the same id. @param options.merchant default: a platform's, for every merchant */
  issueKey(options?: { id?: string; name?: string; merchant?: string }): ApiKey;
  revokeKey(secret: string): void;
  readonly tokens: TokenControl;
  readonly payers: PayerControl;
  readonly webhooks: WebhookControl;
  readonly faults: { add(rule: FaultRule): FaultHandle; clear(): void };
  /** Calls of the API, in order. @param options.after sequence of a call */
  calls(options?: { after?: number }): readonly PspCall[];
  /** @returns ends the watch */
  watch(watcher: PspWatcher): () => void;
  intents(): readonly Intent[];
  /** As the API shows it; `undefined` for an id the provider does not know. */
  intent(id: string): JsonObject | undefined;
  /** @param options.merchant for payments to this one only */
  setLimits(limits: Partial<PspLimits>, options?: { merchant: string }): void;
}

export function createControl(options: { psp: PspContext; faults: FaultBoard; log: CallLog; watchers: Set<PspWatcher>; outbox: Outbox; signatureTime: () => number }): PspControl {
  const { psp, faults, log, watchers } = options;
  return {
    openMerchant({ id, name }) {
      const known = psp.cell.current.merchants.get(id) ?? { id, name: name ?? id };
      psp.cell.current.merchants.set(id, known);
      return known;
    },
    issueKey({ id, name, merchant } = {}) {
      const keyId = id ?? newId(psp, "key");
      const key: ApiKey = { id: keyId, secret: `sk_test_${newSecret(psp, keyId)}`, merchant: merchant ?? null, name: name ?? (merchant === undefined ? "platform" : "merchant"), revoked: false };
      const known = psp.cell.current.keys.get(key.secret) ?? key;
      psp.cell.current.keys.set(key.secret, known);
      return known;
    },
    revokeKey(secret) {
      const key = psp.cell.current.keys.get(secret);
      if (key !== undefined) psp.cell.current.keys.set(secret, { ...key, revoked: true });
    },
    tokens: createTokens(psp),
    payers: createPayerControl(psp),
    webhooks: createWebhookControl(options),
    faults: { add: (rule) => faults.add(rule), clear: () => faults.clear() },
    calls: (range) => log.all(range),
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    intents: () => [...psp.cell.current.intents.values()],
    intent(id) {
      const intent = psp.cell.current.intents.get(id);
      return intent === undefined ? undefined : renderIntent(psp, intent);
    },
    setLimits(limits, only) {
      if (only === undefined) psp.limits = { ...psp.limits, ...limits };
      else psp.merchantLimits.set(only.merchant, { ...psp.merchantLimits.get(only.merchant), ...limits });
    },
  };
}

const newSecret = (psp: PspContext, id: string): string => idOf({ prefix: psp.name, parts: [psp.seed, psp.name, "secret", id] });
