import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { checkArchive } from '../../office/counter/archive-check.ts';
import { counterJournals } from '../../office/counter/archive.ts';
import { verifyJournal } from '../../office/counter/verify-journal.ts';

async function openTill(office: TestStore) {
  const { organizer_id } = await office.write((tx) => openEvent(tx, 1));
  const api = await openApi(office, { printer_networks: ['127.0.0.1'] });
  const { client: manager } = await api.openMember({ organizer_id, role: 'manager' });
  const { client } = await api.openMember({ organizer_id, role: 'counter' });
  const counter_id = (await manager.create_counter({ body: { name: 'Bar' } })).id;
  const cash = (await manager.create_payment_mode({ body: { name: 'Espèces', method: 'cash' } })).id;
  return {
    ...{ organizer_id, manager, client, counter_id, cash },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

const note = (value: number, count: number) => ({ kind: 'note' as const, value, count });
const coin = (value: number, count: number) => ({ kind: 'coin' as const, value, count });

async function bytesOf(body: Promise<Readable | Uint8Array>): Promise<Buffer> {
  const sent = await body;
  return Buffer.concat(sent instanceof Uint8Array ? [sent] : ((await sent.toArray()) as Uint8Array[]));
}

onEachStore('the drawer of a till', (open) => {
  test('is counted by coins and notes, which the journal keeps and every later look shows', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, counter_id, organizer_id, cash } = till;
    const float = [note(2000, 2), coin(100, 10)];
    const opening = { counter_id, opening_amount: 5000 };
    const wrong = { ...opening, pieces: [note(2000, 1)] };
    assert.equal(await codeOf(client.open_counter_session({ body: wrong })), 'invalid_input');
    const twice = { ...opening, pieces: [note(2000, 1), note(2000, 1), coin(100, 10)] };
    assert.equal(await codeOf(client.open_counter_session({ body: twice })), 'invalid_input');
    const { id } = await client.open_counter_session({ body: { ...opening, pieces: float } });
    const params = { id };
    const free = { kind: 'free' as const, title: 'Consigne', quantity: 1, unit_amount: 250 };
    const payments = [{ payment_mode_id: cash }];
    await client.ring_up({ body: { counter_id, items: [free], payments } });
    const running = await client.find_counter_session({ params });
    assert.deepEqual(running.pieces, { opening: float, closing: [] });

    const counted = [note(2000, 2), coin(200, 5), coin(50, 5)];
    const body = { closing_amount: 5250, pieces: counted };
    const short = { params, body: { ...body, closing_amount: 5200 } };
    assert.equal(await codeOf(client.close_counter_session(short)), 'invalid_input');
    await client.close_counter_session({ params, body });
    const closed = await client.find_counter_session({ params });
    assert.deepEqual([closed.pieces, closed.session.difference], [{ opening: float, closing: counted }, 0]);

    const [journal] = await office.read((rx) => counterJournals(rx, organizer_id));
    const { damages } = await verifyJournal(office.store, journal!);
    assert.deepEqual(damages, []);

    // a sum alone is a count too
    const next = await client.open_counter_session({ body: opening });
    await client.close_counter_session({ params: { id: next.id }, body: { closing_amount: 5000 } });
    const plain = await client.find_counter_session({ params: { id: next.id } });
    assert.deepEqual(plain.pieces, { opening: [], closing: [] });
  });

  test('has its X and its Z on the paper of the till, whatever printer that is', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, manager, counter_id, cash } = till;
    const { id } = await client.open_counter_session({ body: { counter_id, opening_amount: 2000 } });
    const params = { id };
    const free = { kind: 'free' as const, title: 'Consigne', quantity: 2, unit_amount: 250 };
    const payments = [{ payment_mode_id: cash }];
    await client.ring_up({ body: { counter_id, items: [free], payments } });
    await client.move_cash({ params, body: { amount: -300, reason: 'Pain' } });
    const escpos = (language: 'fr' | 'en', columns: 32 | 42 = 42) =>
      bytesOf(client.session_report_escpos({ params, query: { language, columns } }));
    const x = await escpos('fr', 32);
    assert.deepEqual([...x.subarray(0, 2)], [0x1b, 0x40]);
    assert.match(x.toString('latin1'), /Rapport X[^]*Ventes \(1\) +5,00[^]*Pain +-3,00[^]*Attendu +22,00/);

    const pieces = [note(2000, 1), coin(100, 1)];
    await client.close_counter_session({ params, body: { closing_amount: 2100, pieces, notes: 'pressés' } });
    const z = (await escpos('en')).toString('latin1');
    assert.match(
      z,
      /Z report[^]*Counted +21\.00[^]*Difference +-1\.00[^]*1 x 20\.00 +20\.00[^]*Lines of the journal +1-5/,
    );
    const pdf = await bytesOf(client.session_report_pdf({ params, query: {} }));
    assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');

    const printed: Buffer[] = [];
    const printer = createServer((socket) =>
      socket.on('data', (part) => printed.push(typeof part === 'string' ? Buffer.from(part) : part)),
    );
    printer.listen(0, '127.0.0.1');
    await once(printer, 'listening');
    const { port } = printer.address() as AddressInfo;
    const print = () => client.print_session_report({ params, body: { counter_id, language: 'fr' } });
    assert.equal(await codeOf(print()), 'not_found');
    const there = { host: '127.0.0.1', port, columns: 42 as const, opens_drawer: true };
    await manager.set_counter_printer({ params: { id: counter_id }, body: { printer: there } });
    const ended = once(printer, 'connection').then(([socket]) => once(socket, 'close'));
    assert.deepEqual(await print(), { sent: true });
    await ended;
    const bytes = Buffer.concat(printed);
    assert.match(bytes.toString('latin1'), /Rapport Z/);
    // ESC p would open the drawer
    assert.equal(bytes.includes(Buffer.from([0x1b, 0x70])), false);
    printer.close();
    await once(printer, 'close');

    const other = await openTill(office);
    const strange = { params, query: {} };
    assert.equal(await codeOf(other.client.session_report_pdf(strange)), 'not_found');
    await other[Symbol.asyncDispose]();
  });

  test('has a journal that is taken away as an archive, and checked with nothing else at hand', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, manager, counter_id, cash } = till;
    const { id } = await client.open_counter_session({ body: { counter_id, opening_amount: 5000 } });
    const items = [{ kind: 'free' as const, title: 'Affiche', quantity: 2, unit_amount: 300 }];
    const sale = { counter_id, items, payments: [{ payment_mode_id: cash }] };
    await client.ring_up({ body: sale });
    await client.close_counter_session({ params: { id }, body: { closing_amount: 5600 } });
    const params = { id: counter_id };
    const archive = (await bytesOf(manager.counter_journal({ params, query: {} }))).toString();
    const rows = archive.split('\n').slice(0, -1);
    const whole = await checkArchive(from(rows));
    assert.deepEqual([whole.lines, whole.damages], [rows.length - 2, []]);
    assert.ok(whole.public_key !== null, 'the closing is signed');
    const forged = rows.map((row) => row.replace('Affiche', 'Afiche'));
    assert.notDeepEqual((await checkArchive(from(forged))).damages, []);
    const part = (
      await bytesOf(manager.counter_journal({ params, query: { first: 2, last: 3 } }))
    ).toString();
    assert.equal((await checkArchive(from(part.split('\n').slice(0, -1)))).lines, 2);
    const beyond = manager.counter_journal({ params, query: { last: 99 } });
    assert.equal(await codeOf(beyond), 'invalid_input');
    await using other = await openTill(office);
    assert.equal(await codeOf(other.manager.counter_journal({ params, query: {} })), 'not_found');
  });
});

async function* from(rows: readonly string[]): AsyncGenerator<string> {
  yield* rows;
}
