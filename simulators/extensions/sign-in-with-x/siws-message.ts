import type { ChallengeInfo } from "./challenge.ts";

/**
 * The text a Solana wallet signs: extensions/sign-in-with-x.md, Solana (SIWS), and Sign-In With Solana for what
 * its example leaves open. Without a statement its lines are left out, and one empty line remains.
 *
 * @param options.chainId CAIP-2; its reference stands in the text
 */
export function siwsMessage(options: { info: ChallengeInfo; chainId: string; address: string }): string {
  const { info, chainId, address } = options;
  const { statement, resources } = info;
  const line = (label: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [`${label}: ${value}`]);
  return [
    `${info.domain} wants you to sign in with your Solana account:`,
    address,
    "",
    ...(statement === undefined ? [] : [statement, ""]),
    ...line("URI", info.uri),
    ...line("Version", info.version),
    ...line("Chain ID", chainId.slice(chainId.indexOf(":") + 1)),
    ...line("Nonce", info.nonce),
    ...line("Issued At", info.issuedAt),
    ...line("Expiration Time", info.expirationTime),
    ...line("Not Before", info.notBefore),
    ...line("Request ID", info.requestId),
    ...(resources === undefined ? [] : ["Resources:", ...resources.map((resource) => `- ${resource}`)]),
  ].join("\n");
}
