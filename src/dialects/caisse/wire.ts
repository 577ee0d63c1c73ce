/**
 * Values of caisse.enregistreuse.fr on the wire: forms and queries, so everything is text; ids and amounts come back as JSON
 * numbers and as text with two decimals.
 */
import { Type } from 'typebox';
import { codec } from '../../contract/codec.ts';

/** A whole number, which JSON clients send as text too. Empty text is none. */
export const Whole = codec(
  Type.Union([
    Type.Integer({ minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 }),
    Type.String({ pattern: '^-?\\d{1,15}$' }),
    Type.Null(),
  ]),
  {
    decode: (value) => (value === null ? null : Number(value)),
    encode: (value: number | null) => value,
    arbitrary: (fc) => fc.option(fc.integer({ min: -2, max: 2 ** 40 }), { nil: null }),
  },
);

/** Text; a client that has nothing to say may send null in JSON. */
export const Words = Type.Union([Type.String({ maxLength: 10_000 }), Type.Null()]);

export const payment_unpaid_quote = -2;
export const payment_unpaid_validated = -1;

/** `dateValeur`: unix time in seconds, or "2026-05-15 10:30:00" as people write it. */
export const seconds_max = 4_102_444_800;
