import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ForeignRecord } from '../domain/foreign-records.ts';
import { gatherPages } from './gather-pages.ts';
import type { PulledPage } from './port.ts';

const scan = (ref: number): ForeignRecord => ({
  kind: 'scan',
  ref: String(ref),
  direction: 'in',
  scanned_at: 0,
});
const pageOf = (from: number, many: number, rest: Partial<PulledPage> = {}): PulledPage => ({
  records: Array.from({ length: many }, (_, index) => scan(from + index)),
  refused: [],
  ...rest,
});

async function* told(pages: readonly PulledPage[], error?: Error): AsyncGenerator<PulledPage> {
  yield* pages;
  if (error !== undefined) throw await Promise.resolve(error);
}

/** What came, page by page, and the error that ended it. */
async function gathered(pages: AsyncIterable<PulledPage>) {
  const came: PulledPage[] = [];
  try {
    for await (const page of pages) came.push(page);
  } catch (error) {
    return { came, error };
  }
  return { came, error: undefined };
}

const refsOf = (pages: readonly PulledPage[]) =>
  pages.flatMap(({ records }) => records.map(({ ref }) => ref));
const sizesOf = (pages: readonly PulledPage[]) => pages.map(({ records }) => records.length);

test('small pages are gathered to whole ones, in their order', async () => {
  const pages = [pageOf(0, 4), pageOf(4, 4), pageOf(8, 25), pageOf(33, 1)];
  const { came } = await gathered(gatherPages(told(pages), 10));
  assert.deepEqual(sizesOf(came), [30, 4]);
  assert.deepEqual(refsOf(came), refsOf(pages));
});

test('a cursor comes with all that was read before it, and with nothing that was read after', async () => {
  const pages = [pageOf(0, 3), pageOf(3, 2, { cursor: 'a' }), pageOf(5, 1)];
  const { came } = await gathered(gatherPages(told(pages), 10));
  assert.deepEqual(sizesOf(came), [5, 1]);
  assert.deepEqual(
    came.map(({ cursor }) => cursor),
    ['a', undefined],
  );
});

test('orders that are shown whole come with what was read beside them, and alone where there is nothing else', async () => {
  const orders = (ref: string) => [{ ref, ticket_refs: [] }];
  const pages = [pageOf(0, 4, { orders: orders('1') }), pageOf(4, 0, { orders: orders('2') })];
  const { came } = await gathered(gatherPages(told(pages), 10));
  assert.deepEqual(
    came.map((page) => page.orders?.map(({ ref }) => ref)),
    [['1', '2']],
  );
  const { came: alone } = await gathered(gatherPages(told(pages.slice(1)), 10));
  assert.deepEqual([sizesOf(alone), alone[0]?.orders?.length], [[0], 1]);
});

test('what came before an error is kept, and the error is told', async () => {
  const lost = new Error('the line broke');
  const { came, error } = await gathered(gatherPages(told([pageOf(0, 3)], lost), 10));
  assert.deepEqual(sizesOf(came), [3]);
  assert.equal(error, lost);
});

test('records that were refused are told once', async () => {
  const one = { kind: 'ticket', ref: 'x', reason: 'no price', payload: {} } as const;
  const pages = [pageOf(0, 0, { refused: [one] }), pageOf(0, 12), pageOf(12, 0, { cursor: 'a' })];
  const { came } = await gathered(gatherPages(told(pages), 10));
  assert.deepEqual(
    came.map(({ records, refused }) => [records.length, refused.length]),
    [
      [10, 1],
      [2, 0],
    ],
  );
});
