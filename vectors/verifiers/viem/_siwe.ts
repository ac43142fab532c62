import { isAddress } from "viem";
import type { Address } from "viem";
import { createSiweMessage } from "viem/siwe";

type Members = Readonly<Record<string, unknown>>;

/** A date that is written as it was received: viem would write it anew. */
const asReceived = (text: string): Date => Object.assign(new Date(0), { toISOString: () => text });

const oneLine = (members: Members, name: string): string | undefined => {
  const value = members[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string") throw new Error(`${name} is no string`);
  if (/[\r\n]/.test(value)) throw new Error(`${name} has a line break`);
  return value;
};

const required = (members: Members, name: string): string => {
  const value = oneLine(members, name);
  if (value === undefined || value === "") throw new Error(`${name} is missing`);
  return value;
};

/**
 * The message of EIP-4361 with viem.
 *
 * @param members a challenge's info, or a proof
 * @throws Error where there is no such message
 */
export const siweMessage = (options: { members: Members; chainId: unknown; address: unknown }): string => {
  const { members, chainId, address } = options;
  const chain = typeof chainId === "string" ? /^eip155:([1-9][0-9]*)$/.exec(chainId)?.[1] : undefined;
  if (chain === undefined) throw new Error("no chain of EVM");
  if (typeof address !== "string" || !isAddress(address, { strict: false })) throw new Error("no address of EVM");
  if (members["version"] !== "1") throw new Error("not version 1");
  const resources = members["resources"];
  if (resources !== undefined && !(Array.isArray(resources) && resources.every((each) => typeof each === "string" && !/[\r\n]/.test(each)))) throw new Error("resources is no list of URIs");
  const optional = <Name extends string>(name: Name): { [key in Name]?: string } => {
    const value = oneLine(members, name);
    return value === undefined ? {} : ({ [name]: value } as { [key in Name]?: string });
  };
  const time = (name: "expirationTime" | "notBefore"): { [key in typeof name]?: Date } => {
    const value = oneLine(members, name);
    return value === undefined ? {} : { [name]: asReceived(value) };
  };
  return createSiweMessage({
    domain: required(members, "domain"),
    uri: required(members, "uri"),
    version: "1",
    chainId: Number(chain),
    address: address as Address,
    nonce: required(members, "nonce"),
    issuedAt: asReceived(required(members, "issuedAt")),
    ...time("expirationTime"),
    ...time("notBefore"),
    ...optional("statement"),
    ...optional("requestId"),
    ...(resources === undefined ? {} : { resources: resources as string[] }),
  });
};
