import type { Store, Surroundings } from '../store/transaction.ts';
import type { SecretSealer } from './access/sealing.ts';
import type { Wallets } from './wallets/wallets.ts';

/** What every face of the office is given: the store, the clock and randomness, what seals secrets, and how it is reached. */
export interface Office {
  readonly store: Store;
  readonly surroundings: Surroundings;
  readonly sealer: SecretSealer;
  readonly settings: OfficeSettings;
}

export interface OfficeSettings {
  /** without a final slash; every link that leaves the office is built from it */
  readonly public_base_url: string;
  /** limits per credential: on in production, off in the demo and in benchmarks */
  readonly credential_limits: boolean;
  /** where receipt printers may stand, as IP addresses and networks; nowhere unless given */
  readonly printer_networks?: readonly string[] | undefined;
  /** the demo: nothing that happens in it is real */
  readonly sandbox?: boolean | undefined;
  /** what tickets for phones are signed with; without it none are made */
  readonly wallets?: Wallets | undefined;
}
