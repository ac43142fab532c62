/**
 * What x402 V2 says, as data: requirements, message schemas and types, registries and profiles.
 *
 * @module
 */
export * from "./types.ts";
export { REVISION } from "./revision.ts";
export type { Revision } from "./revision.ts";
export { RequirementsError, loadRequirements, weightOf } from "./requirements.ts";
export type {
  Ambiguity,
  Clause,
  Exclusion,
  Position,
  Requirement,
  RequirementBasis,
  RequirementLevel,
  RequirementRole,
  Weight,
} from "./requirements.ts";
export { createValidator, loadSchemas } from "./schemas.ts";
export type { JsonSchema, SchemaError, SchemaName, SchemaTypes, Validation, Validator } from "./schemas.ts";
export { errorClassOf, errorCode, loadAssets, loadContracts, loadErrorCodes, loadNetworks, loadTypedData, networkOf } from "./registry.ts";
export type { Asset, Contract, ErrorClass, ErrorCode, Network, NetworkFamily, TypedData, TypedDataField, TypedDataName } from "./registry.ts";
export { ProfileError, loadProfiles } from "./profiles.ts";
export type { NotScored, Profile } from "./profiles.ts";
