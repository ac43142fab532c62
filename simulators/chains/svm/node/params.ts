/** Parameters of RPC methods, from whatever the caller sent. Every function here throws an RpcError -32602 for what it cannot take. */
import { isObject } from "../../../json.ts";
import type { JsonObject } from "../../../json.ts";
import { decodeBase58 } from "../wire/base58.ts";
import { invalidParams, RpcError } from "./json-rpc.ts";
import type { Block, Commitment, Slots } from "./slots.ts";

const found = (value: unknown): string => (value === undefined ? "nothing" : (typeof value === "bigint" ? String(value) : (JSON.stringify(value) ?? typeof value)).slice(0, 100));

export function stringParam(value: unknown, what: string): string {
  if (typeof value !== "string") throw invalidParams(`Invalid params: expected ${what} as a string, found ${found(value)}`);
  return value;
}

/** Base58 of 32 bytes. */
export function addressParam(value: unknown): string {
  return base58Param(value, "an address", 32, 44);
}

/** Base58 of 64 bytes. */
export function signatureParam(value: unknown): string {
  return base58Param(value, "a signature", 64, 88);
}

function base58Param(value: unknown, what: string, size: number, longest: number): string {
  const text = stringParam(value, what);
  // Agave's words, which clients know.
  if (text.length > longest) throw invalidParams("Invalid param: WrongSize");
  const bytes = decodeBase58(text);
  if (bytes === undefined) throw invalidParams("Invalid param: Invalid");
  if (bytes.length !== size) throw invalidParams("Invalid param: WrongSize");
  return text;
}

/** @param most items at most */
export function listParam(value: unknown, what: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw invalidParams(`Invalid params: expected ${what} as an array, found ${found(value)}`);
  if (value.length > most) throw invalidParams(`Too many inputs provided; max ${most}`);
  return value;
}

/** An integer from 0 to 2^64 - 1. */
export function u64Param(value: unknown, what: string): bigint {
  if (typeof value === "bigint" && value >= 0n && value < 2n ** 64n) return value;
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  throw invalidParams(`Invalid params: expected ${what} as an integer from 0 to 2^64 - 1, found ${found(value)}`);
}

/** An object of settings, which may be left out. Members nobody asks for are not looked at, as in Agave. */
export function configParam(value: unknown): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw invalidParams(`Invalid params: expected an object of settings, found ${found(value)}`);
  return value;
}

/** One of a few words. */
export function wordParam<Word extends string, Default extends Word | undefined>(options: { readonly config: JsonObject; readonly member: string; readonly words: readonly Word[]; readonly otherwise: Default }): Word | Default {
  const value = options.config[options.member] ?? undefined;
  if (value === undefined) return options.otherwise;
  const word = options.words.find((one) => one === value);
  if (word === undefined) throw invalidParams(`Invalid params: expected ${options.member} to be one of ${options.words.join(", ")}, found ${found(value)}`);
  return word;
}

export function flagParam(config: JsonObject, member: string): boolean {
  const value = config[member] ?? false;
  if (typeof value !== "boolean") throw invalidParams(`Invalid params: expected ${member} to be true or false, found ${found(value)}`);
  return value;
}

const commitments = ["processed", "confirmed", "finalized"] as const;

/**
 * Default: finalized, as everywhere in Solana's RPC. In a `commitment` a word that is none means the same, as in Agave,
 * old names of levels among them; elsewhere it is an error.
 */
export function commitmentParam(config: JsonObject, member = "commitment"): Commitment {
  if (member === "commitment") return commitments.find((one) => one === config[member]) ?? "finalized";
  return wordParam({ config, member, words: commitments, otherwise: "finalized" });
}

/**
 * The commitment of methods that take nothing beside it. There Agave is strict: what is given has to say one of the levels.
 *
 * @returns settings of nothing else
 */
export function commitmentAloneParam(value: unknown): JsonObject {
  if (value === undefined || value === null) return {};
  // As a list too: there serde takes the members of a struct in their order.
  const commitment = Array.isArray(value) && value.length === 1 ? (value[0] as unknown) : configParam(value)["commitment"];
  if (commitment === undefined) throw invalidParams("Invalid params: missing field `commitment`.");
  return { commitment: wordParam({ config: { commitment: commitment ?? "null" }, member: "commitment", words: commitments, otherwise: undefined }) };
}

/** An object that says one of several things by having one member. @returns its name and value */
export function choiceParam<Name extends string>(value: unknown, names: readonly Name[]): readonly [Name, unknown] {
  const members = Object.entries(configParam(value));
  const name = names.find((one) => one === members[0]?.[0]);
  if (name === undefined || members.length !== 1) throw invalidParams(`Invalid params: expected an object with one member of ${names.join(", ")}, found ${found(value)}`);
  return [name, members[0]?.[1]];
}

/** The block a call is answered from. @throws RpcError -32016 where the caller wants a later one */
export function blockParam(options: { readonly slots: Slots; readonly config: JsonObject; readonly member?: string }): Block {
  const { slots, config } = options;
  const block = slots.block(commitmentParam(config, options.member));
  const least = config["minContextSlot"] ?? undefined;
  if (least !== undefined && block.slot < u64Param(least, "minContextSlot")) {
    throw new RpcError(-32_016, "Minimum context slot has not been reached", { contextSlot: block.slot });
  }
  return block;
}

/** Levels at which transactions can be read back. */
export function historyCommitmentParam(config: JsonObject): Exclude<Commitment, "processed"> {
  const commitment = commitmentParam(config);
  if (commitment === "processed") throw invalidParams("Method does not support commitment below `confirmed`");
  return commitment;
}

export const withContext = (block: Block, value: unknown): unknown => ({ context: { apiVersion, slot: block.slot }, value });

/** What the node calls the version of the interface it imitates: the one it was compared with, answer by answer. */
export const apiVersion = "4.2.2";
