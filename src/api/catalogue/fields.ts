import { Type, type TEnum, type TSchema } from 'typebox';
import {
  Amount,
  Currency,
  fromInstant,
  Id,
  Instant,
  LongText,
  orNull,
  StatedAmount,
  StatedCount,
  StatedPosition,
  Title,
  toInstant,
} from '../shapes.ts';

/** How a column of the store stands on the wire. */
export interface Field<S extends TSchema = TSchema> {
  readonly schema: S;
  /** narrower than that, where it is stated */
  readonly stated?: TSchema;
  /** of the column → on the wire */
  readonly show: (value: unknown) => unknown;
  /** on the wire → of the column; `path` names the field where it is refused */
  readonly take: (value: unknown, path: string) => unknown;
  /** by which lists are filtered and ordered; undefined: by which they are not */
  readonly column?: 'number' | 'text' | 'flag' | 'instant';
}

export type Fields = Readonly<Record<string, Field>>;

const same = (value: unknown): unknown => value;

function field<S extends TSchema>(schema: S, type: 'number' | 'text', stated?: TSchema): Field<S> {
  return { schema, show: same, take: same, column: type, ...(stated === undefined ? {} : { stated }) };
}

const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const id = field(Id, 'number');
export const idOrNull = field(orNull(Id), 'number');
export const title = field(Title, 'text');
export const titleOrNull = field(orNull(Title), 'text');
export const longText = field(LongText, 'text');
export const amount = field(Type.Integer({ ...Amount, minimum: 0 }), 'number', StatedAmount);
export const currency = field(Currency, 'text');
export const count = field(Count, 'number', StatedCount);
export const countOrNull = field(orNull(Count), 'number', orNull(StatedCount));
// what comes last is one beyond all others, whatever was stated
export const position = field(Type.Integer({ description: 'smaller comes first' }), 'number', StatedPosition);
export const basisPoints = field(
  Type.Integer({ minimum: 0, maximum: 10_000, description: 'hundredths of a percent: 2000 is 20 %' }),
  'number',
);
export const coordinate: Field<ReturnType<typeof orNull<ReturnType<typeof Type.Number>>>> = {
  schema: orNull(Type.Number({ minimum: -1_000_000, maximum: 1_000_000 })),
  show: same,
  take: same,
};

/** One of some words. */
export function words<const W extends string>(of: readonly W[]): Field<TEnum<W[]>> {
  return field(Type.Enum([...of]), 'text');
}

export const flag: Field<ReturnType<typeof Type.Boolean>> = {
  schema: Type.Boolean(),
  show: (value) => value === 1,
  take: (value) => (value === true ? 1 : 0),
  column: 'flag',
};

export const instant: Field<typeof Instant> = {
  schema: Instant,
  show: (value) => toInstant(value as number),
  take: (value, path) => fromInstant(value as string, path),
  column: 'instant',
};
export const instantOrNull: Field<ReturnType<typeof orNull<typeof Instant>>> = {
  schema: orNull(Instant),
  show: (value: unknown) => (value === null ? null : toInstant(value as number)),
  take: (value: unknown, path: string) => (value === null ? null : fromInstant(value as string, path)),
  column: 'instant',
};

/** A column of JSON text; the wire has what it says. */
export function json<S extends TSchema>(schema: S): Field<S> {
  return {
    schema,
    show: (value) => JSON.parse(value as string) as unknown,
    take: (value) => JSON.stringify(value),
  };
}
export const metadata = json(
  Type.Record(Type.String({ maxLength: 100 }), Type.Unknown(), {
    description: 'whatever a program keeps here',
  }),
);
