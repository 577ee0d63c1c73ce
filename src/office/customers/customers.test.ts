import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { customerDigest, type PersonInput } from './customer.ts';
import { eraseCustomer } from './erase.ts';
import { findOrCreateCustomer } from './find-or-create.ts';
import { updateCustomer } from './update.ts';

let organizers = 1000;

function newOrganizer(): number {
  organizers += 1;
  return organizers;
}

function find({ write }: TestStore, organizer_id: number, person: PersonInput): Promise<number> {
  return write((tx) => findOrCreateCustomer(tx, { organizer_id, ...person }));
}

function update({ write }: TestStore, organizer_id: number, customer_id: number, person: PersonInput) {
  return write((tx) => updateCustomer(tx, { organizer_id, customer_id, ...person }));
}

async function rowOf({ read }: TestStore, id: number) {
  return {
    ...(await read((rx) =>
      rx.db.selectFrom('customer').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    )),
  };
}

function ledgerOf({ read }: TestStore, id: number) {
  return read((rx) =>
    rx.db
      .selectFrom('ledger')
      .select(['action', 'before', 'after'])
      .where('subject_kind', '=', 'customer')
      .where('subject_id', '=', id)
      .orderBy('id')
      .execute(),
  );
}

onEachStore('customers', (open) => {
  test('one address is one customer of an organizer, however it is written', async () => {
    const opened = open();
    const [here, there] = [newOrganizer(), newOrganizer()];
    const id = await find(opened, here, { email: 'Jean.Dupont@Email.com', first_name: 'Jean' });
    assert.equal(await find(opened, here, { email: ' jean.dupont@email.COM ' }), id);
    assert.notEqual(await find(opened, there, { email: 'jean.dupont@email.com' }), id);
    assert.equal((await rowOf(opened, id)).email, 'Jean.Dupont@Email.com');
  });

  test('without an address every buyer is a new customer', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const ids = new Set<number>();
    for (const email of [undefined, null, '', '  ']) {
      ids.add(await find(opened, organizer_id, { email, last_name: 'Dupont' }));
    }
    assert.equal(ids.size, 4);
  });

  test('later words fill what was blank and overwrite nothing', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const email = 'a@b.fr';
    const id = await find(opened, organizer_id, { email, last_name: 'Dupont', metadata: { a: 1 } });
    await find(opened, organizer_id, { email, first_name: 'Marie', last_name: 'Martin' });
    assert.equal((await rowOf(opened, id)).first_name, '', 'no first name of another surname');
    await find(opened, organizer_id, { email, first_name: 'Jean', last_name: 'DUPONT', phone: '06' });
    await find(opened, organizer_id, { email, first_name: '', last_name: '', phone: '07', city: 'Lyon' });
    await find(opened, organizer_id, {
      email,
      address_1: '1 rue X',
      city: 'Paris',
      metadata: { a: 2, b: 3 },
    });
    const row = await rowOf(opened, id);
    assert.deepEqual(
      [row.first_name, row.phone, row.city, row.address_1, JSON.parse(row.metadata)],
      ['Jean', '06', 'Lyon', '', { a: 1, b: 3 }],
    );
  });

  test('a repeated buyer without news writes nothing', async () => {
    const opened = open();
    const person = { email: 'same@b.fr', first_name: 'Jean', language: 'fr', metadata: { b: 1, a: 2 } };
    const organizer_id = newOrganizer();
    const id = await find(opened, organizer_id, person);
    const before = await rowOf(opened, id);
    opened.surroundings.advance(1000);
    await find(opened, organizer_id, person);
    assert.deepEqual(await rowOf(opened, id), before);
    assert.equal((await ledgerOf(opened, id)).length, 1);
  });

  test('many who arrive at once with one address are one customer', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const ids = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        find(opened, organizer_id, {
          email: index % 2 === 0 ? 'race@b.fr' : 'RACE@b.fr',
          phone: index === 7 ? '06' : '',
        }),
      ),
    );
    assert.equal(new Set(ids).size, 1);
    assert.equal((await rowOf(opened, ids[0]!)).phone, '06');
  });

  test('without the guard two at once both find nobody (where transactions run side by side)', async () => {
    const { store, write } = open();
    // SQLite has one writer: there the two would wait for each other for ever
    if (store.engine === 'sqlite') return;
    const organizer_id = newOrganizer();
    let met = 0;
    let meet = (): void => undefined;
    const both = new Promise<void>((resolve) => (meet = resolve));
    const unguarded = () =>
      write(async (tx) => {
        const found = await tx.db
          .selectFrom('customer')
          .select('id')
          .where('organizer_id', '=', organizer_id)
          .executeTakeFirst();
        if ((met += 1) === 2) meet();
        await both;
        if (found !== undefined) return;
        const id = await tx.id();
        await tx.db
          .insertInto('customer')
          .values({
            id,
            organizer_id,
            email: 'a@b.fr',
            email_normal: 'a@b.fr',
            created_at: tx.now,
            updated_at: tx.now,
          })
          .execute();
      });
    const results = await Promise.allSettled([unguarded(), unguarded()]);
    assert.equal(results.filter((result) => result.status === 'rejected').length, 1);
  });

  test('an update sets what is given, an empty text included, and leaves the rest', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const id = await find(opened, organizer_id, { email: 'u@b.fr', first_name: 'Jean', phone: '06' });
    await update(opened, organizer_id, id, { first_name: '', email: 'New@B.fr', language: 'de' });
    const row = await rowOf(opened, id);
    assert.deepEqual(
      [row.first_name, row.phone, row.email, row.email_normal, row.language],
      ['', '06', 'New@B.fr', 'new@b.fr', 'de'],
    );
    assert.equal(await find(opened, organizer_id, { email: 'new@b.fr' }), id);
    assert.notEqual(await find(opened, organizer_id, { email: 'u@b.fr' }), id);
    await update(opened, organizer_id, id, { email: null });
    assert.equal((await rowOf(opened, id)).email_normal, null);
  });

  test('an address of another customer is refused, also when two take it at once', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    await find(opened, organizer_id, { email: 'taken@b.fr' });
    const one = await find(opened, organizer_id, { email: 'one@b.fr', phone: '06' });
    const two = await find(opened, organizer_id, { email: 'two@b.fr' });
    const refused = update(opened, organizer_id, one, { email: 'TAKEN@b.fr', phone: '07' });
    await assert.rejects(refused, { code: 'email_taken' });
    assert.equal((await rowOf(opened, one)).phone, '06');
    const results = await Promise.allSettled(
      [one, two].map((id) => update(opened, organizer_id, id, { email: 'three@b.fr' })),
    );
    const lost = results.filter((result) => result.status === 'rejected');
    assert.deepEqual(
      lost.map((result) => (result.reason as { code: string }).code),
      ['email_taken'],
    );
  });

  test('what is not valid is refused without repeating it, and nothing is kept', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const refused: [PersonInput, string][] = [
      [{ email: 'jean dupont' }, 'invalid_email'],
      [{ email: 'a@b.fr', first_name: 'x'.repeat(201) }, 'invalid_input'],
      [{ email: 'a@b.fr', city: 'x'.repeat(501) }, 'invalid_input'],
      [{ email: 'a@b.fr', metadata: { text: 'x'.repeat(70_000) } }, 'invalid_input'],
    ];
    for (const [person, code] of refused) {
      await assert.rejects(find(opened, organizer_id, person), (error: { code: string; details: object }) => {
        assert.equal(error.code, code);
        assert.ok(!JSON.stringify(error.details).includes('xx'));
        return true;
      });
    }
    const kept = await opened.read((rx) =>
      rx.db.selectFrom('customer').select('id').where('organizer_id', '=', organizer_id).execute(),
    );
    assert.deepEqual(kept, []);
    await assert.rejects(update(opened, newOrganizer(), 1, { phone: '1' }), { code: 'not_found' });
  });

  test('the ledger holds digests under the customer’s salt, never a word', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const id = await find(opened, organizer_id, { email: 'l@b.fr', first_name: 'Zébulon' });
    await update(opened, organizer_id, id, { first_name: 'Ysengrin', metadata: { k: 'Goupil' } });
    const rows = await ledgerOf(opened, id);
    assert.deepEqual(
      rows.map((row) => row.action),
      ['customer.created', 'customer.updated'],
    );
    assert.doesNotMatch(JSON.stringify(rows), /Zébulon|Ysengrin|Goupil|l@b\.fr/);
    const row = await rowOf(opened, id);
    const digest = (text: string) => customerDigest(row, text);
    assert.equal(JSON.parse(rows[1]!.before!).first_name, digest('Zébulon'));
    assert.equal(JSON.parse(rows[1]!.after!).first_name, digest('Ysengrin'));
  });

  test('an erased customer is not found, not updated, not digested, and may come back as a new one', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const id = await find(opened, organizer_id, { email: 'back@b.fr', first_name: 'Jean' });
    const erase = () => opened.write((tx) => eraseCustomer(tx, { organizer_id, customer_id: id }));
    assert.deepEqual(await erase(), { customer: 1 });
    assert.deepEqual(await erase(), {});
    await assert.rejects(update(opened, organizer_id, id, { first_name: 'Jean' }), { code: 'not_found' });
    assert.equal(customerDigest(await rowOf(opened, id), 'Jean'), undefined);
    const again = await find(opened, organizer_id, { email: 'back@b.fr' });
    assert.notEqual(again, id);
    const elsewhere = { organizer_id: newOrganizer(), customer_id: again };
    await assert.rejects(
      opened.write((tx) => eraseCustomer(tx, elsewhere)),
      { code: 'not_found' },
    );
  });

  test('erased while many buy under its address, it never carries a word again', async () => {
    const opened = open();
    const organizer_id = newOrganizer();
    const id = await find(opened, organizer_id, { email: 'both@b.fr' });
    await Promise.all([
      ...Array.from({ length: 6 }, (_, index) =>
        find(opened, organizer_id, { email: 'both@b.fr', phone: `0${index}` }),
      ),
      opened.write((tx) => eraseCustomer(tx, { organizer_id, customer_id: id })),
      ...Array.from({ length: 6 }, () => find(opened, organizer_id, { email: 'both@b.fr', last_name: 'X' })),
    ]);
    const row = await rowOf(opened, id);
    assert.deepEqual([row.email, row.email_normal, row.phone, row.last_name], ['', null, '', '']);
  });
});
