import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { isUserPassword } from '../office/access/passwords.ts';
import { scanCode } from '../office/admission/scan.ts';
import { authenticate } from '../office/access/authenticate.ts';
import { examine } from '../office/doctor/examine.ts';
import { ringUp } from '../office/counter/ring-up.ts';
import { sell } from '../office/selling/request.ts';
import { localId } from '../office/served-ids/served-ids.ts';
import { systemActor } from '../store/transaction.ts';
import { SandboxClock } from './clock.ts';
import { demoAdmin, demoCashier, demoCredentials } from './credentials.ts';
import { openDemo, type Demo } from './open-demo.ts';
import { parkEvent, parkProducts, voucherEvent, voucherProducts } from './products.ts';

const day_ms = 86_400_000;

describe('the demo', () => {
  let folder = '';
  let demo: Demo;
  const clock = new SandboxClock();
  const place = () => ({
    data_folder: folder,
    database_url: undefined,
    secret_key: undefined,
    surroundings: clock,
  });
  const organizer = () =>
    demo.store.read((rx) =>
      rx.db.selectFrom('organizer').select('id').where('slug', '=', 'origin').executeTakeFirstOrThrow(),
    );

  const ticketsSold = async () =>
    (await demo.store.read((rx) => rx.db.selectFrom('ticket').select('id').execute())).length;
  let first_day = 0;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-demo-'));
    demo = await openDemo(place());
    first_day = await ticketsSold();
  });
  after(async () => {
    await demo.store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const [event, products] of [
    [parkEvent, parkProducts],
    [voucherEvent, voucherProducts],
  ] as const) {
    for (const { name, code, amount, ticket_id } of products) {
      test(`sells "${name}" of ${event.name} as ${code} under the id ${ticket_id}`, async () => {
        const { id: organizer_id } = await organizer();
        const found = await demo.store.read(async (rx) => {
          const served = { organizer_id, dialect: 'billetweb' };
          const price_id = await localId(rx, { ...served, kind: 'price', served_id: ticket_id });
          const event_id = await localId(rx, { ...served, kind: 'event', served_id: event.id });
          return rx.db
            .selectFrom('offer')
            .innerJoin('price', 'price.id', 'offer.price_id')
            .select(['offer.id as offer_id', 'price.name', 'price.code', 'price.amount'])
            .where('price.id', '=', price_id ?? 0)
            .where('offer.event_id', '=', event_id ?? 0)
            .executeTakeFirstOrThrow();
        });
        assert.deepEqual({ ...found }, { offer_id: found.offer_id, name, code, amount });
        const { offer_id } = found;
        const sold = await demo.store.write(systemActor, (tx) =>
          sell(tx, { organizer_id, channel: 'web', confirm: true, requests: [{ offer_id, quantity: 1 }] }),
        );
        assert.equal(sold.total, amount);
      });
    }
  }

  for (const { dialect, title, public_name, key } of demoCredentials) {
    test(`lets a client of ${title} in with the credentials it names`, async () => {
      const { id } = await organizer();
      const claim = { dialect, public_name, key, now: clock.now() };
      const principal = await demo.store.read((rx) => authenticate(rx, claim));
      assert.deepEqual(principal.organizer_ids, [id]);
    });
  }

  test('has the admin of the venue and who works at the bar, with the passwords it names', async () => {
    for (const { email, password } of [demoAdmin, demoCashier]) {
      const user = await demo.store.read((rx) =>
        rx.db.selectFrom('user').select('password_hash').where('email', '=', email).executeTakeFirstOrThrow(),
      );
      assert.ok(await isUserPassword(password, user.password_hash));
    }
  });

  test('shows the bar under the numbers of the document', async () => {
    const { id: organizer_id } = await organizer();
    const numbers = [
      ['article', 12],
      ['article', 15],
      ['article', 42],
      ['article', 20],
      ['department', 5],
      ['variation', 3],
      ['variation', 8],
      ['customer', 123],
      ['user', 1],
      ['payment_mode', 2],
    ] as const;
    for (const [kind, served_id] of numbers) {
      const id = await demo.store.read((rx) =>
        localId(rx, { organizer_id, dialect: 'caisse', kind, served_id }),
      );
      assert.notEqual(id, undefined, `${kind} ${served_id}`);
    }
  });

  test('sells a real ticket at the bar, beside a drink', async () => {
    const { id: organizer_id } = await organizer();
    const articles = await demo.store.read((rx) =>
      rx.db.selectFrom('article').select(['id', 'offer_id']).where('plu', 'in', ['15', '20']).execute(),
    );
    const sold = await demo.store.write(systemActor, (tx) =>
      ringUp(tx, {
        organizer_id,
        channel: 'caisse',
        stage: 'validated',
        items: articles.map(({ id }) => ({ kind: 'article' as const, article_id: id, quantity: 1 })),
      }),
    );
    assert.deepEqual([sold.total, sold.tickets.length], [1350, 1]);
    assert.match(sold.tickets[0]?.barcode ?? '', /^\d+$/);
  });

  test('sells a stream that may be watched at once, with a code that is used up by two tickets', async () => {
    const { id: organizer_id } = await organizer();
    const { offer_id, code_id } = await demo.store.read((rx) =>
      rx.db
        .selectFrom('session as s')
        .innerJoin('offer as o', 'o.session_id', 's.id')
        .innerJoin('promo_code as p', 'p.organizer_id', 's.organizer_id')
        .select(['o.id as offer_id', 'p.id as code_id'])
        .where('s.kind', '=', 'stream')
        .where('p.label', '=', 'DIRECT')
        .executeTakeFirstOrThrow(),
    );
    const two = { offer_id, quantity: 2, promo_code_ids: [code_id] };
    const buy = () =>
      demo.store.write(systemActor, (tx) =>
        sell(tx, {
          organizer_id,
          channel: 'utick',
          confirm: true,
          payment: { amount: 'total', method: 'card' },
          requests: [two],
        }),
      );
    const { total, tickets } = await buy();
    assert.equal(total, 900);
    await assert.rejects(buy(), { code: 'promo_code_used_up' });
    const code = tickets[0]?.barcode ?? '';
    const scan = await demo.store.write(systemActor, (tx) =>
      scanCode(tx, { organizer_id, code, direction: 'in', source: 'gate' }),
    );
    assert.equal(scan.outcome, 'admitted');
  });

  test('keeps what was sold between starts, and its evening stays on sale however late it is started', async () => {
    const tickets = () =>
      demo.store.read((rx) => rx.db.selectFrom('ticket').select('id').orderBy('id').execute());
    const evening = () =>
      demo.store.read((rx) =>
        rx.db
          .selectFrom('session')
          .innerJoin('event', 'event.id', 'session.event_id')
          .select('session.starts_at')
          .where('event.name', '=', 'Soirée au Théâtre de la Place')
          .orderBy('session.id')
          .executeTakeFirstOrThrow(),
      );
    const sold = (await tickets()).length;
    await demo.store.close();
    clock.steer({ advance_ms: 400 * day_ms });
    demo = await openDemo(place());
    assert.equal((await tickets()).length, sold);
    assert.ok((await evening()).starts_at > clock.now() + 20 * day_ms);
    clock.backToReal();
  });

  test('goes back to the first day by a reset, and the doctor finds nothing before and after it', async () => {
    const look = () => demo.store.read((rx) => examine(rx, { now: clock.now() }));
    assert.deepEqual(await look(), []);
    await demo.reset();
    assert.deepEqual(await look(), []);
    assert.equal(await ticketsSold(), first_day);
  });
});
