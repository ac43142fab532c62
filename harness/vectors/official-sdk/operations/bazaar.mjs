import { sanitizeResourceServiceMetadata, validateDiscoveryExtension, validateRouteTemplate } from "@x402/extensions/bazaar";
import { demand } from "./unsupported.mjs";

export const bazaar = {
  "bazaar.info.validate": ({ input }) => {
    const { valid, errors } = validateDiscoveryExtension(input.declaration);
    demand(valid, errors?.join("; "));
  },

  "bazaar.route-template.validate": ({ input }) => demand(validateRouteTemplate(input.routeTemplate) !== undefined),

  "bazaar.service-metadata.sanitize": ({ input }) => sanitizeResourceServiceMetadata(input.resource),
};
