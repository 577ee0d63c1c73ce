import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../test/stores.ts';
import { undoEntries } from '../office/admission/undo.ts';
import { scanCode } from '../office/admission/scan.ts';
import { recordPayment } from '../office/selling/payments.ts';
import { takeNotice, tellersOf, type Notice } from './notices.ts';
import { openToyHub, toyRecords, type ToyHub } from '../../test/fixtures/toy-hub.ts';
import { ToySystem } from '../../test/fixtures/toy-system.ts';

/** A platform that sells, and a desk that scans what it has sold. */
async function openDesk(office: TestStore, topics: readonly string[] = ['scan']) {
  const [platform, desk] = [new ToySystem('platform'), new ToySystem('desk', ['scan'])];
  const hub = await openToyHub(office, platform, desk);
  const platformKey = await hub.connect(platform, { topics: ['scan'] });
  const deskKey = await hub.connect(desk, { topics });
  // what it is told of an order, it has a name for
  desk.answer = (delivery) => ({
    done: true,
    links:
      delivery.topic === 'scan'
        ? []
        : delivery.order.tickets.map(({ ticket }) => ({
            kind: 'ticket' as const,
            local_id: ticket.id,
            foreign_id: `R${ticket.id}`,
          })),
  });
  return { platform, desk, hub, platformKey, deskKey };
}

async function notice(office: TestStore, hub: ToyHub, told: Partial<Notice> & { barcode: string }) {
  const { organizer_id, parts } = hub;
  const { barcode } = told;
  return office.write(async (tx) => {
    const wish = { organizer_ids: [organizer_id], connection_id: undefined, barcode };
    const [teller] = await tellersOf(tx, parts, wish);
    assert.ok(teller);
    return takeNotice(tx, parts, teller, { event_ref: undefined, told_at: undefined, payload: {}, ...told });
  });
}

async function usesOf({ read }: TestStore, organizer_id: number) {
  const { used } = await read((rx) =>
    rx.db
      .selectFrom('entitlement')
      .select((eb) => eb.fn.coalesce(eb.fn.sum<number>('used'), eb.lit(0)).as('used'))
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirstOrThrow(),
  );
  const scans = await read((rx) =>
    rx.db.selectFrom('scan').select('id').where('organizer_id', '=', organizer_id).execute(),
  );
  return { used, scans: scans.length };
}

/** Barcodes of tickets that are sold and paid here. */
async function soldCodes({ read, write }: TestStore, hub: ToyHub, quantity: number): Promise<string[]> {
  const { organizer_id } = hub;
  const order_id = await hub.sell(quantity);
  await write((tx) => recordPayment(tx, { organizer_id, order_id, method: 'card', amount: quantity * 1100 }));
  const rows = await read((rx) =>
    rx.db
      .selectFrom('barcode')
      .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
      .select('barcode.code')
      .where('ticket.order_id', '=', order_id)
      .orderBy('ticket.id')
      .execute(),
  );
  return rows.map(({ code }) => code);
}

async function scanHere({ write, surroundings }: TestStore, hub: ToyHub, code: string): Promise<void> {
  const { organizer_id } = hub;
  const scan = { organizer_id, code, direction: 'in', scanned_at: surroundings.now() } as const;
  assert.equal((await write((tx) => scanCode(tx, { ...scan, source: 'gate' }))).outcome, 'admitted');
}

onEachStore('a scan told by another system', (open) => {
  test('uses the ticket and goes to the platform that sold it, not back to who told it', async () => {
    const office = open();
    const { platform, desk, hub, platformKey, deskKey } = await openDesk(office);
    platform.records = toyRecords(2);
    await hub.runner.pull(platformKey);
    assert.equal(await notice(office, hub, { barcode: 'FAIR1000', event_ref: 'Fair' }), 'used');
    await hub.runner.deliver(platformKey);
    await hub.runner.deliver(deskKey);
    assert.deepEqual(desk.told, []);
    const [scan, ...more] = platform.told;
    assert.ok(scan?.topic === 'scan');
    assert.deepEqual(
      [scan.scan.ticket.ref, scan.scan.event.ref, scan.scan.codes, scan.scan.direction, more.length],
      ['Fair 0', 'Fair', ['FAIR1000'], 'in', 0],
    );
  });

  test('of before a use was taken back is what that system has yet to hear of, and a later one counts', async () => {
    const office = open();
    const { desk, hub, deskKey } = await openDesk(office, ['order', 'scan']);
    const { organizer_id } = hub;
    const [code = ''] = await soldCodes(office, hub, 1);
    await scanHere(office, hub, code);
    await hub.runner.deliver(deskKey);
    const says = async (scanned_at: number) => {
      desk.records = [{ kind: 'scan', ref: '1', barcode: code, direction: 'in', scanned_at }];
      await hub.runner.pull(deskKey);
      return (await usesOf(office, organizer_id)).used;
    };
    const told_at = office.surroundings.now();
    office.surroundings.advance(60_000);
    await office.write(async (tx) => {
      const sold = tx.db.selectFrom('barcode').select('ticket_id').where('code', '=', code);
      const { ticket_id } = await sold.executeTakeFirstOrThrow();
      await undoEntries(tx, { organizer_id, ticket_id: ticket_id ?? 0 });
    });
    assert.equal(await says(told_at), 0);
    office.surroundings.advance(60_000);
    assert.equal(await says(office.surroundings.now()), 1);
  });

  test('on the behalf of a system is told to that system too, now or once its ticket has come', async () => {
    const office = open();
    const { platform, desk, hub, platformKey, deskKey } = await openDesk(office, ['order', 'scan']);
    platform.records = toyRecords(2);
    await notice(office, hub, { barcode: 'FAIR1001', on_behalf: true });
    await hub.runner.pull(platformKey);
    await notice(office, hub, { barcode: 'FAIR1000', on_behalf: true });
    // what the system writes then comes back as its own word
    for (const barcode of ['FAIR1000', 'FAIR1001'])
      assert.equal(await notice(office, hub, { barcode }), 'already');
    for (const key of [platformKey, deskKey, deskKey]) await hub.runner.deliver(key);
    for (const { told } of [platform, desk]) {
      const codes = told.flatMap((each) => (each.topic === 'scan' ? each.scan.codes : []));
      assert.deepEqual(codes.toSorted(), ['FAIR1000', 'FAIR1001']);
    }
  });

  test('and lost by the platform that had taken it is told again by a whole pull, once', async () => {
    const office = open();
    const { platform, hub, platformKey } = await openDesk(office);
    platform.records = toyRecords(3);
    await hub.runner.pull(platformKey);
    await notice(office, hub, { barcode: 'FAIR1000' });
    await hub.runner.pull(platformKey, { full: true });
    await hub.runner.deliver(platformKey);
    assert.equal(platform.told.length, 1, 'what waits to leave is not told twice');
    const repeats = async (): Promise<number> => {
      const before = platform.told.length;
      office.surroundings.advance(1_000);
      await hub.runner.pull(platformKey, { full: true });
      office.surroundings.advance(1_000);
      await hub.runner.deliver(platformKey);
      return platform.told.length - before;
    };
    const used = platform.records.map((record) =>
      record.kind === 'ticket' && record.barcode === 'FAIR1000'
        ? { ...record, used: { at: 1_750_000_000_500 } }
        : record,
    );
    platform.records = used;
    assert.equal(await repeats(), 0, 'it has it');
    platform.records = toyRecords(3);
    assert.equal(await repeats(), 1);
    const [, again] = platform.told;
    assert.deepEqual(again?.topic === 'scan' && [again.scan.codes, again.scan.direction], [
      ['FAIR1000'],
      'in',
    ]);
    assert.equal(await repeats(), 0);
  });

  test('of a barcode that two platforms gave is settled by the event, and by nobody where none is told', async () => {
    const office = open();
    const [fair, show] = [new ToySystem('fair'), new ToySystem('show')];
    const hub = await openToyHub(office, fair, show);
    const keys = [
      await hub.connect(fair, { topics: ['scan'] }),
      await hub.connect(show, { topics: ['scan'] }),
    ];
    fair.records = toyRecords(1);
    show.records = toyRecords(1, 'Show').map((record) =>
      record.kind === 'ticket' ? { ...record, barcode: 'FAIR1000' } : record,
    );
    for (const key of keys) await hub.runner.pull(key);
    assert.equal(await notice(office, hub, { barcode: 'FAIR1000' }), 'ambiguous');
    assert.equal((await usesOf(office, hub.organizer_id)).used, 0);
    assert.equal(await notice(office, hub, { barcode: 'FAIR1000', event_ref: 'Show' }), 'used');
    assert.equal((await usesOf(office, hub.organizer_id)).used, 1);
    for (const key of keys) await hub.runner.deliver(key);
    assert.deepEqual([fair.told.length, show.told.length], [0, 1]);
  });

  test('of tickets that a platform does not know is settled many at a time, and the others go one by one in their order', async () => {
    const office = open();
    const { platform, hub, platformKey } = await openDesk(office);
    platform.push_batch_max = 1;
    platform.records = toyRecords(3);
    await hub.runner.pull(platformKey);
    const own = await soldCodes(office, hub, 60);
    for (const code of [...own.slice(0, 30), 'FAIR1002', ...own.slice(30), 'FAIR1000', 'FAIR1001'])
      await scanHere(office, hub, code);
    const before = office.store.handedIn();
    assert.equal((await hub.runner.deliver(platformKey))?.delivered, 63);
    assert.deepEqual(
      platform.told.flatMap((each) => (each.topic === 'scan' ? each.scan.codes : [])),
      ['FAIR1002', 'FAIR1000', 'FAIR1001'],
    );
    assert.deepEqual(platform.calls.filter((call) => call === 'push').length, 3, 'one scan a call');
    assert.ok(office.store.handedIn() - before < 20, 'not a command for each');
  });

  test('five times at once is done once', async () => {
    const office = open();
    const { platform, hub, platformKey } = await openDesk(office);
    platform.records = toyRecords(2);
    await hub.runner.pull(platformKey);
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => notice(office, hub, { barcode: 'FAIR1000' })),
    );
    assert.deepEqual(outcomes.toSorted(), ['already', 'already', 'already', 'already', 'used']);
    assert.deepEqual(await usesOf(office, hub.organizer_id), { used: 1, scans: 1 });
    assert.equal((await hub.runner.deliver(platformKey))?.delivered, 1);
    assert.equal(platform.told.length, 1);
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('notice')
        .select(['times', 'outcome'])
        .where('organizer_id', '=', hub.organizer_id)
        .execute(),
    );
    assert.deepEqual(
      rows.map((row) => ({ ...row })),
      [{ times: 5, outcome: 'already' }],
    );
  });

  test('of a ticket that is not here yet waits for the pull that brings it', async () => {
    const office = open();
    const { platform, hub, platformKey } = await openDesk(office);
    assert.equal(await notice(office, hub, { barcode: 'FAIR1001', told_at: 1_750_000_001_000 }), 'unknown');
    platform.records = toyRecords(2);
    await hub.runner.pull(platformKey);
    assert.deepEqual(await usesOf(office, hub.organizer_id), { used: 1, scans: 1 });
    await hub.runner.deliver(platformKey);
    assert.equal(platform.told.length, 1);
    assert.equal(platform.told[0]?.topic === 'scan' && platform.told[0].scan.scanned_at, 1_750_000_001_000);
  });

  test('whose webhook was lost is found when its system is pulled, and told to nobody twice', async () => {
    const office = open();
    const { platform, desk, hub, platformKey, deskKey } = await openDesk(office);
    platform.records = toyRecords(3);
    await hub.runner.pull(platformKey);
    await notice(office, hub, { barcode: 'FAIR1000' });
    const scan = { kind: 'scan', direction: 'in', scanned_at: 1_750_000_100_000 } as const;
    desk.records = [
      { ...scan, ref: '1', barcode: 'FAIR1000' },
      { ...scan, ref: '2', barcode: 'FAIR1001' },
      { ...scan, ref: '3', barcode: 'NOBODYS' },
    ];
    assert.equal((await hub.runner.pull(deskKey))?.counts.changed, 1);
    assert.equal((await hub.runner.pull(deskKey, { full: true }))?.counts.changed, 0);
    await hub.runner.deliver(platformKey);
    assert.deepEqual(
      platform.told.flatMap((each) => (each.topic === 'scan' ? each.scan.codes : [])).toSorted(),
      ['FAIR1000', 'FAIR1001'],
    );
    assert.equal((await hub.runner.deliver(deskKey))?.delivered, 0);
  });

  test('and used at our own gate changes nothing, whoever came first', async () => {
    const office = open();
    const { platform, hub, platformKey } = await openDesk(office);
    platform.records = toyRecords(2);
    await hub.runner.pull(platformKey);
    const { organizer_id } = hub;
    const attempt = { organizer_id, code: 'FAIR1000', direction: 'in', source: 'gate' } as const;
    assert.equal((await office.write((tx) => scanCode(tx, attempt))).outcome, 'admitted');
    assert.equal(await notice(office, hub, { barcode: 'FAIR1000' }), 'already');
    assert.equal((await usesOf(office, organizer_id)).used, 1);
    await hub.runner.deliver(platformKey);
    assert.equal(platform.told.length, 1);
  });

  test('of a platform is told to the desk once its ticket is known there', async () => {
    const office = open();
    const [platform, desk] = [new ToySystem('platform'), new ToySystem('desk', ['scan'])];
    const hub = await openToyHub(office, platform, desk);
    const platformKey = await hub.connect(platform);
    const deskKey = await hub.connect(desk);
    const records = toyRecords(1);
    platform.records = records;
    await hub.runner.pull(platformKey);
    // the order is read, and while it is on its way the ticket is used
    desk.answer = (delivery) =>
      delivery.topic === 'order'
        ? {
            done: true,
            links: delivery.order.tickets.map(({ ticket }) => ({
              kind: 'ticket' as const,
              local_id: ticket.id,
              foreign_id: `R${ticket.id}`,
            })),
          }
        : { done: true };
    desk.before = async (call) => {
      if (call > 1) return;
      platform.records = records.map((record) =>
        record.kind === 'ticket' ? { ...record, used: { at: 1_750_000_200_000 } } : record,
      );
      await hub.runner.pull(platformKey, { full: true });
    };
    await hub.runner.deliver(deskKey);
    office.surroundings.advance(31_000);
    await hub.runner.deliver(deskKey);
    const topics = desk.told.map(({ topic }) => topic);
    assert.deepEqual([topics[0], topics.filter((topic) => topic === 'scan').length], ['order', 1]);
    assert.equal((await hub.runner.deliver(platformKey))?.delivered, 0);
  });
});
