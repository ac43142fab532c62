/** Instructions before they are compiled into a message. */

export interface AccountMeta {
  readonly address: string;
  readonly signer: boolean;
  readonly writable: boolean;
}

export interface Instruction {
  readonly program: string;
  readonly accounts: readonly AccountMeta[];
  readonly data: Uint8Array;
}

/** Account metas in few words. */
export const readonlyAccount = (address: string): AccountMeta => ({ address, signer: false, writable: false });
export const writableAccount = (address: string): AccountMeta => ({ address, signer: false, writable: true });
export const readonlySigner = (address: string): AccountMeta => ({ address, signer: true, writable: false });
export const writableSigner = (address: string): AccountMeta => ({ address, signer: true, writable: true });
