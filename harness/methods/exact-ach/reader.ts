import { deliversPending } from "../bank-networks.ts";
import { createRailReader, INTENT_ID, INTENT_ID_FORM } from "../rail-payment.ts";

export const reader = createRailReader({ scheme: "exact", namespace: "ach", id: INTENT_ID, idForm: INTENT_ID_FORM, deliversPending });
