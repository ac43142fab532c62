/** The reference world: roles, payment schemes, the local chain. None of it imports another implementation of x402. Card networks, banks and their payment service provider are a module of their own: ./rails. */
export * as evm from "./chains/evm/index.ts";
export { createClient } from "./client/index.ts";
export { createFacilitator, serveFacilitator } from "./facilitator/index.ts";
export { defineFaults, faultPoints, faultSet } from "./faults.ts";
export type { FaultDeclaration, FaultDeclarations, FaultSet } from "./faults.ts";
export * as exactEvm from "./schemes/exact-evm/index.ts";
export * as exactSvm from "./schemes/exact-svm/index.ts";
export type { ClientWallet, Effects, PaymentFlow, SchemeClient, SchemeFacilitator, SchemeServer } from "./schemes/scheme.ts";
export { createRelay, createResourceServer, startHttpFace } from "./server/index.ts";
export { decodeHeader, encodeHeader, HEADERS } from "./transports/http/header-codec.ts";
