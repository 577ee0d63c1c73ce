import type { Readable } from 'node:stream';
import { Type } from 'typebox';
import type { TSchema, TUnsafe } from 'typebox';

/** An answer of bytes, such as a PDF. Handlers may give a stream; clients get the bytes. */
export function bytes(type: string): TUnsafe<Uint8Array | Readable> {
  return Type.Unsafe<Uint8Array | Readable>({ 'x-media': type, type: 'string', format: 'binary' });
}

/** An answer of text, such as `text/html; charset=utf-8`. */
export function text(type: string): TUnsafe<string> {
  return Type.Unsafe<string>({ 'x-media': type, type: 'string' });
}

/** The media type of an answer that is not JSON. */
export function mediaOf(schema: TSchema): string | undefined {
  return 'x-media' in schema && typeof schema['x-media'] === 'string' ? schema['x-media'] : undefined;
}

export function isText(schema: TSchema): boolean {
  return !('format' in schema);
}
