import type { VectorFlag } from "../../vector-file.ts";

const flag = (bugClass: string, description: string, effect: string, ...links: string[]): VectorFlag => ({ bugClass, description, effect, links });

const RFC = (section: string): string => `https://www.rfc-editor.org/rfc/rfc9421#section-${section}`;
const REFUSED = "Good signatures are refused.";
const FORGED = "Somebody else's account is billed.";

/** Errors around HTTP message signatures, by the name vectors carry. */
const FLAGS = {
  ParametersLine: flag("http-signature-parameters", "Does not serialize the signature parameters as RFC 9421 does: sorts them, drops some, or copies white space.", REFUSED, RFC("2.3")),
  FieldValue: flag("http-signature-field-value", "Does not combine, trim or keep field values as the RFC does.", REFUSED, RFC("2.1")),
  FieldName: flag("http-signature-field-name", "Looks fields up by letter case, or writes names otherwise than in lower case.", REFUSED, RFC("2.1")),
  Authority: flag("http-signature-authority", "Does not normalize host and port.", REFUSED, RFC("2.2.3")),
  Target: flag("http-signature-target", "Mishandles path and query that are empty, absent or encoded.", REFUSED, RFC("2.2.6")),
  QueryParam: flag("http-signature-query-param", "Does not decode and encode query parameters anew, or takes the first of several.", REFUSED, RFC("2.2.8")),
  BinaryWrapped: flag("http-signature-bs", "Does not wrap each field line by itself.", REFUSED, RFC("2.1.3")),
  ResponseBinding: flag("http-signature-response", "Does not bind a response to its request.", "A response is replayed to another request.", RFC("2.4")),
  DerivedComponent: flag("http-signature-component", "Makes something up for a component that is unknown or does not exist for this kind of message.", "Parts of a message look signed that are not.", RFC("2.2")),
  MissingField: flag("http-signature-missing-field", "Takes a covered field that is missing for an empty one.", "Fields can be taken away after signing.", RFC("2.5")),
  DuplicateComponent: flag("http-signature-duplicate-component", "Takes a component twice.", "Two verifiers build different bases.", RFC("2.5")),
  Syntax: flag("http-signature-syntax", "Guesses at what is no inner list of strings.", "Two verifiers read different components.", RFC("4.1")),
  // Verification
  SignatureNotChecked: flag("http-signature-not-checked", "Looks at the headers and does not verify the signature over the message.", FORGED, RFC("3.2")),
  CoverageNotChecked: flag("http-signature-coverage", "Does not ask whether the signature covers what has to be covered.", "A signature made for another site, or without a payment, buys content.", RFC("3.2.1")),
  TagNotChecked: flag("http-signature-tag", "Does not look at the signature's tag.", "A signature made for another purpose buys content.", RFC("7.2.6")),
  AlgorithmConfusion: flag("http-signature-algorithm", "Lets the message choose an algorithm that is not the key's or was not declared.", FORGED, RFC("7.3.6")),
  ExpiryNotChecked: flag("http-signature-expiry", "Does not look at created and expires.", "A signature that leaked buys for ever.", RFC("3.2.1")),
  TimeEdge: flag("http-signature-time-edge", "Has the edge of a time rule elsewhere, or grants a tolerance.", "Signatures near the edge pass here and fail there.", RFC("3.2.1")),
  KeyLookup: flag("http-signature-key-lookup", "Takes another key than the one keyid names at the agent.", FORGED, "https://www.rfc-editor.org/rfc/rfc7638"),
  SeveralSignatures: flag("http-signature-several", "Reads the first of several signatures, or mixes up their labels.", REFUSED, RFC("4.3")),
  SignatureEncoding: flag("http-signature-encoding", "Reads a signature that is no byte sequence of structured fields.", "Two verifiers disagree on one message.", RFC("4.2")),
  AgentForm: flag("signature-agent-form", "Does not settle which notations of Signature-Agent are taken.", "Agents are recognized at one server and not at another."),
  ParameterMissing: flag("http-signature-parameter-missing", "Does not settle which signature parameters are needed.", "Two implementations disagree on one message.", RFC("2.3")),
} as const satisfies Record<string, VectorFlag>;

/** The flags of a file's head. */
export const pickFlags = (...names: readonly (keyof typeof FLAGS)[]): Readonly<Record<string, VectorFlag>> => Object.fromEntries(names.map((name) => [name, FLAGS[name]]));
