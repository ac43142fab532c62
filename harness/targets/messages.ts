import { readdirSync } from "node:fs";
import { createAjv, describeError, readJson } from "../../spec/json-schema.ts";
import { memoized } from "../../simulators/memo.ts";
import { DriverError } from "./errors.ts";

/** Names of the message schemas in `protocol/`, without `.schema.json`. */
export type MessageName = "hello-request" | "start-request" | "fetch-request" | "reset-request" | "stop-request" | "reply" | "hello-result" | "start-result" | "fetch-result";

/** Validates driver messages in both directions and blames the side that sent them. */
export interface Messages {
  /** @throws Error when a message of the harness's own is wrong: never the target's fault */
  assertOwn(name: MessageName, message: unknown): void;
  /** @throws DriverError `protocol` when a message of the target's does not fit */
  assertTheirs(name: MessageName, message: unknown): void;
}

const FOLDER = new URL("./protocol/", import.meta.url);
const ENDING = ".schema.json";

/** Compiled once for all drivers: it takes longer than many a case, and the schemas hold nothing of the messages. */
const schemas = memoized({
  of() {
    const ajv = createAjv();
    for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(ENDING))) ajv.addSchema(readJson(new URL(file, FOLDER)) as object);
    return ajv;
  },
  key: () => "all",
  capacity: 1,
});

export function createMessages(): Messages {
  const ajv = schemas(undefined);
  const deviation = (name: MessageName, message: unknown): string | undefined => {
    const validate = ajv.getSchema(`https://x402-conformance.dev/schemas/driver/${name}${ENDING}`);
    if (validate === undefined) throw new Error(`harness/targets/protocol/${name}${ENDING} is missing`);
    if (validate(message) === true) return undefined;
    // `if` only repeats that what follows from it did not hold.
    const errors = (validate.errors ?? []).filter(({ keyword }) => keyword !== "if").map(describeError);
    return errors.slice(0, 3).map(({ path, message: wrong }) => `${path === "" ? "the message" : path} ${wrong}`).join("; ");
  };
  return {
    assertOwn(name, message) {
      const wrong = deviation(name, message);
      if (wrong !== undefined) throw new Error(`The harness made a ${name} that does not fit its schema: ${wrong}`);
    },
    assertTheirs(name, message) {
      const wrong = deviation(name, message);
      if (wrong === undefined) return;
      throw new DriverError({
        code: "protocol",
        what: `The target's ${name.replace("-result", " result")} does not fit the driver protocol`,
        expected: `harness/targets/protocol/${name}${ENDING}`,
        found: wrong,
        next: "See harness/targets/PROTOCOL.md.",
      });
    },
  };
}
