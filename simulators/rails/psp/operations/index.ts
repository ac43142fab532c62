import type { Operation } from "../operation.ts";
import { operations as account } from "./account.ts";
import { operations as disputes } from "./disputes.ts";
import { operations as events } from "./events.ts";
import { operations as mandates } from "./mandates.ts";
import { operations as paymentIntents } from "./payment-intents.ts";
import { operations as paymentMethods } from "./payment-methods.ts";
import { operations as refunds } from "./refunds.ts";
import { operations as webhookEndpoints } from "./webhook-endpoints.ts";

/** Every call of the API. */
export const OPERATIONS: readonly Operation[] = [...paymentIntents, ...refunds, ...paymentMethods, ...mandates, ...disputes, ...webhookEndpoints, ...events, ...account];
