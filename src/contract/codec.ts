import type { Arbitrary } from 'fast-check';
import { Type } from 'typebox';
import type { StaticDecode, TCodec, TSchema } from 'typebox';

/** What a codec may need to know of the request: the organizer's IANA time zone. */
export interface CodecContext {
  readonly zone: string;
}

export const utc: CodecContext = { zone: 'UTC' };

/** A pair of conversions. `decode` throws an Error with a plain message when the wire value makes no sense. */
export interface Conversion<Wire, Inner> {
  decode(wire: Wire, context: CodecContext): Inner;
  encode(inner: Inner, context: CodecContext): Wire;
  /** Inner values for the fuzzer; without it wire values are made from the schema and decoded. */
  arbitrary?(fc: typeof import('fast-check')): Arbitrary<Inner>;
}

/**
 * A schema node whose values differ on the wire and inside. The wire schema is checked strictly before `decode`.
 * In a union, put the branch first whose encoded value no later branch would also claim.
 */
export function codec<Wire extends TSchema, Inner>(
  wire: Wire,
  conversion: Conversion<StaticDecode<Wire>, Inner>,
): TCodec<Wire, Inner> {
  const node = Type.Codec(wire)
    .Decode((value: StaticDecode<Wire>) => conversion.decode(value, utc))
    .Encode((value) => conversion.encode(value, utc));
  Object.assign(node['~codec'], { conversion });
  return node;
}

/** The conversion that stands on this very node, if any. */
export function conversionOf(schema: TSchema): Conversion<unknown, unknown> | undefined {
  if (!('~codec' in schema)) return undefined;
  const own = schema['~codec'] as Conversion<unknown, unknown> & {
    conversion?: Conversion<unknown, unknown>;
  };
  return own.conversion ?? own;
}

/** A value that does not decode; `path` leads to the field. */
export class CodecError extends Error {
  path: string;
  constructor(message: string) {
    super(message);
    this.name = 'CodecError';
    this.path = '';
  }
}
