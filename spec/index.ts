/**
 * What x402 V2 says, as data: requirements, message schemas and types, registries and profiles.
 *
 * @module
 */
export * from "./types.ts";
export { REVISION, REVISIONS } from "./revision.ts";
export type { NamedRevision, Revision, RevisionName } from "./revision.ts";
export { RequirementsError, loadCatalogueFiles, loadRequirements, weightOf } from "./requirements.ts";
export type {
  Ambiguity,
  CatalogueFile,
  Clause,
  Exclusion,
  NewerText,
  Position,
  Requirement,
  RequirementBasis,
  RequirementLevel,
  RequirementRole,
  Weight,
} from "./requirements.ts";
export { loadPinnedTexts } from "./text/pinned-text.ts";
export type { PinnedSection, PinnedText } from "./text/pinned-text.ts";
export { BUNDLE_ID, loadSchemaBundle } from "./schema-bundle.ts";
export type { SchemaBundle } from "./schema-bundle.ts";
export { compareDigests, digestFolder, digestSpec, loadDigests } from "./digests.ts";
export type { Digests } from "./digests.ts";
/** One type per schema, named by its title: `Messages.PaymentPayload`. */
export type * as Messages from "./message-types.ts";
export { createValidator, loadSchemas } from "./schemas.ts";
export type { JsonSchema, SchemaError, SchemaName, SchemaTypes, Validation, Validator } from "./schemas.ts";
export { errorClassOf, errorCode, loadAssets, loadContracts, loadErrorCodes, loadHashedStructs, loadNetworks, loadPrograms, loadTypedData, networkOf } from "./registry.ts";
export type {
  Asset,
  Contract,
  ErrorClass,
  ErrorCode,
  HashedStruct,
  HashedStructName,
  Network,
  NetworkFamily,
  Program,
  Source,
  TypedData,
  TypedDataField,
  TypedDataName,
} from "./registry.ts";
export { fiatCurrencyOf, loadAchReturnCodes, loadCardDeclines, loadFiatCurrencies, loadSepaReasonCodes } from "./registry-fiat.ts";
export type {
  AchReturnClass,
  AchReturnCode,
  AchReturnWindow,
  CardDeclineAnswer,
  CardDeclineClass,
  CardDeclineClassName,
  FiatCurrency,
  SepaReasonClass,
  SepaReasonCode,
  SepaRTransaction,
  SepaScheme,
} from "./registry-fiat.ts";
export { ProfileError, loadProfiles } from "./profiles.ts";
export type { NotScored, Profile } from "./profiles.ts";
