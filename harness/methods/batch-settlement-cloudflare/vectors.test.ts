import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { faultSet } from "../../../simulators/faults.ts";
import { isInnerList, parseDictionary, type SignableMessage, signatureBase } from "../../../simulators/http-signatures/index.ts";
import { createJudgeBends } from "../../../simulators/schemes/batch-settlement-cloudflare/judge-bends.ts";
import { proofOf } from "../../../simulators/schemes/batch-settlement-cloudflare/message-proof.ts";
import type { NetworkApi } from "../../../simulators/schemes/batch-settlement-cloudflare/network-api.ts";

/** The reference roles' own reading of RFC 9421 against the vectors on it, which are generated without it. */

interface Group<Shared, Input> {
  readonly name: string;
  readonly shared: Shared;
  readonly tests: readonly { readonly id: string; readonly comment: string; readonly input: Input; readonly result: "valid" | "acceptable" | "invalid"; readonly output?: Readonly<Record<string, unknown>> }[];
}
interface VectorMessage {
  readonly method?: string;
  readonly url?: string;
  readonly status?: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly request?: VectorMessage;
}

function groups<Shared, Input>(name: string): readonly Group<Shared, Input>[] {
  return (JSON.parse(readFileSync(new URL(`../../../vectors/data/http-signatures/${name}.json`, import.meta.url), "utf8")) as { groups: Group<Shared, Input>[] }).groups;
}

function messageOf({ headers, request, ...rest }: VectorMessage): SignableMessage {
  return { ...rest, headers: headers.map(({ name, value }) => [name, value] as const), ...(request === undefined ? {} : { request: messageOf(request) }) };
}

describe.each(groups<unknown, { message: VectorMessage; parameters: string }>("base"))("the base of a signature: $name", ({ tests }) => {
  test.each(tests.filter(({ result }) => result !== "acceptable"))("$id $comment", ({ input, result, output }) => {
    const build = (): string => {
      const covered = parseDictionary(`sig=${input.parameters}`).get("sig");
      if (covered === undefined || !isInnerList(covered)) throw new Error("no list of components");
      return signatureBase({ message: messageOf(input.message), covered });
    };
    if (result === "valid") expect(build()).toBe(output?.["base"]);
    else expect(build).toThrow();
  });
});

interface Agents {
  readonly info: { readonly signatureSchemes: readonly string[] };
  readonly directories: Readonly<Record<string, { readonly keys: readonly unknown[] }>>;
}

// The reference server takes Ed25519 alone.
const agents = groups<Agents, { request: VectorMessage; now: number }>("verify").filter(({ shared }) => shared.info.signatureSchemes.join() === "ed25519");

describe.each(agents)("who pays by a signature: $name", ({ shared, tests }) => {
  const hostOf = (url: string): string => new URL(url).host;
  const api: NetworkApi = {
    agent: async ({ agent }) => await Promise.resolve(shared.directories[hostOf(agent)] === undefined ? { recognized: false } : { recognized: true, directory: agent, billingIdentifier: "known" }),
    keys: async (directory) => await Promise.resolve(shared.directories[hostOf(directory)]?.keys ?? []),
    commit: async () => await Promise.reject(new Error("nothing is committed here")),
  };
  test.each(tests.filter(({ result }) => result !== "acceptable"))("$id $comment", async ({ input, result }) => {
    const { method = "", url = "", headers } = messageOf(input.request);
    const proof = await proofOf({ request: { method, url, headers }, api, now: input.now, bends: createJudgeBends({ faults: faultSet() }) });
    expect(proof.ok).toBe(result === "valid");
  });
});
