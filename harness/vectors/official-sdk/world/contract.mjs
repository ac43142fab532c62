import { decodeFunctionData, encodeAbiParameters, toFunctionSelector } from "viem";

/** What a contract throws. */
export class Revert extends Error {}

export const require = (holds, reason) => {
  if (!holds) throw new Revert(`execution reverted: ${reason}`);
};

/**
 * A contract as a function from call data to return data.
 *
 * @param abi the functions it has
 * @param functions by name; an unknown selector reverts
 */
export const contract = (abi, functions) => async (data, context) => {
  const item = abi.find((entry) => entry.type === "function" && data.startsWith(toFunctionSelector(entry)));
  require(item !== undefined && Object.hasOwn(functions, item.name), "no such function");
  const { args = [] } = decodeFunctionData({ abi: [item], data });
  const returned = await functions[item.name](args, context);
  return item.outputs.length === 0 ? "0x" : encodeAbiParameters(item.outputs, item.outputs.length === 1 ? [returned] : returned);
};
