/** Two people who change the same thing: the second says what they saw of it, and hears of what is another by now. */
import { isDeepStrictEqual } from 'node:util';
import { Type, type TObject, type TOptional, type TProperties } from 'typebox';
import { Fault } from '../domain/faults.ts';

export type Changing<P extends TProperties> = TObject<P & { was: TOptional<TObject<P>> }>;

/** The body of a change: its fields, each optional, and beside them what they were as the caller saw them. */
export function changing<P extends TProperties>(fields: P, seen: TProperties = fields): Changing<P> {
  const was = Type.Object(seen, {
    additionalProperties: false,
    description:
      'fields as they stood when they were read: where one is another by now, nothing is changed (`changed_meanwhile`)',
  });
  return Type.Object(
    { ...fields, was: Type.Optional(was) },
    { additionalProperties: false },
  ) as unknown as Changing<P>;
}

/** Throws `changed_meanwhile` with the fields that are no more what they were. */
export function assertAsSeen(
  now: Readonly<Record<string, unknown>>,
  was: Readonly<Record<string, unknown>>,
): void {
  const fields = Object.keys(was).filter(
    (name) => was[name] !== undefined && !isDeepStrictEqual(was[name], now[name]),
  );
  if (fields.length > 0) throw new Fault('changed_meanwhile', { fields });
}
