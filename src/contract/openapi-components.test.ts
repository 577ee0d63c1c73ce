import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shareComponents } from './openapi-components.ts';
import type { Json } from './openapi.ts';

const wordy = (name: string): Json => ({
  type: 'object',
  required: [name],
  properties: { [name]: { type: 'string', description: 'words '.repeat(60) } },
});
const order: Json = {
  type: 'object',
  required: ['ticket'],
  properties: { ticket: wordy('barcode'), note: { type: 'string' } },
};
const failure: Json = { description: 'Failure', content: { 'application/json': { schema: wordy('error') } } };
const answer = (schema: Json): Json => ({
  description: 'Success',
  content: { 'application/json': { schema } },
});

const document: Json = {
  openapi: '3.1.0',
  paths: {
    '/orders': {
      get: {
        operationId: 'listOrders',
        responses: { 200: answer({ type: 'array', items: order }), 400: failure },
      },
      post: { operationId: 'putOrder', responses: { 200: answer(order), 400: failure } },
    },
    '/tickets': {
      get: {
        operationId: 'findTicket',
        responses: { 200: answer(wordy('barcode')), 404: answer(wordy('once')) },
      },
    },
  },
  components: { schemas: {} },
};

interface Shared {
  readonly paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  readonly components: { readonly schemas: Record<string, Json>; readonly responses: Record<string, Json> };
}

test('what is said more than once is a component, named after the place where it comes first', () => {
  const shared = shareComponents(document) as unknown as Shared;
  assert.deepEqual(Object.keys(shared.components.schemas), ['ListOrders', 'Ticket']);
  assert.deepEqual(Object.keys(shared.components.responses), ['Failure400']);
  assert.deepEqual(shared.paths['/orders']?.post?.responses['400'], {
    $ref: '#/components/responses/Failure400',
  });
});

test('what is said once stays where it is', () => {
  const { paths } = shareComponents(document) as unknown as Shared;
  assert.deepEqual(paths['/tickets']?.get?.responses['404'], answer(wordy('once')));
});

test('with its references followed, the document says what it said before', () => {
  const shared = shareComponents(document) as unknown as Shared;
  assert.deepEqual(followed(shared.paths, shared), (document as { paths: Json }).paths);
});

function followed(node: unknown, document: Shared): unknown {
  if (Array.isArray(node)) return node.map((inner) => followed(inner, document));
  if (typeof node !== 'object' || node === null) return node;
  if ('$ref' in node && typeof node.$ref === 'string') {
    const [, , kind = '', name = ''] = node.$ref.split('/');
    return followed((document.components as Record<string, Record<string, Json>>)[kind]?.[name], document);
  }
  return Object.fromEntries(Object.entries(node).map(([key, inner]) => [key, followed(inner, document)]));
}
