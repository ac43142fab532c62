import { createRailReader, INTENT_ID, INTENT_ID_FORM } from "../rail-payment.ts";

export const reader = createRailReader({ scheme: "auth-capture", namespace: "card", id: INTENT_ID, idForm: INTENT_ID_FORM });
