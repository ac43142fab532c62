import { invalid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { authorizationDigest, USDC } from "./_eip3009.ts";
import type { Eip3009World, Requirements } from "./_eip3009.ts";

/** A token and the signing domain it is given; which domain a real token has is not these vectors' matter. */
export type Token = { readonly id: string; readonly comment: string; readonly network: string; readonly asset: string; readonly name: string; readonly version: string };

/** Tokens on which hard-coded domains fail. */
export const TOKENS: readonly Token[] = [
  { id: "base", comment: "USD Coin on Base", network: "eip155:8453", asset: USDC["eip155:8453"], name: "USD Coin", version: "2" },
  { id: "ethereum", comment: "USD Coin on Ethereum", network: "eip155:1", asset: "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48", name: "USD Coin", version: "2" },
  { id: "avalanche", comment: "USD Coin on Avalanche", network: "eip155:43114", asset: "0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E", name: "USD Coin", version: "2" },
  { id: "long-chain-id", comment: "A chain id above 2^32", network: "eip155:11297108109", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: "USDC", version: "2" },
  { id: "greatest-chain-id", comment: "The greatest chain id that wallets in JavaScript take", network: "eip155:4503599627370476", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: "USDC", version: "2" },
  { id: "unknown", comment: "A token that is in nobody's table", network: "eip155:84532", asset: "0x9A676e781A523b5d0C0e43731313A708CB607508", name: "Conformance Dollar", version: "7" },
  { id: "non-ascii", comment: "Name and version that are not ASCII", network: "eip155:84532", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: "Euró €", version: "1.0-β" },
  { id: "combining", comment: "A name with a combining accent, not to be normalised", network: "eip155:84532", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: "Euro\u0301", version: "1" },
  { id: "quotation-marks", comment: "A name with quotation marks and a backslash", network: "eip155:84532", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: 'The "Real" Dollar \\', version: "1" },
  { id: "spaces", comment: "A name with spaces around it, not to be trimmed", network: "eip155:84532", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: " Dollar ", version: "1" },
  { id: "long-name", comment: "A name of more than 32 bytes", network: "eip155:84532", asset: "0x0B306BF915C4d645ff596e518fAf3F9669b97016", name: "A rather long name for a dollar that somebody issued", version: "2024-01-31" },
];

/** The world's offer with another token. */
export const offerIn = (requirements: Requirements, { network, asset, name, version }: Token): Requirements => ({ ...requirements, network, asset, extra: { name, version } });

/** A payment in each token, and the same one signed as if the token were USDC. */
/** Tokens for which a domain out of a table is asked as well: another network, a name with a space, and a token in nobody's table. */
const SIGNED_AS_USDC: ReadonlySet<string> = new Set(["base", "avalanche", "unknown"]);

export const otherTokens = (world: Eip3009World): readonly DraftTest[] =>
  TOKENS.flatMap((token) => {
    const { id, comment, name, version } = token;
    const requirements = offerIn(world.requirements, token);
    const test = valid({ id: `token.${id}`, comment, flags: ["DomainHardCoded"], input: { requirements, payload: world.payload({}, { requirements }), state: { ...world.state, token: { name, version, signatures: "key" } } } });
    if (!SIGNED_AS_USDC.has(id)) return [test];
    const right = world.payload({}, { requirements }).signature;
    const usdc = world.payer.sign(authorizationDigest({ requirements, authorization: world.authorization, domain: { name: "USDC", version: "2", chainId: 84_532n } }));
    if (usdc === right) throw new Error(`${id}: expected another domain than that of USDC on Base Sepolia`);
    return [test, invalid(test, { id: `token.${id}.signed-as-usdc`, comment: "Signed with name USDC, version 2 and chain id 84532 all the same", flags: ["DomainHardCoded"], path: "/payload/signature", to: usdc, reason: "The signature does not recover to authorization.from under the token's domain." })];
  });
