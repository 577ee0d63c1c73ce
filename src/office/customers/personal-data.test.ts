import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import type { Columns } from '../../store/column.ts';
import { personalColumns, tables, type NewRow, type TableName } from '../../store/tables.ts';
import { sealLedger } from '../ledger/seal.ts';
import { verifyLedger } from '../ledger/verify.ts';
import { eraseCustomer } from './erase.ts';
import { exportCustomer } from './export.ts';
import { findOrCreateCustomer } from './find-or-create.ts';
import { erasedColumns, keptColumns, reachedTables, type ReachedTable } from './personal-data.ts';

const isReached = (table: TableName): table is ReachedTable =>
  (reachedTables as readonly TableName[]).includes(table);

test('every personal column is exported and erased, or kept for a reason that is written down', () => {
  const undecided = personalColumns().flatMap(({ table, columns }) =>
    columns
      .filter((column) => {
        const erased = isReached(table) && erasedColumns(table).includes(column);
        return !erased && keptColumns[`${table}.${column}`] === undefined;
      })
      .map((column) => `${table}.${column}`),
  );
  assert.deepEqual(undecided, [], 'decide in src/office/customers/personal-data.ts');
});

test('what is kept is still there, is personal, and has its reason', () => {
  for (const [name, reason] of Object.entries(keptColumns)) {
    const [table, column] = name.split('.') as [TableName, string];
    assert.ok((tables[table].columns as Columns)[column]?.spec.personal, name);
    assert.ok(reason.length > 10);
  }
});

/** A word of its own for each personal column of a row, so that it can be looked for everywhere. */
function marked(table: ReachedTable, mark: string): Record<string, string> {
  return Object.fromEntries(
    erasedColumns(table).map((column) => {
      const word = `${mark}-${table}-${column}`;
      return [column, /metadata|payload/.test(column) ? JSON.stringify({ word }) : word];
    }),
  );
}

const email = 'Person@Mark.fr';

/** An order of the customer with one row in every table that is reached, each personal column marked. */
async function buy(
  { write }: TestStore,
  of: { organizer_id: number; customer_id: number | null; mark: string; holder: Partial<NewRow<'ticket'>> },
): Promise<{ ticket: number }> {
  const { organizer_id, mark } = of;
  return write(async (tx) => {
    const [order, line, ticket] = [await tx.id(), await tx.id(), await tx.id()];
    const times = { created_at: tx.now, updated_at: tx.now };
    const money = { listed_amount: 1000, charged_amount: 1000 };
    const insert = <T extends TableName>(table: T, row: NewRow<T>) =>
      tx.db.insertInto(table).values(row).execute();
    await insert('order', {
      id: order,
      organizer_id,
      label: `label ${order}`,
      status: 0,
      channel: 'web',
      customer_id: of.customer_id,
      currency: 'EUR',
      secret: `secret ${order}`,
      ...times,
      ...marked('order', mark),
    });
    await insert('order_line', {
      id: line,
      organizer_id,
      order_id: order,
      kind: 'ticket',
      title: 'Plein tarif',
      quantity: 1,
      created_at: tx.now,
      ...money,
    });
    await insert('ticket', {
      id: ticket,
      organizer_id,
      order_id: order,
      order_line_id: line,
      event_id: 1,
      state: 'valid',
      ...money,
      ...times,
      ...marked('ticket', mark),
      ...of.holder,
    });
    const inOrder = { organizer_id, order_id: order };
    for (const ticket_id of [null, ticket]) {
      const value = `${mark}-answer-value-${ticket_id === null ? 'order' : 'ticket'}`;
      await insert('answer', { id: await tx.id(), ...inOrder, ticket_id, label: 'Âge', value });
    }
    await insert('payment', {
      id: await tx.id(),
      ...inOrder,
      method: 'card',
      amount: 1000,
      currency: 'EUR',
      paid_at: tx.now,
      created_at: tx.now,
      ...marked('payment', mark),
    });
    await insert('refund', {
      id: await tx.id(),
      ...inOrder,
      amount: 1,
      deduction: 0,
      currency: 'EUR',
      refunded_at: tx.now,
      created_at: tx.now,
      ...marked('refund', mark),
    });
    await insert('scan', {
      id: await tx.id(),
      organizer_id,
      ticket_id: ticket,
      code: '1234567',
      direction: 'in',
      outcome: 'admitted',
      source: 'gate',
      operator: 'Gate staff',
      scanned_at: tx.now,
      received_at: tx.now,
      ...marked('scan', mark),
    });
    await tx.db
      .insertInto('barcode')
      .values({ organizer_id, code: `C${ticket}`, issuer: '', ticket_id: ticket })
      .execute();
    await insert('notice', {
      id: await tx.id(),
      organizer_id,
      code: `C${ticket}`,
      told_at: tx.now,
      received_at: tx.now,
      payload: '',
      ...marked('notice', mark),
    });
    return { ticket };
  });
}

async function quarantine({ write }: TestStore, organizer_id: number, payloads: object[]): Promise<void> {
  await write(async (tx) => {
    await tx.db
      .insertInto('organizer')
      .values({
        id: organizer_id,
        slug: `o${organizer_id}`,
        name: 'Parc',
        zone: 'Europe/Paris',
        currency: 'EUR',
        created_at: tx.now,
      })
      .execute();
    const connection_id = await tx.id();
    const times = { created_at: tx.now, updated_at: tx.now };
    const connection = { id: connection_id, organizer_id, dialect: 'billetweb', name: 'BW', base_url: 'x' };
    await tx.db
      .insertInto('connection')
      .values({ ...connection, ...times })
      .execute();
    for (const [index, payload] of payloads.entries()) {
      const record = { id: await tx.id(), connection_id, kind: 'attendee', foreign_id: String(index) };
      await tx.db
        .insertInto('quarantine')
        .values({ ...record, reason: 'no session', payload: JSON.stringify(payload), ...times })
        .execute();
    }
  });
}

/** Everything in the database, as one text. */
async function dump({ read }: TestStore): Promise<string> {
  const all: unknown[] = [];
  for (const table of Object.keys(tables)) {
    all.push(await read(async (rx) => (await sql`select * from ${sql.table(table)}`.execute(rx.db)).rows));
  }
  return JSON.stringify(all);
}

async function somebody(opened: TestStore, organizer_id: number, mark: string): Promise<number> {
  return opened.write((tx) =>
    findOrCreateCustomer(tx, {
      organizer_id,
      email,
      first_name: `${mark}-first`,
      last_name: `${mark}-last`,
      phone: `${mark}-phone`,
      company: `${mark}-company`,
      vat_number: `${mark}-vat`,
      address_1: `${mark}-address-1`,
      address_2: `${mark}-address-2`,
      zip_code: `${mark}-zip`,
      city: `${mark}-city`,
      country: `${mark}-country`,
      metadata: { middle_name: `${mark}-middle` },
    }),
  );
}

let organizers = 5000;

onEachStore('a person’s data', (open) => {
  test('is exported whole, then erased everywhere, and the ledger stays verifiable', async () => {
    const opened = open();
    const organizer_id = (organizers += 1);
    const customer_id = await somebody(opened, organizer_id, 'MARK');
    const mine = { holder_email: email, holder_first_name: 'MARK-own', holder_last_name: 'MARK-own' };
    await buy(opened, { organizer_id, customer_id, mark: 'MARK', holder: mine });
    await quarantine(opened, organizer_id, [{ buyer: 'MARK-quarantined', email }]);

    await opened.write((tx) => sealLedger(tx));
    const exported = await opened.read((rx) => exportCustomer(rx, { organizer_id, customer_id }));
    const text = JSON.stringify(exported);
    const before = new Set((await dump(opened)).match(/MARK-[\w-]+/g));
    assert.ok(before.size > 20);
    for (const mark of before) assert.ok(text.includes(mark), `${mark} is not exported`);
    assert.doesNotMatch(text, /digest_salt|Gate staff|secret /);

    const counts = await opened.write((tx) =>
      eraseCustomer(tx, { organizer_id, customer_id, reason: 'asked by post' }),
    );
    assert.deepEqual(counts, {
      customer: 1,
      order: 1,
      ticket: 1,
      answer: 2,
      payment: 1,
      refund: 1,
      scan: 1,
      quarantine: 1,
      notice: 1,
    });
    const after = await dump(opened);
    assert.doesNotMatch(after, /MARK-|person@mark/i);
    assert.match(after, /Gate staff/);
    const emptied = await opened.read((rx) => exportCustomer(rx, { organizer_id, customer_id }));
    assert.equal(emptied.tables.order[0]!['label'], exported.tables.order[0]!['label']);
    await opened.write((tx) => sealLedger(tx));
    const { rows, broken } = await opened.read((rx) => verifyLedger(rx));
    assert.deepEqual(broken, []);
    assert.ok(rows >= 2);
  });

  test('of the holders in an order only the buyer is erased; as a holder in others’ orders too', async () => {
    const opened = open();
    const organizer_id = (organizers += 1);
    const customer_id = await somebody(opened, organizer_id, 'SELF');
    const own = { organizer_id, customer_id, mark: 'SELF' };
    const names = (first: string, last: string) => ({ holder_first_name: first, holder_last_name: last });
    const friend = { ...names('Paul', 'Ami'), holder_email: 'paul@ami.fr' };
    const tickets = {
      byEmail: await buy(opened, {
        ...own,
        holder: { ...names('S.', 'Else'), holder_email: ' PERSON@mark.fr' },
      }),
      byName: await buy(opened, {
        ...own,
        holder: { ...names('self-FIRST', 'Self-Last'), holder_email: '' },
      }),
      nameless: await buy(opened, { ...own, holder: { ...names('', ''), holder_email: '' } }),
      friend: await buy(opened, { ...own, holder: friend }),
      friendByName: await buy(opened, { ...own, holder: { ...names('Paul', 'Ami'), holder_email: '' } }),
      atFriends: await buy(opened, {
        organizer_id,
        customer_id: null,
        mark: 'OTHER',
        holder: { ...names('SELF', 'Guest'), holder_email: 'person@MARK.fr' },
      }),
      elsewhere: await buy(opened, {
        organizer_id: (organizers += 1),
        customer_id: null,
        mark: 'OTHER',
        holder: { ...names('Same', 'Address'), holder_email: email },
      }),
    };
    await quarantine(opened, organizer_id, [{ email: `ana-${email}` }, { to: `<${email}>` }]);
    await opened.write((tx) => eraseCustomer(tx, { organizer_id, customer_id }));
    const left = await opened.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .select('id')
        .where('holder_phone', '!=', '')
        .where(
          'id',
          'in',
          Object.values(tickets).map((bought) => bought.ticket),
        )
        .execute(),
    );
    const kept = Object.entries(tickets).filter(([, { ticket }]) => left.some((row) => row.id === ticket));
    assert.deepEqual(kept.map(([name]) => name).sort(), ['elsewhere', 'friend', 'friendByName']);
    const text = await dump(opened);
    assert.match(text, /paul@ami\.fr/);
    assert.match(text, /ana-Person@Mark\.fr/);
    assert.match(text, /OTHER-order-metadata/, 'the order of somebody else is theirs');
    assert.doesNotMatch(text, /<Person@Mark/);
  });

  test('of nobody, or of another organizer’s customer, there is nothing', async () => {
    const opened = open();
    const organizer_id = (organizers += 1);
    const customer_id = await somebody(opened, organizer_id, 'NONE');
    const elsewhere = { organizer_id: organizer_id + 1, customer_id };
    await assert.rejects(
      opened.read((rx) => exportCustomer(rx, elsewhere)),
      { code: 'not_found' },
    );
  });
});
