import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, listOf, StatedCount, StatedPosition, WriteHeaders } from '../shapes.ts';
import { deleteEndpoint } from './resource.ts';

const tags = ['catalogue'];
const closed = { additionalProperties: false };
const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const PackOf = Type.Array(
  Type.Object(
    { offer_id: Id, minimum: Type.Optional(StatedCount), maximum: Type.Optional(StatedCount) },
    closed,
  ),
  { minItems: 1, maxItems: 100 },
);

const PackPart = Type.Object({
  id: Id,
  offer_id: Id,
  minimum: Count,
  maximum: Count,
  position: Type.Integer(),
});

export const packEndpoints = {
  list_pack_parts: apiEndpoint({
    ...{ method: 'GET', path: '/prices/{id}/parts', tags, needs: 'catalogue.read' },
    summary: 'What a pack or a subscription is made of, all of it',
    params: ById,
    answers: { 200: listOf(PackPart) },
  }),
  create_pack: apiEndpoint({
    ...{ method: 'POST', path: '/prices/{id}/parts', tags, needs: 'catalogue.write' },
    summary: 'Says what it is made of',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ parts: PackOf }, closed),
    answers: { 200: Type.Object({ items: Type.Array(PackPart) }) },
  }),
  delete_pack_part: deleteEndpoint('/pack-parts', 'parts of packs'),
  change_pack_part: apiEndpoint({
    ...{ method: 'PATCH', path: '/pack-parts/{id}', tags, needs: 'catalogue.write' },
    summary: 'How many of it',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        minimum: Type.Optional(StatedCount),
        maximum: Type.Optional(StatedCount),
        position: Type.Optional(StatedPosition),
      },
      closed,
    ),
    answers: { 200: PackPart },
  }),
};
