import { defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { withValueAt } from "../../json-pointer.ts";
import { malformed } from "./_addresses.ts";
import { addressOf, ataOf, keyOf, keysOf, MINTS, PROGRAMS } from "./_keys.ts";

type Input = { readonly owner: string; readonly mint: string; readonly tokenProgram: string };

const derived = async (of: DraftTest, edit: { id: string; comment: string; flag: string; path: "/owner" | "/mint" | "/tokenProgram"; to: string }): Promise<DraftTest> => {
  const output = await ataOf(withValueAt(of.input, edit.path, edit.to) as unknown as Input);
  return stillValid(of, { id: edit.id, comment: edit.comment, flags: [edit.flag], path: edit.path, to: edit.to, output });
};

/** The first of a row of owners whose account has this bump. */
const ownerWithBump = async (options: { seeded: Seeded; mint: string; tokenProgram: string; bump: number }): Promise<string> => {
  for (let index = 0; ; index += 1) {
    const owner = keyOf(options.seeded.bytes(`owner ${index} of ${options.mint}`, 32)).address;
    if ((await ataOf({ ...options, owner })).bump === options.bump) return owner;
  }
};

const group = async (options: { seeded: Seeded; name: string; comment: string; mint: string; tokenProgram: string; otherProgram: string; bumps: readonly number[] }): Promise<{ name: string; comment: string; tests: readonly DraftTest[] }> => {
  const { seeded, name, mint, tokenProgram } = options;
  const keys = keysOf(seeded, ["owner", "other owner", "other mint"]);
  const input: Input = { owner: keys.owner.address, mint, tokenProgram };
  const plain = valid({ id: `${name}.plain`, comment: "A wallet", flags: ["SeedOrder"], input, output: await ataOf(input) });
  const own = await ataOf(input);
  const channel = addressOf(seeded.bytes("off-curve seed", 32));
  const offCurve = (await ataOf({ owner: channel, mint, tokenProgram })).address;
  const bumps = await Promise.all(
    options.bumps.map(async (bump) => {
      const owner = await ownerWithBump({ seeded, mint, tokenProgram, bump });
      return await derived(plain, { id: `${name}.bump-${bump}`, comment: `An owner whose account has bump ${bump}`, flag: "BumpSearch", path: "/owner", to: owner });
    }),
  );
  const others = await Promise.all([
    derived(plain, { id: `${name}.other-owner`, comment: "Another wallet", flag: "SeedOrder", path: "/owner", to: keys["other owner"].address }),
    derived(plain, { id: `${name}.other-mint`, comment: "Another mint", flag: "SeedOrder", path: "/mint", to: keys["other mint"].address }),
    derived(plain, { id: `${name}.other-program`, comment: "The same mint under the other token program: another account", flag: "TokenProgramFixed", path: "/tokenProgram", to: options.otherProgram }),
    derived(plain, { id: `${name}.owner-is-mint`, comment: "The owner is the mint itself, so two seeds are the same", flag: "SeedOrder", path: "/owner", to: mint }),
    derived(plain, { id: `${name}.owner-off-curve`, comment: "The owner is a program derived address, as the vault of a smart wallet is", flag: "OffCurveOwner", path: "/owner", to: offCurve }),
    derived(plain, { id: `${name}.owner-token-account`, comment: "The owner is the wallet's own token account: an odd owner, and a derivation like any other", flag: "OffCurveOwner", path: "/owner", to: own.address }),
    derived(plain, { id: `${name}.owner-all-zero`, comment: "The owner is 32 zero bytes, 32 characters in base58", flag: "LeadingZeros", path: "/owner", to: PROGRAMS.system }),
    derived(plain, { id: `${name}.owner-leading-zeros`, comment: "The owner begins with three zero bytes", flag: "LeadingZeros", path: "/owner", to: addressOf(Uint8Array.of(0, 0, 0, ...seeded.bytes("short owner", 29))) }),
    derived(plain, { id: `${name}.owner-trailing-zeros`, comment: "The owner ends with zero bytes", flag: "LeadingZeros", path: "/owner", to: addressOf(Uint8Array.of(...seeded.bytes("owner with zeros", 29), 0, 0, 0)) }),
    derived(plain, { id: `${name}.owner-all-ones`, comment: "The owner is 32 bytes of 255, which is no point of the curve", flag: "OffCurveOwner", path: "/owner", to: addressOf(new Uint8Array(32).fill(255)) }),
    derived(plain, { id: `${name}.mint-leading-zero`, comment: "The mint begins with a zero byte", flag: "LeadingZeros", path: "/mint", to: addressOf(Uint8Array.of(0, ...seeded.bytes("short mint", 31))) }),
  ]);
  return { name, comment: options.comment, tests: [plain, ...others, ...bumps] };
};

const refusals = (of: DraftTest): readonly DraftTest[] => {
  const input = of.input as unknown as Input;
  const of3 = (["owner", "mint", "tokenProgram"] as const).flatMap((member) =>
    malformed(input[member])
      // The whole series on the owner; on the others what separate code paths get wrong.
      .filter(([id]) => member === "owner" || ["31-bytes", "33-bytes", "zero-sign", "missing", "hex"].includes(id))
      .map(([id, comment, flag, to, reason]) => invalid(of, { id: `spl-token.${member === "tokenProgram" ? "program" : member}-${id}`, comment: `${member}: ${comment}`, flags: [flag], path: `/${member}`, to, reason })),
  );
  const wrong = (id: string, comment: string, to: string): DraftTest =>
    invalid(of, { id: `spl-token.program-${id}`, comment, flags: ["WrongTokenProgram"], path: "/tokenProgram", to, reason: "The program is neither SPL Token nor Token-2022." });
  return [
    ...of3,
    invalid(of, { id: "spl-token.mint-ticker", comment: "The mint's symbol in place of its address", flags: ["ForeignAddress"], path: "/mint", to: "USDC", reason: "A symbol is no address." }),
    wrong("system", "The System program", PROGRAMS.system),
    wrong("ata", "The Associated Token Account program, as if it were the token program", PROGRAMS.ata),
    wrong("other-letter-case", "SPL Token with one letter in another case, which is another address", "TokenKegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA"),
    wrong("memo", "The Memo program", PROGRAMS.memo),
    wrong("is-mint", "The mint in place of its program", MINTS.usdc),
  ];
};

export const vectors = defineVectors({
  operation: "svm.ata.derive",
  description: "Associated token accounts: the receiving account of a payment on Solana follows from owner, mint and token program.",
  requirements: ["svm.offer.asset", "svm.offer.payto", "svm.client.destination", "svm.fac.destination", "svm.fac.destination-program", "svm.fac.token-2022"],
  flags: {
    SeedOrder: { bugClass: "ata-seed-order", description: "Puts the seeds in another order, or leaves the token program out.", effect: "Payments go to an account nobody controls.", links: ["https://spl.solana.com/associated-token-account"] },
    BumpSearch: { bugClass: "bump-search", description: "Takes bump 255 for granted, or searches from 0 upwards.", effect: "Half of all recipients, or all but a few, get a wrong account.", links: ["https://solana.com/docs/core/pda"] },
    TokenProgramFixed: { bugClass: "token-program-fixed", description: "Derives under SPL Token whatever the mint's program is.", effect: "Token-2022 payments go to an account that does not exist.", links: ["https://spl.solana.com/token-2022"] },
    OffCurveOwner: { bugClass: "off-curve-owner-refused", description: "Refuses an owner that is no point of the curve.", effect: "Smart wallets and treasuries cannot be paid.", links: ["https://solana.com/docs/core/pda"] },
    LeadingZeros: { bugClass: "base58-leading-zeros", description: "Loses or adds zero bytes at the ends of a key.", effect: "One key in 256 is taken for another or refused.", links: ["https://datatracker.ietf.org/doc/html/draft-msporny-base58-03"] },
    KeyLength: { bugClass: "public-key-length-not-checked", description: "Takes base58 of any length for a key.", effect: "A typing error becomes a payment to a wrong account.", links: [] },
    Base58Alphabet: { bugClass: "base58-alphabet-not-checked", description: "Skips or maps characters that base58 does not have.", effect: "Two texts name one account; comparisons of addresses as text fail.", links: ["https://datatracker.ietf.org/doc/html/draft-msporny-base58-03"] },
    ForeignAddress: { bugClass: "address-format-not-checked", description: "Takes another notation for a Solana address.", effect: "A crash, or an account derived from the wrong bytes.", links: [] },
    WrongTokenProgram: { bugClass: "token-program-not-checked", description: "Derives under any program that is named.", effect: "An attacker's program stands in for the token program.", links: [] },
  },
  groups: async ({ seeded }) => {
    const spl = await group({ seeded, name: "spl-token", comment: "Accounts under SPL Token", mint: MINTS.usdc, tokenProgram: PROGRAMS.token, otherProgram: PROGRAMS.token2022, bumps: [254, 253, 252, 250, 249] });
    const t22 = await group({ seeded, name: "token-2022", comment: "Accounts under Token-2022", mint: MINTS.pyusd, tokenProgram: PROGRAMS.token2022, otherProgram: PROGRAMS.token, bumps: [254, 252, 249] });
    const [plain] = spl.tests;
    if (plain === undefined) throw new Error("no plain vector");
    return [{ ...spl, tests: [...spl.tests, ...refusals(plain)] }, t22];
  },
});
