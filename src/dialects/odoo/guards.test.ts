import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { TransportFault } from '../../contract/transport.ts';
import type { PeerTrouble } from '../../hub/port.ts';
import { Killed, TestOdoo, wireTo } from '../../../test/fixtures/odoo.ts';
import { odooState } from '../../../test/fixtures/odoo-state.ts';
import { openOdoo, orderFacts, type MadeOrder } from '../../../test/fixtures/odoo-orders.ts';
import { runOldScript } from '../../../test/fixtures/old-script.ts';

/**
 * Each guard beside the fault that shows without it: the script that the document describes has none of them, so it stands for
 * "the guard off".
 */

const order: MadeOrder = { tickets: [{ barcode: '1' }, { barcode: '2', used: true }, { barcode: '3' }] };
const asScript = { ref: 'BW-1', email: 'jean@email.com', tickets: order.tickets };

async function told(odoo: TestOdoo, ...orders: readonly MadeOrder[]) {
  for (const outcome of await openOdoo(wireTo(odoo).transport).push(...orders))
    assert.ok('done' in outcome, JSON.stringify(outcome));
  return odooState(odoo);
}

async function repaired(odoo: TestOdoo, made: MadeOrder): Promise<void> {
  const { peer } = openOdoo(wireTo(odoo).transport);
  async function* orders() {
    await Promise.resolve();
    yield orderFacts(made);
  }
  await Array.fromAsync(peer.repair?.({ dry_run: false, orders }) ?? []);
}

describe('without its guard', () => {
  test('a run that is killed leaves lines that nobody is registered for, or registrations without a line', async () => {
    let faulty = 0;
    for (let kill = 1; kill <= 20; kill += 1) {
      const odoo = new TestOdoo();
      let calls = 0;
      const on_call = () => {
        calls += 1;
        if (calls === kill) throw new Killed();
      };
      await runOldScript(odoo, asScript, { on_call }).catch(() => undefined);
      await runOldScript(odoo, asScript);
      const { partners, lines, registrations } = await odooState(odoo);
      const linked = registrations.filter((text) => text.endsWith(' linked') && !text.endsWith('not linked'));
      if (partners.length !== 1 || lines.length !== 3 || linked.length !== 3) faulty += 1;
      // with it: the same Odoo, taken up from there and repaired
      await told(odoo, order);
      await repaired(odoo, order);
      const { lines: sold, registrations: good } = await odooState(odoo);
      assert.equal(sold.filter((text) => text.startsWith('BW-1 1')).length, 3, `killed after call ${kill}`);
      assert.deepEqual(
        good.filter((text) => !text.includes('cancel')),
        ['1 open 1 BW-1 linked', '2 done 1 BW-1 linked', '3 open 1 BW-1 linked'],
      );
    }
    assert.ok(faulty >= 6, `${faulty} runs went wrong`);
  });

  test('a ticket that was scanned in Odoo can be used once more, once another comes or a person confirms', async () => {
    const states = async (odoo: TestOdoo) => (await odoo.all('event.registration')).map(({ state }) => state);
    for (const guard of [false, true]) {
      const odoo = new TestOdoo();
      await runOldScript(odoo, { ...asScript, tickets: [{ barcode: '1' }] });
      await odoo.call('event.registration', 'action_set_done', [[1]]);
      if (guard) {
        await told(odoo, order);
        assert.deepEqual(await states(odoo), ['done', 'done', 'open']);
      } else {
        await runOldScript(odoo, asScript);
        assert.deepEqual(await states(odoo), ['draft', 'draft', 'draft']);
        await odoo.call('sale.order', 'action_confirm', [[1]]);
        assert.deepEqual(await states(odoo), ['open', 'open', 'open']);
      }
    }
  });

  test('a scan is forgotten by a run that is killed between the confirmation and the note', async () => {
    for (const guard of [false, true]) {
      const odoo = new TestOdoo();
      await runOldScript(odoo, { ...asScript, tickets: [{ barcode: '1' }] });
      await odoo.call('event.registration', 'action_set_done', [[1]]);
      const wire = wireTo(odoo);
      wire.after = async (call) => {
        if (!guard)
          for (const { id } of await odoo.all('sale.order'))
            await odoo.call('sale.order', 'write', [[id], { origin: false }]);
        const confirmed = (await odoo.all('sale.order')).some(({ state }) => state === 'sale');
        if (confirmed || call > 30) throw new Killed();
      };
      await assert.rejects(openOdoo(wire.transport).push(order), Killed);
      const { registrations } = await told(odoo, order);
      assert.equal(registrations[0], `1 ${guard ? 'done' : 'open'} 1 BW-1 linked`);
    }
  });

  test('a scan at the desk while we work is noted too, unless it falls into the very call that sets it back', async () => {
    const lost: number[] = [];
    for (let at = 6; at <= 13; at += 1) {
      const odoo = new TestOdoo();
      await runOldScript(odoo, { ...asScript, tickets: [{ barcode: '1' }] });
      const wire = wireTo(odoo);
      wire.before = async (call) => {
        if (call === at) await odoo.call('event.registration', 'action_set_done', [[1]]);
      };
      await openOdoo(wire.transport).push(order);
      const { registrations, orders } = await odooState(odoo);
      assert.deepEqual(orders, ['BW-1 sale 33']);
      if (registrations[0] !== '1 done 1 BW-1 linked') lost.push(at);
    }
    // 9 makes the lines, 12 confirms
    assert.deepEqual(lost, [9, 12]);
  });

  test('one archived registration that holds a barcode stops the whole import', async () => {
    const odoo = new TestOdoo();
    await odoo.call('event.registration', 'create', [{ event_id: 1, barcode: '1', active: false }]);
    await assert.rejects(runOldScript(odoo, asScript), /Barcode should be unique/);
    const { registrations } = await told(odoo, order);
    assert.deepEqual(registrations, ['1 open 1 BW-1 linked', '2 done 1 BW-1 linked', '3 open 1 BW-1 linked']);
  });

  test('an order that a person confirmed has registrations twice: those of Odoo, and those of the import', async () => {
    for (const guard of [false, true]) {
      const odoo = new TestOdoo();
      const partner_id = await odoo.call('res.partner', 'create', [
        { name: 'Jean', email: 'jean@email.com' },
      ]);
      const { id: product_id } = await odoo.one('product.product', [['barcode', '=', 'BW-LUGE-4T']]);
      const order_line = [[0, 0, { product_id, product_uom_qty: 3, event_id: 1, price_unit: 11 }]];
      await odoo.call('sale.order', 'create', [{ partner_id, client_order_ref: 'BW-1', order_line }]);
      await odoo.call('sale.order', 'action_confirm', [[1]]);
      if (guard) await told(odoo, order);
      else await runOldScript(odoo, asScript);
      assert.equal((await odoo.all('event.registration')).length, guard ? 3 : 6);
      assert.equal((await odoo.one('sale.order', [])).amount_total, guard ? 33 : 66);
    }
  });

  test('a buyer who writes the address in capitals is two people', async () => {
    for (const guard of [false, true]) {
      const odoo = new TestOdoo();
      await odoo.call('res.partner', 'create', [{ name: 'Jean', email: 'JEAN@EMAIL.COM' }]);
      if (guard) await told(odoo, order);
      else await runOldScript(odoo, asScript);
      assert.equal((await odoo.all('res.partner')).length, guard ? 1 : 2);
    }
  });

  test('a call that timed out and was carried out all the same is made twice', async () => {
    const odoo = new TestOdoo();
    for (let time = 0; time < 2; time += 1)
      await odoo.call('sale.order', 'create', [
        {
          partner_id: await odoo.call('res.partner', 'create', [{ name: 'Jean' }]),
          client_order_ref: 'BW-1',
        },
      ]);
    assert.equal((await odoo.all('sale.order')).length, 2);
  });
});

describe('an Odoo that hangs for a minute', () => {
  const timeout = () => new TransportFault('timeout', 'No answer within 60000 ms');

  test('and carried out what it was asked is looked at before anything is asked again, at every call', async () => {
    const clean = await told(new TestOdoo(), order);
    for (let hang = 1; hang <= 12; hang += 1) {
      const odoo = new TestOdoo();
      const wire = wireTo(odoo);
      wire.after = (call) => {
        if (call === hang) throw timeout();
      };
      const { push } = openOdoo(wire.transport);
      await assert.rejects(push(order), (error: PeerTrouble) => error.kind === 'unavailable');
      assert.deepEqual(await told(odoo, order), clean, `hung at call ${hang}`);
    }
  });

  test('and commits only after the next try began, makes nothing twice', async () => {
    const clean = await told(new TestOdoo(), order);
    for (let late = 3; late <= 14; late += 1) {
      const odoo = new TestOdoo();
      const wire = wireTo(odoo);
      // the call is given up here, and carried out there three calls later
      let body: string | undefined;
      const inner = wire.transport;
      const transport: typeof inner = async (request) => {
        if (wire.calls + 1 === late && body === undefined) {
          body = request.body;
          wire.calls += 1;
          throw timeout();
        }
        if (body !== undefined && wire.calls === late + 3) {
          const text = body;
          wire.calls += 1;
          await odoo.send('/jsonrpc', text);
        }
        return inner(request);
      };
      await assert.rejects(
        openOdoo(transport).push(order),
        (error: PeerTrouble) => error.kind === 'unavailable',
      );
      for (let time = 0; time < 3; time += 1) await openOdoo(transport).push(order);
      assert.deepEqual(await odooState(odoo), clean, `late was call ${late}`);
    }
  });
});

describe('a key that expires', () => {
  test('in the middle ends the work as a matter of credentials, at whichever call, and a new one goes on', async () => {
    const clean = await told(new TestOdoo(), order);
    for (const protocol of ['json-rpc', 'json-2']) {
      for (let end = 1; end <= 12; end += 1) {
        const odoo = new TestOdoo();
        const wire = wireTo(odoo);
        wire.before = (call) => {
          if (call === end) odoo.odoo.keys.delete('demo-odoo');
        };
        const { push } = openOdoo(wire.transport, { settings: { protocol } });
        await assert.rejects(push(order), (error: PeerTrouble) => error.kind === 'credentials');
        const user = odoo.odoo.users.find(({ uid }) => uid === 7);
        assert.ok(user);
        odoo.odoo.keys.set('new-key', user);
        const again = openOdoo(wireTo(odoo).transport, { settings: { protocol }, key: 'new-key' });
        for (const outcome of await again.push(order)) assert.ok('done' in outcome);
        assert.deepEqual(await odooState(odoo), clean, `${protocol}: the key ended before call ${end}`);
      }
    }
  });
});

test('in bulk, a ticket takes at most 0.08 calls, the looks before and after with them', async () => {
  for (const tickets_each of [1, 2]) {
    const odoo = new TestOdoo();
    const wire = wireTo(odoo);
    let tickets = 0;
    for (let batch = 0; batch < 2; batch += 1) {
      const orders = Array.from({ length: 200 }, (_, at): MadeOrder => {
        const id = batch * 200 + at + 1;
        tickets += tickets_each;
        const all = Array.from({ length: tickets_each }, (_, n) => ({
          barcode: `${id}-${n}`,
          used: at % 3 === 0,
        }));
        return { id, email: `buyer${id}@x.fr`, tickets: all };
      });
      // as the hub does it: opened anew for each batch
      const outcomes = await openOdoo(wire.transport).push(...orders);
      assert.ok(outcomes.every((outcome) => 'done' in outcome));
    }
    assert.equal((await odoo.all('event.registration')).length, tickets);
    const ratio = wire.calls / tickets;
    assert.ok(ratio <= 0.08, `${wire.calls} calls for ${tickets} tickets: ${ratio}`);
  }
});
