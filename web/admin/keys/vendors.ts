import type { VendorDialect } from '../../../src/domain/vendors.ts';

type Part = 'public_name' | 'key' | 'password';

interface Vendor {
  readonly title: string;
  /** what its clients call each part of a key, in the order of its documentation */
  readonly fields: readonly (readonly [name: string, part: Part])[];
}

export const vendors = {
  billetweb: {
    title: 'BilletWeb',
    fields: [
      ['user', 'public_name'],
      ['key', 'key'],
    ],
  },
  utick: {
    title: 'uTick',
    fields: [
      ['publickey', 'public_name'],
      ['privatekey', 'key'],
    ],
  },
  weezevent: {
    title: 'Weezevent',
    fields: [
      ['username', 'public_name'],
      ['password', 'password'],
      ['api_key', 'key'],
    ],
  },
  qtickets: { title: 'Qtickets', fields: [['token', 'key']] },
  caisse: {
    title: 'caisse.enregistreuse.fr',
    fields: [
      ['idboutique', 'public_name'],
      ['key', 'key'],
    ],
  },
} as const satisfies Readonly<Record<VendorDialect, Vendor>>;

export type Dialect = 'api' | 'hub' | keyof typeof vendors;

/** The dialect's own name; undefined for what is no vendor's. */
export function vendorTitle(dialect: string): string | undefined {
  const known: Readonly<Record<string, Vendor>> = vendors;
  return Object.hasOwn(known, dialect) ? known[dialect]?.title : undefined;
}
