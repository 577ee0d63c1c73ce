import { Type } from 'typebox';
import { scopeKinds, discountKinds } from '../../domain/pricing.ts';
import { limits } from '../../domain/limits.ts';
import { changing } from '../as-seen.ts';
import { apiEndpoint } from '../endpoint.ts';
import {
  Amount,
  ById,
  Id,
  Instant,
  ListQuery,
  listOf,
  LongText,
  orNull,
  StatedAmount,
  StatedCount,
  WriteHeaders,
} from '../shapes.ts';
import { deleteEndpoint } from './resource.ts';

const tags = ['catalogue'];
const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

const Scopes = Type.Array(Type.Object({ kind: Type.Enum([...scopeKinds]), target_id: Id }, closed), {
  maxItems: 200,
  description: 'none: everything; of one kind any will do, several kinds must all be met',
});

export const PromoCode = Type.Object({
  id: Id,
  label: Type.String(),
  description: Type.String(),
  discount_id: orNull(Id),
  kind: Type.Enum([...discountKinds]),
  value: Amount,
  percent_bp: Type.Integer(),
  starts_at: orNull(Instant),
  ends_at: orNull(Instant),
  enabled: Type.Boolean(),
  uses: orNull(Count),
  used: Count,
  scopes: Scopes,
});

const codeTerms = {
  description: Type.Optional(LongText),
  discount_id: Type.Optional(orNull(Id)),
  value: Type.Optional(StatedAmount),
  percent_bp: Type.Optional(Type.Integer({ minimum: 0, maximum: 10_000 })),
  starts_at: Type.Optional(orNull(Instant)),
  ends_at: Type.Optional(orNull(Instant)),
  enabled: Type.Optional(Type.Boolean()),
  scopes: Type.Optional(Scopes),
};
const Label = Type.String({ minLength: 1, maxLength: limits.title_chars_max });
const newTerms = {
  ...codeTerms,
  kind: Type.Optional(Type.Enum([...discountKinds])),
  uses: orNull(StatedCount),
};

export const promotionEndpoints = {
  list_promo_codes: apiEndpoint({
    ...{ method: 'GET', path: '/promo-codes', tags, summary: 'Promo codes', needs: 'catalogue.read' },
    description:
      'Filtered and ordered by id, label, kind, discount_id, enabled, starts_at, ends_at, created_at.',
    query: ListQuery,
    answers: { 200: listOf(PromoCode) },
  }),
  find_promo_code: apiEndpoint({
    ...{ method: 'GET', path: '/promo-codes/{id}', tags, summary: 'One of them', needs: 'catalogue.read' },
    params: ById,
    answers: { 200: PromoCode },
  }),
  create_promo_codes: apiEndpoint({
    ...{ method: 'POST', path: '/promo-codes', tags, needs: 'catalogue.write' },
    summary: 'Makes codes on the same terms: all of them, or none',
    headers: WriteHeaders,
    body: Type.Object({ labels: Type.Array(Label, { minItems: 1, maxItems: 10_000 }), ...newTerms }, closed),
    answers: { 200: Type.Object({ ids: Type.Array(Id) }) },
  }),
  draw_promo_codes: apiEndpoint({
    ...{ method: 'POST', path: '/promo-codes/draw', tags, needs: 'catalogue.write' },
    summary: 'Makes so many codes that nobody can guess, on the same terms',
    headers: WriteHeaders,
    body: Type.Object(
      {
        count: Type.Integer({ minimum: 1, maximum: 10_000 }),
        prefix: Type.Optional(Type.String({ maxLength: 20, pattern: '^[A-Za-z0-9-]*$' })),
        pattern: Type.Optional(
          Type.String({
            ...{ maxLength: 60, pattern: '^[A-Za-z0-9#-]+$', examples: ['NOEL-####-####'] },
            description: 'instead of a prefix: each # stands for a drawn sign, of which there must be 8',
          }),
        ),
        ...newTerms,
      },
      closed,
    ),
    answers: { 200: Type.Object({ labels: Type.Array(Type.String()) }) },
  }),
  change_promo_code: apiEndpoint({
    ...{ method: 'PATCH', path: '/promo-codes/{id}', tags, needs: 'catalogue.write' },
    summary: 'Its label, terms, uses, scopes',
    params: ById,
    headers: WriteHeaders,
    body: changing({ label: Type.Optional(Label), uses: Type.Optional(orNull(StatedCount)), ...codeTerms }),
    answers: { 200: PromoCode },
  }),
  delete_promo_code: deleteEndpoint('/promo-codes', 'promo codes'),
  delete_discount: deleteEndpoint('/discounts', 'discounts'),
  set_discount_scopes: apiEndpoint({
    ...{ method: 'PUT', path: '/discounts/{id}/scopes', tags, summary: 'What it applies to' },
    needs: 'catalogue.write',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ scopes: Scopes }, closed),
    answers: { 200: Type.Object({ scopes: Scopes }) },
  }),
};
