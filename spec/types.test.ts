import { expect, it } from "vitest";
import type * as Generated from "./message-types.ts";
import type * as Written from "./types.ts";

type Same<One, Other> = (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false;
type SameMember<One, Other, Key extends PropertyKey> = Key extends keyof One & keyof Other ? Same<Pick<One, Key>, Pick<Other, Key>> : false;

/** Names of the members in which two types differ: by being there, by being optional, or by their own type. */
type Differences<One, Other> = { [Key in keyof One | keyof Other]-?: SameMember<One, Other, Key> extends true ? never : Key }[keyof One | keyof Other];

/**
 * `Known` when the written type differs from the one generated from its schema in just the members named,
 * and a correct sender's message is of the generated type as well; `never` otherwise.
 */
type Proven<WrittenType, GeneratedType, Known extends PropertyKey = never> = [WrittenType] extends [GeneratedType] ? (Same<Differences<WrittenType, GeneratedType>, Known> extends true ? readonly Known[] : never) : never;

/** The compiler refuses an entry when a type and its schema part company. */
const known: {
  readonly PaymentRequirements: Proven<Written.PaymentRequirements, Generated.PaymentRequirements>;
  readonly Eip3009Payload: Proven<Written.Eip3009Payload, Generated.ExactEvmEip3009Payload>;
  readonly ResourceInfo: Proven<Written.ResourceInfo, Generated.ResourceInfo, "serviceName" | "tags" | "iconUrl">;
  readonly PaymentRequired: Proven<Written.PaymentRequired, Generated.PaymentRequired, "resource" | "extensions">;
  readonly PaymentPayload: Proven<Written.PaymentPayload, Generated.PaymentPayload, "resource">;
  readonly VerifyRequest: Proven<Written.VerifyRequest, Generated.VerifyRequest, "paymentPayload">;
  readonly SettleRequest: Proven<Written.SettleRequest, Generated.SettleRequest, "paymentPayload">;
  readonly VerifyResponse: Proven<Written.VerifyResponse, Generated.VerifyResponse, "invalidReason" | "extensions" | "extra">;
  readonly SettleResponse: Proven<Written.SettleResponse, Generated.SettlementResponse, "errorReason" | "extra">;
  readonly SupportedKind: Proven<Written.SupportedKind, Generated.SupportedResponseKind, "network">;
  readonly SupportedResponse: Proven<Written.SupportedResponse, Generated.SupportedResponse, "kinds">;
} = {
  PaymentRequirements: [],
  Eip3009Payload: [],
  // Newer members: the schema is of the pinned text, which lets them pass unjudged.
  ResourceInfo: ["serviceName", "tags", "iconUrl"],
  // One extension may leave its schema out; and see ResourceInfo.
  PaymentRequired: ["resource", "extensions"],
  PaymentPayload: ["resource"],
  VerifyRequest: ["paymentPayload"],
  SettleRequest: ["paymentPayload"],
  // The schema lets null pass for a reason, as an example of the text has it; the others are newer.
  VerifyResponse: ["invalidReason", "extensions", "extra"],
  SettleResponse: ["errorReason", "extra"],
  // The schema lets a kind of version 1 name its network in its own way.
  SupportedKind: ["network"],
  SupportedResponse: ["kinds"],
};

it("the written types are those of the schemas but for the members named here", () => {
  expect(Object.keys(known)).toHaveLength(11);
});
