import { defineFaults, type FaultSet, faultPoints } from "../../faults.ts";
import { SIGNATURE_AGENT, serializeString } from "../../http-signatures/index.ts";
import type { HeaderFields } from "../../transports/http/http-fetch.ts";

/** The faults of the client half, kept apart so that the half itself reads as the text does. */

export const faults = defineFaults({
  "client.hms.unsigned": { role: "client", bug: "BUG: sends its payments without a message signature" },
  "client.hms.agent-unsent": { role: "client", bug: "BUG: signs and does not say in Signature-Agent who it is" },
  "client.hms.payment-uncovered": { role: "client", bug: "BUG: leaves payment-signature out of what its signature covers" },
  "client.hms.authority-uncovered": { role: "client", bug: "BUG: leaves @authority out of what its signature covers" },
  "client.hms.signature-wrong": { role: "client", bug: "BUG: sends signatures that do not verify" },
  "client.hms.tag-missing": { role: "client", bug: "BUG: signs without a tag" },
  "client.hms.tag-other": { role: "client", bug: "BUG: signs with a tag of its own making" },
  "client.hms.algorithm-other": { role: "client", bug: "BUG: says that its signatures are RSA's" },
  "client.hms.directory-elsewhere": { role: "client", bug: "BUG: says in Signature-Agent that its keys are with the server it asks" },
  "client.hms.price-not-asked": { role: "client", bug: "BUG: does not ask with a signature what a resource costs" },
  "client.hms.schema-needed": { role: "client", bug: "BUG: fails where http-message-signatures comes without its schema" },
});

export interface ClientBends {
  /** Signature-Agent, of a request to that URL. */
  agent(origin: string, url: string): HeaderFields;
  components(names: readonly string[]): readonly string[];
  parameters(parameters: Readonly<Record<string, string | number>>): Readonly<Record<string, string | number>>;
  signature(fields: HeaderFields): HeaderFields;
  unsigned(): boolean;
  neverAsks(): boolean;
  /** @throws Error under its fault */
  needsSchema(hasSchema: boolean): void;
}

export function createClientBends(options: { faults: FaultSet }): ClientBends {
  const fault = faultPoints({ declared: faults, active: options.faults });
  return {
    agent: (origin, url) => (fault("client.hms.agent-unsent") ? [] : [[SIGNATURE_AGENT, serializeString(fault("client.hms.directory-elsewhere") ? new URL(url).origin : origin)]]),
    components: (names) =>
      names.filter((name) => !((name === "payment-signature" && fault("client.hms.payment-uncovered")) || (name === "@authority" && names.includes("payment-signature") && fault("client.hms.authority-uncovered")))),
    parameters({ tag = "", ...others }) {
      const bent = { ...others, ...(fault("client.hms.algorithm-other") ? { alg: "rsa-pss-sha512" } : {}) };
      return fault("client.hms.tag-missing") ? bent : { ...bent, tag: fault("client.hms.tag-other") ? "my-crawler" : tag };
    },
    signature: (fields) => (fault("client.hms.signature-wrong") ? fields.map(([name, value]) => [name, name === "Signature" ? `sig=:${Buffer.alloc(64, 7).toString("base64")}:` : value] as const) : fields),
    unsigned: () => fault("client.hms.unsigned"),
    neverAsks: () => fault("client.hms.price-not-asked"),
    needsSchema(hasSchema) {
      if (!hasSchema && fault("client.hms.schema-needed")) throw new Error("http-message-signatures has no schema");
    },
  };
}
