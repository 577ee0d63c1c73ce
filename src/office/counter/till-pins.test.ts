import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { systemActor } from '../../store/transaction.ts';
import { createUser, giveRole } from '../access/users.ts';
import { createArticle } from './article.ts';
import { createCounter } from './counter.ts';
import { ringUp } from './ring-up.ts';
import { closeCounterSession, openCounterSession } from './session.ts';
import { handOverByPin, hashPin, listPinHolders, setTillPin } from './till-pins.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';

let people = 0;

async function openTill(office: TestStore) {
  const pin_hash = await hashPin('4711', (bytes) => office.surroundings.random(bytes));
  return office.write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const member = async (name: string, role: 'counter' | 'gate') => {
      people += 1;
      const user_id = await createUser(tx, {
        email: `${name}.${people}@example.org`,
        name,
        password_hash: '',
      });
      await giveRole(tx, { organizer_id, user_id, role });
      return user_id;
    };
    const [ada, bob, gus] = [
      await member('Ada', 'counter'),
      await member('Bob', 'counter'),
      await member('Gus', 'gate'),
    ];
    for (const user_id of [bob, gus]) await setTillPin(tx, { organizer_id, user_id, pin_hash });
    const counter_id = await createCounter(tx, { organizer_id, name: 'Bar' });
    const counter_session_id = await openCounterSession(tx, { organizer_id, counter_id, user_id: ada });
    const tea = await createArticle(tx, { organizer_id, name: 'Thé', amount: 300 });
    return { organizer_id, counter_id, counter_session_id, ada, bob, gus, tea };
  });
}

type Till = Awaited<ReturnType<typeof openTill>>;

const take = (office: TestStore, till: Till, user_id: number, pin: string) => {
  const { organizer_id, counter_session_id } = till;
  return handOverByPin(office.store, systemActor, { organizer_id, counter_session_id, user_id, pin });
};

async function sellerOf(office: TestStore, { organizer_id, counter_id, tea }: Till) {
  const items = [{ kind: 'article', article_id: tea, quantity: 1 }] as const;
  const sale = { organizer_id, counter_id, channel: 'counter', stage: 'validated', items } as const;
  const { order_id } = await office.write((tx) => ringUp(tx, sale));
  return office.read(async (rx) => {
    const { user_id } = await rx.db
      .selectFrom('order')
      .select('user_id')
      .where('id', '=', order_id)
      .executeTakeFirstOrThrow();
    const { content } = await rx.db
      .selectFrom('journal_line')
      .select('content')
      .where('order_id', '=', order_id)
      .where('kind', '=', 'sale')
      .executeTakeFirstOrThrow();
    assert.equal((JSON.parse(content) as { user?: number }).user, user_id);
    return user_id;
  });
}

onEachStore('taking a till over', (open) => {
  test('by PIN, what is rung up from then on is the other’s', async () => {
    const office = open();
    const till = await openTill(office);
    assert.equal(await sellerOf(office, till), till.ada);
    await take(office, till, till.bob, '4711');
    assert.equal(await sellerOf(office, till), till.bob);
    const holders = await office.read((rx) => listPinHolders(rx, till.organizer_id));
    assert.deepEqual(
      holders.map(({ name }) => name),
      ['Bob', 'Gus'],
    );
  });

  test('is refused without a PIN, to who uses no till, and for a till that is shut', async () => {
    const office = open();
    const till = await openTill(office);
    const { organizer_id, counter_session_id } = till;
    await assert.rejects(take(office, till, till.ada, '4711'), { code: 'wrong_code' });
    await assert.rejects(take(office, till, till.gus, '4711'), { code: 'forbidden' });
    await office.write((tx) => setTillPin(tx, { organizer_id, user_id: till.bob, pin_hash: null }));
    await assert.rejects(take(office, till, till.bob, '4711'), { code: 'wrong_code' });
    const pin_hash = await hashPin('12345678', (bytes) => office.surroundings.random(bytes));
    await office.write((tx) => setTillPin(tx, { organizer_id, user_id: till.bob, pin_hash }));
    await office.write((tx) =>
      closeCounterSession(tx, { organizer_id, counter_session_id, closing_amount: 0, sealer: testSealer }),
    );
    await assert.rejects(take(office, till, till.bob, '12345678'), { code: 'counter_session_closed' });
    for (const pin of ['123', '123456789', '12a4', ''])
      await assert.rejects(
        hashPin(pin, () => new Uint8Array(16)),
        { code: 'invalid_input' },
      );
  });

  test('is locked after five wrong tries, also those that come at once, and free again after a while', async () => {
    const office = open();
    const till = await openTill(office);
    const tries = await Promise.allSettled(
      Array.from({ length: 9 }, (_, index) => take(office, till, till.bob, `000${index}`)),
    );
    const codes = tries.map((tried) =>
      tried.status === 'rejected' ? (tried.reason as { code: string }).code : '',
    );
    assert.equal(codes.filter((code) => code === 'wrong_code').length, 5, codes.join());
    assert.equal(codes.filter((code) => code === 'rate_limited').length, 4, codes.join());
    await assert.rejects(take(office, till, till.bob, '4711'), { code: 'rate_limited' });
    office.surroundings.advance(61_000);
    await take(office, till, till.bob, '4711');
    // the count began anew
    for (let tried = 0; tried < 4; tried += 1)
      await assert.rejects(take(office, till, till.bob, '0000'), { code: 'wrong_code' });
    await take(office, till, till.bob, '4711');
  });
});
