import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { newKey, requestOf } from './request.ts';

const nobody = { organizer_id: undefined, idempotency_key: undefined };

const headersOf = ({ init }: ReturnType<typeof requestOf>): Record<string, string> =>
  init.headers as Record<string, string>;

suite('a call of the pages', () => {
  test('fills the path in and writes the query, lists as JSON', () => {
    const { url } = requestOf(
      ['GET', '/api/events/{id}/x/{name}'],
      {
        params: { id: 5, name: 'a/b' },
        query: { limit: 10, cursor: undefined, where: [{ column: 'name', value: 'é&' }] },
      },
      nobody,
    );
    const asked = new URL(url, 'http://guichet.test');
    assert.equal(asked.pathname, '/api/events/5/x/a%2Fb');
    assert.deepEqual(
      [...asked.searchParams],
      [
        ['limit', '10'],
        ['where', '[{"column":"name","value":"é&"}]'],
      ],
    );
  });

  test('that only reads carries no mark of a write', () => {
    const headers = headersOf(requestOf(['GET', '/api/me'], {}, nobody));
    assert.deepEqual(headers, { accept: 'application/json' });
  });

  test('that writes names the page it comes from and a key of its own', () => {
    const first = headersOf(requestOf(['POST', '/api/x'], { body: { a: 1 } }, nobody));
    const second = headersOf(requestOf(['POST', '/api/x'], { body: { a: 1 } }, nobody));
    assert.equal(first['guichet-csrf'], '1');
    assert.match(first['idempotency-key'] ?? '', /^[0-9a-f]{32}$/);
    assert.notEqual(first['idempotency-key'], second['idempotency-key']);
  });

  test('that is sent again is sent under the key it had', () => {
    const idempotency_key = newKey();
    const marks = { organizer_id: 7, idempotency_key };
    const headers = headersOf(requestOf(['DELETE', '/api/x'], {}, marks));
    assert.equal(headers['idempotency-key'], idempotency_key);
    assert.equal(headers['guichet-organizer'], '7');
  });
});
