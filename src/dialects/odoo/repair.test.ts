import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { TestOdoo, wireTo } from '../../../test/fixtures/odoo.ts';
import { odooState } from '../../../test/fixtures/odoo-state.ts';
import { openOdoo, orderFacts, type MadeOrder } from '../../../test/fixtures/odoo-orders.ts';
import { runOldScript } from '../../../test/fixtures/old-script.ts';
import type { RepairStep } from '../../hub/port.ts';

let odoo: TestOdoo;
beforeEach(() => {
  odoo = new TestOdoo();
});

async function repair(dry_run: boolean, ...orders: readonly MadeOrder[]): Promise<RepairStep[]> {
  const { peer } = openOdoo(wireTo(odoo).transport);
  async function* all() {
    await Promise.resolve();
    yield* orders.map(orderFacts);
  }
  return Array.fromAsync(peer.repair?.({ dry_run, orders: all }) ?? []);
}

const faults = (steps: readonly RepairStep[]) => steps.map(({ fault }) => fault);

/** Tells what is wrong without touching it, puts it right, and finds nothing more. */
async function repaired(...orders: readonly MadeOrder[]) {
  const before = await odooState(odoo);
  const told = await repair(true, ...orders);
  assert.deepEqual(await odooState(odoo), before, 'a dry run changes nothing');
  assert.deepEqual(await repair(false, ...orders), told);
  return told;
}

describe('repairing an Odoo', () => {
  const tickets = [{ barcode: '1' }, { barcode: '2', used: true }, { barcode: '3' }];
  const asScript = { ref: 'BW-1', email: 'jean@email.com', tickets };

  test('opens what an import made scanned although nobody had come, and no scan made since', async () => {
    await runOldScript(odoo, asScript, { all_done: true });
    // the last line did not set the last one back
    await odoo.call('event.registration', 'write', [[1, 2, 3], { state: 'done' }]);
    odoo.now += 3_600_000;
    await odoo.call('event.registration', 'write', [[3], { state: 'open' }]);
    await odoo.call('event.registration', 'write', [[3], { state: 'done' }]);
    const steps = await repaired({ tickets });
    assert.deepEqual(faults(steps), ['used_in_error', 'scan_not_known', 'not_confirmed']);
    assert.match(
      steps[0]?.words ?? '',
      /^1 was imported as scanned and nobody used it: registration 1 is opened/,
    );
    const { registrations } = await odooState(odoo);
    assert.deepEqual(registrations, ['1 open 1 BW-1 linked', '2 done 1 BW-1 linked', '3 done 1 BW-1 linked']);
    assert.deepEqual(faults(await repair(false, { tickets })), ['scan_not_known']);
  });

  test('adds the tickets of an order that was refused to grow', async () => {
    await runOldScript(odoo, { ...asScript, tickets: tickets.slice(0, 1) });
    const steps = await repaired({ tickets });
    assert.deepEqual(faults(steps), ['tickets_missing', 'not_confirmed']);
    assert.equal(steps[0]?.words, 'S00001 lacks tickets: 2, 3 of 3 are added');
    assert.equal((await odooState(odoo)).registrations.length, 3);
    assert.deepEqual(await repair(false, { tickets }), []);
  });

  test('takes out lines that a killed run left, and whom Odoo made up for them', async () => {
    await runOldScript(odoo, asScript);
    const { id: product_id } = await odoo.one('product.product', [['barcode', '=', 'BW-LUGE-4T']]);
    await odoo.call('sale.order.line', 'create', [{ order_id: 1, product_id, event_id: 1, price_unit: 11 }]);
    await odoo.call('sale.order', 'action_confirm', [[1]]);
    assert.equal((await odooState(odoo)).registrations.length, 4);
    const steps = await repaired({ tickets });
    assert.deepEqual(faults(steps), ['use_missed', 'line_without_ticket']);
    const { lines, registrations } = await odooState(odoo);
    assert.deepEqual(lines, ['BW-1 0 11', 'BW-1 1 11', 'BW-1 1 11', 'BW-1 1 11']);
    assert.equal(registrations.filter((text) => text.includes('cancel')).length, 1);
    assert.deepEqual(await repair(false, { tickets }), []);
  });

  test('only tells of two orders with one reference, and of one that was cancelled there', async () => {
    await runOldScript(odoo, asScript);
    const partner_id = await odoo.call('res.partner', 'create', [{ name: 'Jean' }]);
    await odoo.call('sale.order', 'create', [{ partner_id, client_order_ref: 'BW-1' }]);
    const steps = await repaired({ tickets });
    assert.ok(faults(steps).includes('order_twice'));
    for (const { id } of await odoo.all('sale.order'))
      await odoo.call('sale.order', 'action_cancel', [[id]], { context: { disable_cancel_warning: true } });
    assert.deepEqual(faults(await repaired({ tickets })), ['cancelled_there']);
  });

  test('only tells of a registration that somebody cancelled there', async () => {
    await openOdoo(wireTo(odoo).transport).push({ tickets: [{ barcode: '1' }] });
    await odoo.call('event.registration', 'action_cancel', [[1]]);
    const steps = await repaired({ tickets: [{ barcode: '1' }] });
    assert.deepEqual(faults(steps), ['left_alone']);
    assert.match(steps[0]?.words ?? '', /registration 1 was cancelled in Odoo and is left so/);
    assert.deepEqual((await odooState(odoo)).registrations, ['1 cancel 1 BW-1 linked']);
  });

  test('says of each ticket that nobody mapped what to do', async () => {
    const steps = await repaired({ tickets: [{ barcode: '1', name: 'Luge nocturne' }] });
    assert.deepEqual(faults(steps), ['not_mapped']);
    assert.match(steps[0]?.words ?? '', /add it to the products of this connection/);
  });

  test('goes through as many orders as there are', async () => {
    const orders = Array.from({ length: 450 }, (_, at) => ({ id: at + 1, tickets: [{ barcode: `b${at}` }] }));
    assert.equal((await repair(true, ...orders)).length, 450);
    await repair(false, ...orders);
    assert.equal((await odoo.all('event.registration')).length, 450);
    assert.deepEqual(await repair(false, ...orders), []);
  });
});

test('the first pull takes nothing for a scan that was made scanned and never touched since', async () => {
  await runOldScript(
    odoo,
    { ref: 'BW-1', email: 'jean@email.com', tickets: [{ barcode: '1' }] },
    { all_done: true },
  );
  await odoo.call('event.registration', 'write', [[1], { state: 'done' }]);
  const pulled = async (cursor: string | undefined, full = false) => {
    const { peer } = openOdoo(wireTo(odoo).transport);
    const pages = await Array.fromAsync(peer.pull?.({ cursor, full, overlap_ms: 0 }) ?? []);
    return pages.flatMap(({ records }) => records).length;
  };
  assert.deepEqual(await odooState(odoo).then(({ registrations }) => registrations), [
    '1 done 1 BW-1 linked',
  ]);
  assert.deepEqual([await pulled(undefined), await pulled('2026-05-15 08:30:00', true)], [0, 0]);
  odoo.now += 3_600_000;
  await odoo.call('event.registration', 'write', [[1], { state: 'open' }]);
  await odoo.call('event.registration', 'write', [[1], { state: 'done' }]);
  assert.deepEqual([await pulled(undefined), await pulled('2026-05-15 08:30:00')], [1, 1]);
});
