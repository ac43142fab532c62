import { HTTPFacilitatorClient } from "@x402/core/http";
import { PaymentPayloadV2Schema, PaymentRequiredV2Schema, PaymentRequirementsV2Schema, ResourceInfoSchema } from "@x402/core/schemas";
import { validatePaymentIdentifier } from "@x402/extensions/payment-identifier";
import { SIWxPayloadSchema } from "@x402/extensions/sign-in-with-x";
import { withHttp } from "../world/http.mjs";
import { demand, Unsupported } from "./unsupported.mjs";

const facilitator = new HTTPFacilitatorClient({ url: "https://facilitator.test" });

/**
 * The SDK's readers of whole messages, by the name of the schema in spec/schemas. Its type guards only tell payloads apart, and
 * its validators of gas sponsoring and discovery look at a part of the object: both answer other questions.
 */
const readers = {
  "payment-required": (message) => PaymentRequiredV2Schema.parse(message),
  "payment-requirements": (message) => PaymentRequirementsV2Schema.parse(message),
  "payment-payload": (message) => PaymentPayloadV2Schema.parse(message),
  "resource-info": (message) => ResourceInfoSchema.parse(message),
  "verify-response": (message) => withHttp(() => message, () => facilitator.verify({ x402Version: 2 }, {})),
  "settle-response": (message) => withHttp(() => message, () => facilitator.settle({ x402Version: 2 }, {})),
  "supported-response": (message) => withHttp(() => message, () => facilitator.getSupported()),
  "ext-sign-in-with-x-client": (message) => SIWxPayloadSchema.parse(message),
  "ext-payment-identifier-client": (message) => {
    const { valid, errors } = validatePaymentIdentifier(message);
    demand(valid, errors?.join("; "));
  },
};

export const messages = {
  "message.validate": async ({ shared, input }) => {
    const read = readers[shared.schema];
    if (read === undefined) throw new Unsupported("the SDK has no validator of this");
    await read(input.message);
  },
};
