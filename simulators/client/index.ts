/** The reference client. */
export { createClient } from "./create-client.ts";
export type { Client, ClientOptions, ClientRequest, ClientResponse } from "./create-client.ts";
export { ClientError } from "./errors.ts";
export type { ClientErrorCode } from "./errors.ts";
export { createInprocRole } from "./inproc.ts";
export { minorUnits } from "./money.ts";
export { avoidMainnet, cheapest, maxAmount, onlyAssets, preferNetworks } from "./policy.ts";
export type { SelectionRule } from "./policy.ts";
export { selectRequirement } from "./select-requirement.ts";
export type { Selection, SelectionOptions } from "./select-requirement.ts";
export type { Settlement } from "./settlement.ts";
