import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { TestOdoo, wireTo, type Wire } from '../../../test/fixtures/odoo.ts';
import { openOdoo, type OpenedOdoo } from '../../../test/fixtures/odoo-orders.ts';
import type { Holding, PulledPage, PullWish } from '../../hub/port.ts';

let odoo: TestOdoo;
let wire: Wire;
let opened: OpenedOdoo;
beforeEach(async () => {
  odoo = new TestOdoo();
  const to = wireTo(odoo);
  wire = to;
  opened = openOdoo(to.transport);
  await opened.push({ tickets: ['1', '2', '3'].map((barcode) => ({ barcode })) });
  wire.calls = 0;
  odoo.now += 3_600_000;
});

const states = async () => (await odoo.all('event.registration')).map(({ state }) => state);

describe('a scan that is told to Odoo', () => {
  test('is the state of its registration, in two calls, and nothing the second time', async () => {
    assert.deepEqual(await opened.scan('1'), { done: true });
    assert.deepEqual(await states(), ['done', 'open', 'open']);
    assert.equal(wire.calls, 2);
    assert.deepEqual(await opened.scan('1'), { done: true, note: 'it was so already' });
  });

  test('waits for a registration that is not there, and leaves a cancelled one', async () => {
    assert.deepEqual(await opened.scan('9'), {
      retry: 'The registration is not in Odoo yet.',
      why: { code: 'not_there_yet', params: {} },
    });
    await odoo.call('event.registration', 'action_cancel', [[1]]);
    const outcome = await opened.scan('1');
    assert.match(JSON.stringify(outcome), /"done":true,"note":"registration 1 is cancelled/);
    assert.deepEqual(await states(), ['cancel', 'open', 'open']);
  });

  test('opens the registration again when the entry was taken back here, and not for a way out', async () => {
    await opened.scan('1');
    assert.deepEqual(await opened.scan('1', { direction: 'out' }), {
      done: true,
      note: 'Odoo knows no way out',
    });
    assert.deepEqual(await opened.scan('1', { direction: 'undone', used: 1 }), {
      done: true,
      note: 'it was so already',
    });
    assert.deepEqual(await states(), ['done', 'open', 'open']);
    assert.deepEqual(await opened.scan('1', { direction: 'undone', used: 0 }), { done: true });
    assert.deepEqual(await states(), ['open', 'open', 'open']);
  });
});

describe('scans made in Odoo', () => {
  const pull = async (wish: Partial<PullWish> = {}): Promise<PulledPage[]> => {
    const pages = opened.peer.pull?.({ cursor: undefined, full: false, overlap_ms: 600_000, ...wish });
    return Array.fromAsync(pages ?? []);
  };
  const barcodes = (pages: readonly PulledPage[]) =>
    pages.flatMap(({ records }) =>
      records.map((record) => (record.kind === 'scan' ? record.barcode : record.kind)),
    );

  test('are pulled with barcode, event and time, and after that only what is new or overlaps', async () => {
    await odoo.call('event.registration', 'action_set_done', [[2]]);
    const [page, ...none] = await pull();
    assert.deepEqual(none, []);
    assert.deepEqual(page, {
      records: [
        {
          kind: 'scan',
          ref: '2',
          barcode: '2',
          ticket_ref: '2',
          event_ref: '1',
          direction: 'in',
          scanned_at: odoo.now,
        },
      ],
      refused: [],
      cursor: '2026-05-15 09:30:00',
    });
    odoo.now += 300_000;
    await odoo.call('event.registration', 'action_set_done', [[1]]);
    const cursor = page?.cursor;
    assert.deepEqual(barcodes(await pull({ cursor })), ['1', '2']);
    assert.deepEqual(barcodes(await pull({ cursor, overlap_ms: -1_000 })), ['1']);
    assert.deepEqual(barcodes(await pull({ cursor: '2026-06-01 00:00:00' })), []);
    assert.deepEqual(barcodes(await pull({ cursor: '2026-06-01 00:00:00', full: true })), ['1', '2']);
  });

  test('come page by page where there are many, each once', async () => {
    odoo.now -= 3_600_000;
    const many = Array.from({ length: 1_200 }, (_, at) => ({
      event_id: 1,
      barcode: `x${at}`,
      state: 'done',
    }));
    await odoo.call('event.registration', 'create', [many]);
    const pages = await pull({ cursor: '2026-05-15 08:00:00' });
    assert.deepEqual(
      pages.map(({ records }) => records.length),
      [500, 500, 200],
    );
    assert.equal(new Set(barcodes(pages)).size, 1_200);
    assert.deepEqual(
      pages.map(({ cursor }) => cursor !== undefined),
      [false, false, true],
    );
  });

  test('of events that nobody mapped are not asked for', async () => {
    const other = await odoo.call('event.event', 'create', [
      { name: 'Gala', date_begin: '2026-05-15 08:00:00', date_end: '2026-05-15 20:00:00' },
    ]);
    await odoo.call('event.registration', 'create', [{ event_id: other, barcode: '7', state: 'done' }]);
    assert.deepEqual(barcodes(await pull()), []);
  });

  test('stand among what Odoo holds, with what is over and archived', async () => {
    await odoo.call('event.registration', 'action_set_done', [[1]]);
    await odoo.call('event.registration', 'action_cancel', [[2]]);
    await odoo.call('event.registration', 'write', [[3], { active: false }]);
    const pages: (readonly Holding[])[] = await Array.fromAsync(opened.peer.holdings?.() ?? []);
    assert.deepEqual(pages.flat(), [
      { ref: '1', barcode: '1', ended: false, used: true },
      { ref: '2', barcode: '2', ended: true, used: false },
      { ref: '3', barcode: '3', ended: true, used: false },
    ]);
  });

  test('probing tells what was reached', async () => {
    assert.equal(await opened.peer.probe(), 'Odoo holds 3 registrations of the mapped events');
  });
});
