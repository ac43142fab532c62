/** Offers from which vectors about choosing and matching start. */

export const USDC = {
  scheme: "exact",
  network: "eip155:84532",
  amount: "10000",
  asset: "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  payTo: "0x70997970C51812dc3A010C7d01b50e0d17dc79C8",
  maxTimeoutSeconds: 60,
  extra: { name: "USDC", version: "2" },
} as const;

/** Another token on the same network: only asset, amount and domain tell it from the first. */
export const EURC = { ...USDC, amount: "9000", asset: "0x808456652fdb597867f38412077A9182bf77359F", extra: { name: "EURC", version: "2" } } as const;

/** A token of eighteen decimals on the same network. */
export const DAI = { ...USDC, amount: "10000000000000000", asset: "0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb", extra: { assetTransferMethod: "permit2" } } as const;

export const SOLANA = {
  scheme: "exact",
  network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp",
  amount: "10000",
  asset: "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
  payTo: "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4",
  maxTimeoutSeconds: 60,
  extra: { feePayer: "EwWqGE4ZFKLofuestmU4LDdK7XM1N4ALgdZccwYugwGd" },
} as const;

export const CARD = { scheme: "auth-capture", network: "card:visa", amount: "150", asset: "USD", payTo: "acct_1PxqVaLkdIwHu7ix", maxTimeoutSeconds: 600, extra: { psp: "stripe", paymentFlow: "escrow" } } as const;
