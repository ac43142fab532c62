import { HTTPFacilitatorClient } from "@x402/core/http";
import { PaymentPayloadV2Schema, PaymentRequiredV2Schema, PaymentRequirementsV2Schema, ResourceInfoSchema } from "@x402/core/schemas";
import { validateDiscoveryExtensionSpec, validateEip2612GasSponsoringInfo, validateErc20ApprovalGasSponsoringInfo, validatePaymentIdentifier } from "@x402/extensions";
import { SIWxPayloadSchema } from "@x402/extensions/sign-in-with-x";
import { withHttp } from "../world/http.mjs";
import { demand, Unsupported } from "./unsupported.mjs";

const facilitator = new HTTPFacilitatorClient({ url: "https://facilitator.test" });

/** The SDK's readers, by the name of the schema in spec/schemas. Type guards, which only tell payloads apart, are not among them. */
const readers = {
  "payment-required": (message) => PaymentRequiredV2Schema.parse(message),
  "payment-requirements": (message) => PaymentRequirementsV2Schema.parse(message),
  "payment-payload": (message) => PaymentPayloadV2Schema.parse(message),
  "resource-info": (message) => ResourceInfoSchema.parse(message),
  "verify-response": (message) => withHttp(() => message, () => facilitator.verify({ x402Version: 2 }, {})),
  "settle-response": (message) => withHttp(() => message, () => facilitator.settle({ x402Version: 2 }, {})),
  "supported-response": (message) => withHttp(() => message, () => facilitator.getSupported()),
  "ext-payment-identifier-client": (message) => judged(validatePaymentIdentifier(message)),
  "ext-payment-identifier-declaration": (message) => judged(validatePaymentIdentifier(message)),
  "ext-eip2612-gas-sponsoring-client": ({ info }) => demand(validateEip2612GasSponsoringInfo(info)),
  "ext-erc20-approval-gas-sponsoring-client": ({ info }) => demand(validateErc20ApprovalGasSponsoringInfo(info)),
  "ext-sign-in-with-x-client": (message) => SIWxPayloadSchema.parse(message),
  "ext-bazaar-declaration": (message) => judged(validateDiscoveryExtensionSpec(message)),
};
const judged = ({ valid, errors }) => demand(valid, errors?.join("; "));

export const messages = {
  "message.validate": async ({ shared, input }) => {
    const read = readers[shared.schema];
    if (read === undefined) throw new Unsupported("the SDK has no validator of this");
    await read(input.message);
  },
};
