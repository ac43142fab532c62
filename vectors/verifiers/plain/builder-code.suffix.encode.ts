import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { writeCborMap } from "./_cbor.ts";

const isCode = (value: unknown): value is string => typeof value === "string" && value.length >= 1 && value.length <= 32 && [...value].every((sign) => "abcdefghijklmnopqrstuvwxyz0123456789_".includes(sign));

/** Answers `builder-code.suffix.encode`. */
export const verifier: Verifier = ({ input }) => {
  const { callData, codes, wallet, service } = input as { callData: string; codes: { a?: unknown; s?: unknown }; wallet: unknown; service?: unknown };
  const sent: readonly unknown[] = codes.s === undefined ? [] : Array.isArray(codes.s) ? codes.s : [codes.s];
  const own = service === undefined ? [] : [service];
  const app = codes.a === undefined ? [] : [codes.a];
  if (!app.every(isCode) || !sent.every(isCode) || !own.every(isCode) || !isCode(wallet)) return refused("something that is no code");
  const kept = sent.slice(0, 10);
  const services = [...kept, ...own.filter((code) => !kept.includes(code))];
  const cbor = writeCborMap([
    ...app.map((code) => ["a", code] as const),
    ...(services.length === 0 ? [] : [["s", services] as const]),
    ["w", wallet],
  ]);
  const suffix = Uint8Array.from([...cbor, cbor.length >> 8, cbor.length & 255, 2, ...Array.from({ length: 16 }, (_, index) => (index % 2 === 0 ? 0x80 : 0x21))]);
  return accepted({ callData: `${callData}${Buffer.from(suffix).toString("hex")}` });
};
