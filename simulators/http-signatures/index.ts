/** HTTP message signatures: RFC 9421, with Ed25519 keys and the directories they are published in. */
export { type Ed25519Jwk, type Ed25519Key, ed25519Key, findKey, isEd25519Jwk, thumbprintOf } from "./ed25519-key.ts";
export { type FoundSignature, signaturesOf, type SignMessage, signMessage, verifiesMessage } from "./message-signature.ts";
export { agentOrigin, DIRECTORY_PATH, DIRECTORY_TYPE, SIGNATURE_AGENT, signatureAgentOf } from "./signature-agent.ts";
export { ComponentError, coveredNames, type SignableMessage, signatureBase } from "./signature-base.ts";
export { type InnerList, isInnerList, type Item, type Member, parseDictionary, parseItem, serializeMember, serializeString, StructuredFieldError } from "./structured-fields.ts";
