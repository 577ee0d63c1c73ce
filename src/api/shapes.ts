/** The shapes that all groups use. Wire values are plain JSON: there are no codecs in `/api`. */
import { Type, type Static, type TProperties, type TSchema } from 'typebox';
import { formatUtc, parseInstant } from '../domain/local-time.ts';
import { Fault } from '../domain/faults.ts';
import { limits } from '../domain/limits.ts';

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
/** of a path */
export const ById = Type.Object({ id: Id });

/** An instant as it is answered: UTC, with milliseconds. */
export const Instant = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$',
  examples: ['2026-11-28T18:50:00.000Z'],
});

/** A whole number of minor units; its currency stands beside it. */
export const Amount = Type.Integer({
  minimum: -Number.MAX_SAFE_INTEGER,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'whole minor units',
});
/** An amount as it is stated in a request: what is answered may be the sum of many. */
export const StatedAmount = Type.Integer({
  minimum: 0,
  maximum: limits.amount_max,
  description: 'whole minor units',
});
/** A number of things as it is stated in a request. */
export const StatedCount = Type.Integer({ minimum: 0, maximum: limits.count_max });
/** Where a thing stands among others: smaller comes first. */
export const StatedPosition = Type.Integer({ minimum: -limits.count_max, maximum: limits.count_max });
export const Currency = Type.String({ pattern: '^[A-Z]{3}$', examples: ['EUR'] });
/**
 * Where amounts of several currencies may meet.
 * @public
 */
export const Money = Type.Object({ amount: Amount, currency: Currency });

export const Title = Type.String({ maxLength: limits.title_chars_max });
/** @public */
export const LongText = Type.String({ maxLength: limits.text_chars_max });

export const orNull = <S extends TSchema>(schema: S, options: { readonly description?: string } = {}) =>
  Type.Union([schema, Type.Null()], options);

const rows_max = 200;
const rows_default = 50;

const Plain = Type.Union([Type.String(), Type.Number(), Type.Boolean()]);
const Asked = Type.Object({
  column: Type.String({ maxLength: 60 }),
  operator: Type.Optional(Type.String({ maxLength: 20, description: '`=` unless given' })),
  value: Type.Optional(
    Type.Union([
      Type.String(),
      Type.Number(),
      Type.Boolean(),
      Type.Null(),
      Type.Array(Plain, { maxItems: limits.filter_values_max }),
    ]),
  ),
});

/** What every list takes; a list adds nothing but what is no filter. */
export const listFields = {
  limit: Type.Optional(
    Type.Integer({ minimum: 1, maximum: rows_max, description: `${rows_default} unless given` }),
  ),
  cursor: Type.Optional(
    Type.String({ maxLength: 2_000, description: 'the `next_cursor` of the page before' }),
  ),
  where: Type.Optional(
    Type.Array(Asked, {
      maxItems: limits.filter_conditions_max,
      description:
        'conditions that must all hold, as JSON text: `[{"column":"name","operator":"=","value":"x"}]`',
    }),
  ),
  order: Type.Optional(
    Type.String({
      maxLength: 61,
      description: 'a column; with `-` before it, the greatest first',
      examples: ['-id'],
    }),
  ),
} satisfies TProperties;
export const ListQuery = Type.Object(listFields);
export type ListQuery = Static<typeof ListQuery>;

export function listLimit({ limit }: ListQuery): number {
  return limit ?? rows_default;
}

/** A page of a list. */
export const listOf = <S extends TSchema>(item: S) =>
  Type.Object({
    items: Type.Array(item),
    next_cursor: orNull(Type.String({ description: 'for the next page; null: this was the last' })),
  });

/** Of every write: the same key within 24 hours does it once and answers it again. */
export const WriteHeaders = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: 255 })),
});

export const ProblemShape = Type.Object({
  type: Type.String(),
  title: Type.String(),
  status: Type.Integer(),
  detail: Type.String(),
  code: Type.String({ description: 'one of docs/errors.md' }),
  instance: Type.String(),
  request_id: Type.String(),
  errors: Type.Optional(
    Type.Array(
      Type.Object({ in: Type.Optional(Type.String()), path: Type.String(), message: Type.String() }),
    ),
  ),
  details: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

/** An instant of the office as it is answered. */
export const toInstant = (at: number): string => formatUtc(at);
export const toInstantOrNull = (at: number | null): string | null => (at === null ? null : formatUtc(at));

/**
 * An instant that was sent: ISO 8601 with `Z` or an offset. Throws `invalid_input` that names the field.
 */
export function fromInstant(text: string, path: string): number {
  try {
    return parseInstant(text);
  } catch {
    throw new Fault('invalid_input', {
      in: 'body',
      path,
      message: 'is not an instant such as 2026-11-28T18:50:00Z',
    });
  }
}
