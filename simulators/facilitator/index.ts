/** The reference facilitator. */
export { createFacilitator } from "./create-facilitator.ts";
export type { Facilitator, FacilitatorReply } from "./create-facilitator.ts";
export { serveFacilitator } from "./http.ts";
export type { HttpFacilitator } from "./http.ts";
export { createInprocRole } from "./inproc.ts";
