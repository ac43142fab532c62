import {
  decodePaymentRequiredHeader,
  decodePaymentResponseHeader,
  decodePaymentSignatureHeader,
  encodePaymentRequiredHeader,
  encodePaymentResponseHeader,
  encodePaymentSignatureHeader,
} from "@x402/core/http";
import { demand } from "./unsupported.mjs";

const decoders = { "PAYMENT-REQUIRED": decodePaymentRequiredHeader, "PAYMENT-SIGNATURE": decodePaymentSignatureHeader, "PAYMENT-RESPONSE": decodePaymentResponseHeader };
const encoders = { "PAYMENT-REQUIRED": encodePaymentRequiredHeader, "PAYMENT-SIGNATURE": encodePaymentSignatureHeader, "PAYMENT-RESPONSE": encodePaymentResponseHeader };

export const headers = {
  "header.decode": ({ shared, input }) => {
    // What Node and fetch hand to the SDK: no value at all, or the values joined. The SDK takes an empty one for a missing one.
    const value = input.values.map((one) => one.replace(/^[ \t]+|[ \t]+$/g, "")).join(", ");
    demand(value !== "", "no header");
    return decoders[shared.name](value);
  },

  "header.encode": ({ shared, input }) => ({ header: encoders[shared.name](input.message) }),
};
