/** The reference resource server. */
export { DEFAULT_LIMITS } from "./config.ts";
export type { ProtectedRoute, ServerLimits } from "./config.ts";
export { createRelay } from "./handler.ts";
export type { Handler } from "./handler.ts";
export { startHttpFace } from "./http-face.ts";
export type { HttpFace } from "./http-face.ts";
export type { ServerRequest, ServerResponse } from "./messages.ts";
export { createResourceServer } from "./resource-server.ts";
export type { ResourceServer, ResourceServerOptions } from "./resource-server.ts";
