import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AnswerError } from '../../contract/receive.ts';
import { codeOf, openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { sell } from '../../office/selling/request.ts';

async function openHouse(office: TestStore) {
  const { organizer_id, event_id } = await office.write((tx) => openEvent(tx, 10));
  const opened = await openApi(office);
  const { client } = await opened.openMember({ organizer_id, role: 'manager' });
  const made = await client.open_event({
    body: {
      name: 'Deux soirs',
      sessions: ['2026-06-01T18:00:00Z', '2026-06-02T18:00:00Z'].map((starts_at) => ({ starts_at })),
      prices: [
        { name: 'Plein', amount: 1200, quota: 5 },
        { name: 'Libre', amount: 0 },
      ],
    },
  });
  const offers = async () =>
    (
      await client.list_offers({
        query: { where: [{ column: 'event_id', value: made.event_id }], order: 'id' },
      })
    ).items;
  return {
    ...{ client, organizer_id, other_event_id: event_id, event_id: made.event_id, offers },
    openMember: opened.openMember,
    [Symbol.asyncDispose]: () => opened.app.close(),
  };
}

/** The cells that a call was refused for. */
async function cellsRefused(call: Promise<unknown>): Promise<unknown> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AnswerError);
  const { code, errors } = error.told.body as {
    code: string;
    errors: readonly { path: string; code: string }[];
  };
  assert.equal(code, 'rows_refused');
  return errors.map(({ path, code }) => [path, code]);
}

onEachStore('the grid of prices over /api', (open) => {
  test('many rows are changed in one call, and what they share once', async () => {
    await using house = await openHouse(open());
    const { client, event_id, offers } = house;
    const [first, second] = (await offers()).filter(({ name }) => name === 'Plein');
    const answer = await client.change_offers({
      params: { id: event_id },
      body: {
        rows: [
          { offer_id: first!.id, name: 'Adulte', amount: 1500, capacity: 8 },
          { offer_id: second!.id, name: 'Adulte', sale_ends_at: '2026-06-02T17:00:00Z', enabled: false },
        ],
      },
    });
    assert.deepEqual(answer, { changed: 2 });
    const after = (await offers()).filter(({ name }) => name === 'Adulte');
    assert.deepEqual(
      after.map(({ amount, capacity, sale_ends_at, enabled }) => [amount, capacity, sale_ends_at, enabled]),
      [
        [1500, 8, null, true],
        [1200, 5, '2026-06-02T17:00:00.000Z', false],
      ],
    );
  });

  test('where cells are wrong each is named by row and column, and nothing of any row is kept', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { client, organizer_id, event_id, offers } = house;
    const before = await offers();
    const [plein, otherPlein] = before.filter(({ name }) => name === 'Plein');
    const libre = before.find(({ name }) => name === 'Libre');
    await office.write((tx) =>
      sell(tx, { organizer_id, channel: 'web', requests: [{ offer_id: plein!.id, quantity: 4 }] }),
    );
    const [elsewhere] = (
      await client.list_offers({ query: { where: [{ column: 'event_id', value: house.other_event_id }] } })
    ).items;
    const refused = client.change_offers({
      params: { id: event_id },
      body: {
        rows: [
          { offer_id: plein!.id, name: 'Adulte', amount: 1500, capacity: 3 },
          { offer_id: otherPlein!.id, name: 'Senior' },
          { offer_id: libre!.id, capacity: 2 },
          {
            ...{ offer_id: libre!.id, amount: 500 },
            ...{ sale_starts_at: '2026-06-02T17:00:00Z', sale_ends_at: '2026-06-01T17:00:00Z' },
          },
          { offer_id: elsewhere!.id, amount: 1 },
        ],
      },
    });
    assert.deepEqual(await cellsRefused(refused), [
      ['rows.0.capacity', 'capacity_below_sold'],
      ['rows.1.name', 'invalid_input'],
      ['rows.2.capacity', 'invalid_input'],
      ['rows.3.sale_ends_at', 'invalid_input'],
      ['rows.4.offer_id', 'not_found'],
    ]);
    const now = await offers();
    assert.deepEqual(
      now.map(({ name, amount, capacity }) => [name, amount, capacity]),
      before.map(({ name, amount, capacity }) => [name, amount, capacity]),
    );
  });

  test('is refused to who may only look, and is of no use for the rows of another organizer', async () => {
    const office = open();
    await using house = await openHouse(office);
    const { organizer_id, event_id, offers } = house;
    const rows = (await offers()).map(({ id }) => ({ offer_id: id, amount: 1 }));
    const call = { params: { id: event_id }, body: { rows } };
    const reader = await house.openMember({ organizer_id, role: 'read_only' });
    assert.equal(await codeOf(reader.client.change_offers(call)), 'forbidden');
    const { organizer_id: other } = await office.write((tx) => openEvent(tx, 1));
    const stranger = await house.openMember({ organizer_id: other, role: 'manager' });
    assert.equal(await codeOf(stranger.client.change_offers(call)), 'not_found');
  });
});
