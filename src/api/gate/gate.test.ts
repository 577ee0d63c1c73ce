import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openApi, type ApiClient, type ApiOffice } from '../../../test/fixtures/api-office.ts';
import { soldTickets, type SoldTickets } from '../../../test/fixtures/sold-tickets.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { blockTicket } from '../../office/admission/block.ts';

async function openHouse(store: TestStore) {
  const sold = await store.write((tx) => soldTickets(tx, { tickets: 3 }));
  const { organizer_id, event_id } = sold;
  const api = await openApi(store);
  const manager = await api.openMember({ organizer_id, role: 'manager' });
  const stranger = await store.write((tx) => soldTickets(tx));
  const other = await api.openMember({ organizer_id: stranger.organizer_id, role: 'manager' });
  const reader = await api.openMember({ organizer_id, role: 'read_only' });
  const { id: control_point_id } = await manager.client.create_control_point({
    body: { name: 'Porte Nord', event_id },
  });
  return {
    ...{ sold, organizer_id, event_id, control_point_id, api },
    manager: manager.client,
    other: other.client,
    reader: reader.client,
    joinDevice: (name: string, role: 'gate' | 'gate_lead' = 'gate') =>
      joinDevice(api, manager.client, { name, role, control_point_id }),
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

async function joinDevice(
  api: ApiOffice,
  manager: ApiClient,
  wish: { name: string; role: 'gate' | 'gate_lead'; control_point_id: number },
): Promise<ApiClient> {
  const { code } = await manager.make_device_code({ body: wish });
  const { token } = await api.clientWith({}).join_device({ body: { code } });
  return api.clientWith({ authorization: `Bearer ${token}` });
}

const codeOfTicket = ({ tickets }: SoldTickets, index: number): string => tickets[index]?.code ?? '';

onEachStore('the gate of /api', (open) => {
  test('has control points that are made, changed and taken away, each of one organizer alone', async () => {
    await using house = await openHouse(open());
    const { manager, control_point_id: id } = house;
    const changed = await manager.change_control_point({
      params: { id },
      body: { direction: 'both', exit_rule: 'counted', price_ids: [house.sold.price_id] },
    });
    assert.deepEqual(changed, {
      id,
      event_id: house.event_id,
      name: 'Porte Nord',
      direction: 'both',
      price_ids: [house.sold.price_id],
      session_ids: [],
      exit_rule: 'counted',
    });
    assert.deepEqual((await house.reader.list_control_points({})).items, [changed]);
    assert.deepEqual((await house.other.list_control_points({})).items, []);
    const touch = { params: { id }, body: { name: 'x' } };
    assert.equal(await codeOf(house.other.change_control_point(touch)), 'not_found');
    assert.equal(await codeOf(house.reader.change_control_point(touch)), 'forbidden');
    assert.equal(await codeOf(house.other.delete_control_point({ params: { id } })), 'not_found');
    await manager.delete_control_point({ params: { id } });
    assert.deepEqual((await manager.list_control_points({})).items, []);
  });

  test('lets a ticket in once, says then where it was used, and answers the same attempt as before', async () => {
    await using house = await openHouse(open());
    const [north, south] = [await house.joinDevice('Nord 1'), await house.joinDevice('Nord 2')];
    const body = { code: codeOfTicket(house.sold, 0), nonce: 'attempt-1', operator: 'Léa' };
    const first = await north.scan({ body });
    assert.deepEqual([first.outcome, first.refusal, first.price], ['admitted', null, 'Plein tarif']);
    const again = await north.scan({ body });
    assert.deepEqual([again.outcome, again.repeated, again.scan_id], ['admitted', true, first.scan_id]);
    // the same mark of another device is another attempt
    const second = await south.scan({ body });
    assert.deepEqual(
      [second.outcome, second.refusal, second.last_use, second.last_used_at],
      [
        'refused',
        'already_used',
        { control_point: 'Porte Nord', device: 'Nord 1', operator: 'Léa' },
        first.last_used_at,
      ],
    );
    const byId = { ticket_id: house.sold.tickets[1]?.ticket_id ?? 0, nonce: 'attempt-2' };
    assert.equal((await south.scan({ body: byId })).outcome, 'admitted');
    assert.equal(await codeOf(house.reader.scan({ body })), 'forbidden');
    assert.equal(await codeOf(north.scan({ body: { nonce: 'attempt-3' } })), 'invalid_input');
    const strangers = await house.other.scan({ body });
    assert.deepEqual([strangers.refusal, strangers.ticket_id], ['unknown', null]);
  });

  test('tells of single tickets as of all, and nothing of those of another organizer or event', async () => {
    await using house = await openHouse(open());
    const { organizer_id, event_id, api, sold } = house;
    const elsewhere = await open().write((tx) => soldTickets(tx, { organizer_id }));
    const device = await house.joinDevice('Nord 1');
    await device.scan({ body: { code: codeOfTicket(sold, 0), nonce: 'attempt-1' } });
    const ids = [...sold.tickets, ...elsewhere.tickets].map(({ ticket_id }) => ticket_id);
    const all = await device.gate_tickets({ params: { id: event_id }, query: {} });
    const named = await device.named_gate_tickets({ query: { ids } });
    assert.deepEqual(named.items.slice(0, 3), all.items);
    assert.equal(named.items[0]?.entitlements[0]?.inside, true);
    assert.equal(named.items.length, 4);
    const one = await api.openMember({ organizer_id, role: 'gate', event_id });
    assert.deepEqual((await one.client.named_gate_tickets({ query: { ids } })).items, all.items);
    assert.deepEqual((await house.other.named_gate_tickets({ query: { ids } })).items, []);
    assert.equal(await codeOf(house.other.named_gate_tickets({ query: { ids: [] } })), 'invalid_input');
  });

  test('tells a device what is to be looked at: the alert of a price, and answers that are marked for the gate', async () => {
    await using house = await openHouse(open());
    const { manager, event_id, sold } = house;
    const alert = { gate_alert: 'Carte d’étudiant' };
    await manager.change_price({ params: { id: sold.price_id }, body: alert });
    const question = { event_id, scope: 'ticket', label: 'Allergie' } as const;
    const shown = await manager.create_question({ body: { ...question, at_gate: true } });
    const kept = await manager.create_question({ body: { ...question, label: 'Journal intime' } });
    const of_order = await manager.create_question({
      body: { ...question, scope: 'order', label: 'Groupe', at_gate: true },
    });
    const ticket_id = sold.tickets[0]?.ticket_id ?? 0;
    const { organizer_id, order_id } = sold;
    await open().write(async (tx) => {
      for (const { question: of, ticket } of [
        { question: shown, ticket: ticket_id },
        { question: kept, ticket: ticket_id },
        { question: of_order, ticket: null },
        { question: shown, ticket: sold.tickets[1]?.ticket_id ?? 0 },
      ]) {
        const answer = { organizer_id, order_id, question_id: of.id, ticket_id: ticket, label: of.label };
        const row = {
          id: await tx.id(),
          ...answer,
          value: `${of.label} ${ticket === ticket_id ? 'A' : 'B'}`,
        };
        await tx.db.insertInto('answer').values(row).execute();
      }
    });
    const device = await house.joinDevice('Nord 1');
    const answers = [
      { label: 'Groupe', value: 'Groupe B' },
      { label: 'Allergie', value: 'Allergie A' },
    ];
    const page = await device.gate_tickets({ params: { id: event_id }, query: {} });
    assert.deepEqual(page.items.find(({ id }) => id === ticket_id)?.answers, answers);
    const scan = await device.scan({ body: { ticket_id, nonce: 'attempt-1' } });
    assert.deepEqual([scan.alert, scan.answers], ['Carte d’étudiant', answers]);
    const setup = await device.gate_setup({});
    assert.deepEqual(
      setup.events[0]?.prices.map(({ gate_alert }) => gate_alert),
      ['Carte d’étudiant'],
    );
  });

  test('lets pass against the ladder for those alone who may, with a reason', async () => {
    await using house = await openHouse(open());
    const device = await house.joinDevice('Nord 1');
    const scan = { code: codeOfTicket(house.sold, 0), nonce: 'attempt-1' };
    await device.scan({ body: scan });
    const forced = { ...scan, nonce: 'attempt-2', force: { reason: 'came out by mistake' } };
    assert.equal(await codeOf(device.scan({ body: forced })), 'forbidden');
    const answer = await house.manager.scan({ body: forced });
    assert.deepEqual([answer.outcome, answer.forced, answer.used], ['admitted', true, 2]);
    const lead = await house.joinDevice('Chef', 'gate_lead');
    assert.deepEqual(
      [(await device.gate_setup({})).may_force, (await lead.gate_setup({})).may_force],
      [false, true],
    );
    const scanned_at = new Date(open().surroundings.now()).toISOString();
    const late = { ...forced, nonce: 'attempt-3', scanned_at, let_in_offline: true };
    assert.equal(await codeOf(device.scan_batch({ body: { scans: [late] } })), 'forbidden');
    const [taken] = (await lead.scan_batch({ body: { scans: [late] } })).results;
    assert.deepEqual([taken?.outcome, taken?.forced, taken?.used], ['admitted', true, 3]);
    const noted = await open().read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select('reason')
        .where('subject_id', '=', taken?.scan_id ?? 0)
        .where('action', '=', 'scan.admitted')
        .executeTakeFirstOrThrow(),
    );
    assert.equal(noted.reason, 'came out by mistake');
  });

  test('takes in what devices scanned offline, once, and lists what two of them let in twice', async () => {
    await using house = await openHouse(open());
    const { surroundings } = open();
    const [north, south] = [await house.joinDevice('Nord 1'), await house.joinDevice('Sud 1')];
    const at = (ms: number): string => new Date(surroundings.now() + ms).toISOString();
    const scans = (nonce: string, ms: number, operator: string) => [
      { code: codeOfTicket(house.sold, 0), nonce, operator, scanned_at: at(ms), let_in_offline: true },
    ];
    const batch = { body: { scans: scans('north-0001', -60_000, 'Léa') } };
    const [taken] = (await north.scan_batch(batch)).results;
    const [repeated] = (await north.scan_batch(batch)).results;
    assert.deepEqual([taken?.outcome, repeated?.outcome, repeated?.repeated], ['admitted', 'admitted', true]);
    const later = await south.scan_batch({ body: { scans: scans('south-0001', -30_000, 'Sam') } });
    assert.equal(later.results[0]?.last_use?.operator, 'Léa');
    // whoever goes out and comes in again afterwards has nothing to do with it
    for (const direction of ['out', 'in'] as const)
      await north.scan({
        body: { code: codeOfTicket(house.sold, 0), nonce: `later ${direction}`, direction },
      });
    assert.deepEqual([later.results[0]?.outcome, later.results[0]?.refusal], ['conflict', 'already_used']);
    const { items } = await house.reader.list_conflicts({});
    const [conflict] = items;
    assert.equal(items.length, 1);
    assert.deepEqual(
      [conflict?.device, conflict?.operator, conflict?.control_point],
      ['Sud 1', 'Sam', 'Porte Nord'],
    );
    assert.deepEqual(
      [conflict?.other?.device, conflict?.other?.operator, conflict?.other?.scanned_at],
      ['Nord 1', 'Léa', at(-60_000)],
    );
    assert.deepEqual((await house.other.list_conflicts({})).items, []);
    const word = { params: { id: conflict?.id ?? 0 }, body: { resolution: 'rejected' as const } };
    assert.equal(await codeOf(house.other.resolve_conflict(word)), 'not_found');
    assert.equal(await codeOf(south.resolve_conflict(word)), 'forbidden');
    await house.manager.resolve_conflict(word);
    assert.equal(await codeOf(house.manager.resolve_conflict(word)), 'conflict_resolved');
    assert.deepEqual((await house.reader.list_conflicts({})).items, []);
    assert.equal((await house.reader.list_conflicts({ query: { resolved: true } })).items.length, 1);
  });

  test('keeps what a device refused offline as it was said, once, and judges it by nothing that is known now', async () => {
    await using house = await openHouse(open());
    const device = await house.joinDevice('Nord 1');
    const scanned_at = new Date(open().surroundings.now() - 60_000).toISOString();
    const known = {
      code: codeOfTicket(house.sold, 0),
      nonce: 'refused-0001',
      refused_offline: 'unpaid',
    } as const;
    const unknown = { code: '0000000000', nonce: 'refused-0002', refused_offline: 'unknown' } as const;
    const scans = [known, unknown].map((scan) => ({ ...scan, scanned_at, operator: 'Léa' }));
    for (const repeated of [false, true]) {
      const { results } = await device.scan_batch({ body: { scans } });
      assert.deepEqual(
        results.map((result) => [result.outcome, result.refusal, result.repeated, result.used]),
        [
          ['refused', 'unpaid', repeated, 0],
          ['refused', 'unknown', repeated, 0],
        ],
      );
    }
    assert.deepEqual((await house.reader.list_conflicts({})).items, []);
    const { by_refusal } = await house.reader.gate_figures({ params: { id: house.event_id } });
    assert.deepEqual(by_refusal, [
      { refusal: 'unknown', scans: 1 },
      { refusal: 'unpaid', scans: 1 },
    ]);
    const both = { ...known, scanned_at, nonce: 'refused-0003', let_in_offline: true };
    assert.equal(await codeOf(device.scan_batch({ body: { scans: [both] } })), 'invalid_input');
    // the holder has paid meanwhile, and comes in
    const body = { code: known.code, nonce: 'attempt-1' };
    assert.equal((await device.scan({ body })).outcome, 'admitted');
  });

  test('gives a device its event’s tickets page by page, and then what has changed', async () => {
    await using house = await openHouse(open());
    const { surroundings, write } = open();
    const device = await house.joinDevice('Nord 1');
    const setup = await device.gate_setup({});
    assert.deepEqual(
      [setup.device?.name, setup.control_point?.name, setup.events.map(({ id }) => id)],
      ['Nord 1', 'Porte Nord', [house.event_id]],
    );
    const params = { id: house.event_id };
    const first = await device.gate_tickets({ params, query: { limit: 2 } });
    const { next_cursor: cursor } = first;
    const rest = await device.gate_tickets({ params, query: { limit: 2, cursor } });
    assert.deepEqual([first.complete, rest.complete], [false, true]);
    assert.deepEqual(
      [...first.items, ...rest.items].map(({ id, codes, state }) => [id, codes, state]),
      house.sold.tickets.map(({ ticket_id, code }) => [ticket_id, [code], 'valid']),
    );
    surroundings.advance(60_000);
    const settled = await device.gate_tickets({ params, query: { cursor: rest.next_cursor } });
    surroundings.advance(60_000);
    await device.scan({ body: { code: codeOfTicket(house.sold, 1), nonce: 'attempt-1' } });
    const [, , third] = house.sold.tickets;
    const { organizer_id } = house;
    await write((tx) =>
      blockTicket(tx, { organizer_id, ticket_id: third?.ticket_id ?? 0, blocked: true, reason: 'lost' }),
    );
    const changes = await device.gate_tickets({ params, query: { cursor: settled.next_cursor } });
    assert.deepEqual(
      changes.items.map(({ id, blocked, entitlements }) => [id, blocked, entitlements[0]?.used]),
      [
        [house.sold.tickets[1]?.ticket_id, false, 1],
        [third?.ticket_id, true, 0],
      ],
    );
    assert.equal(changes.items[0]?.entitlements[0]?.control_point_id, house.control_point_id);
    assert.equal(await codeOf(house.other.gate_tickets({ params })), 'not_found');
    assert.equal(await codeOf(house.reader.gate_tickets({ params })), 'forbidden');
    assert.equal(await codeOf(device.gate_tickets({ params, query: { cursor: 'x' } })), 'invalid_input');
  });

  test('counts who is in, by session and by control point, and shows how ready the devices are', async () => {
    await using house = await openHouse(open());
    const device = await house.joinDevice('Nord 1');
    const body = { code: codeOfTicket(house.sold, 0), nonce: 'attempt-1' };
    await device.scan({ body });
    await device.scan({ body: { ...body, nonce: 'attempt-2' } });
    const figures = await house.reader.gate_figures({ params: { id: house.event_id } });
    assert.deepEqual([figures.total, figures.scanned, figures.inside], [3, 1, 1]);
    assert.deepEqual(figures.by_control_point, [
      {
        control_point_id: house.control_point_id,
        name: 'Porte Nord',
        entries: 1,
        exits: 0,
        refused: 1,
        conflicts: 0,
      },
    ]);
    assert.deepEqual(figures.by_refusal, [{ refusal: 'already_used', scans: 1 }]);
    assert.deepEqual(figures.by_quarter, [
      { from: '2026-05-15T08:30:00.000Z', entries: 1, exits: 0, refused: 1 },
    ]);
    assert.equal(await codeOf(house.other.gate_figures({ params: { id: house.event_id } })), 'not_found');
    const report = { tickets: 3, fresh_at: null, queue: 2, rejected: 0, operator: 'Léa' };
    await device.report_readiness({ body: report });
    assert.equal(await codeOf(house.manager.report_readiness({ body: report })), 'forbidden');
    const { devices } = await house.reader.list_readiness({});
    assert.deepEqual(
      devices.map(({ name, report: said }) => [name, said?.operator, said?.tickets, said?.queue]),
      [['Nord 1', 'Léa', 3, 2]],
    );
    assert.deepEqual((await house.other.list_readiness({})).devices, []);
  });
});
