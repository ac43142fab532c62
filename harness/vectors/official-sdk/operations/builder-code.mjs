import { x402ResourceServer } from "@x402/core/server";
import { appendDataSuffix } from "@x402/evm";
import { BuilderCodeFacilitatorExtension, parseBuilderCodeSuffixFromCalldata } from "@x402/extensions/builder-code";
import { demand } from "./unsupported.mjs";

export const builderCode = {
  "builder-code.suffix.parse": ({ input }) => {
    const codes = parseBuilderCodeSuffixFromCalldata(input.callData);
    demand(codes !== undefined, "no suffix");
    return codes;
  },

  "builder-code.suffix.encode": ({ input }) => {
    const { callData, codes, wallet, service } = input;
    const extension = new BuilderCodeFacilitatorExtension({ builderCode: wallet, ...(service === undefined ? {} : { serviceCode: service }) });
    const suffix = extension.buildDataSuffix({ paymentPayload: { x402Version: 2, extensions: { "builder-code": { info: codes } } } });
    return { callData: appendDataSuffix(callData, suffix) };
  },

  "builder-code.payment.check": ({ input }) => {
    const { declared, extensions } = input;
    const offered = declared === undefined ? undefined : { "builder-code": { info: declared, schema: {} } };
    const { valid, invalidReason } = new x402ResourceServer().validateExtensions({ x402Version: 2, extensions: offered }, { x402Version: 2, extensions });
    demand(valid, invalidReason);
  },
};
