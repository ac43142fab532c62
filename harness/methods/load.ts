import { loadModules } from "../tools/load-modules.ts";
import type { PaymentMethod } from "./method.ts";

/** Every payment method the harness plays, in the order of preference. */
export async function loadMethods(): Promise<readonly PaymentMethod[]> {
  const modules = await loadModules({ folder: new URL("./", import.meta.url), skip: (file) => !/^[^/]+\/method\.(ts|js)$/.test(file) });
  return modules.flatMap(({ exports }) => (exports["method"] === undefined ? [] : [exports["method"] as PaymentMethod])).toSorted((left, right) => left.order - right.order);
}

/** Those of the methods that a target declares. */
export function declaredMethods(options: { methods: readonly PaymentMethod[]; capabilities: { readonly schemes: readonly string[]; readonly networks: readonly string[] } }): readonly PaymentMethod[] {
  const { schemes, networks } = options.capabilities;
  return options.methods.filter(({ scheme, network }) => schemes.includes(scheme) && networks.includes(network));
}
