import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findingsOf,
  openForeignPark,
  park,
  sledge,
  sold_at,
  ticket,
  type ForeignPark,
} from '../../../test/fixtures/foreign-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import { scanCode } from '../admission/scan.ts';

const at = sold_at + 3_600_000;

async function useOf({ read, source }: ForeignPark) {
  const rows = await read((rx) =>
    rx.db
      .selectFrom('entitlement')
      .select(['used', 'inside', 'first_used_at'])
      .where('organizer_id', '=', source.organizer_id)
      .orderBy('id')
      .execute(),
  );
  return rows.map(({ used, inside, first_used_at }) => [used, inside, first_used_at]);
}

async function scanHere({ office, source }: ForeignPark, code: string) {
  const scan = { organizer_id: source.organizer_id, code, direction: 'in', source: 'gate' } as const;
  return office.write((tx) => scanCode(tx, scan));
}

onEachStore('uses told by the source', (open) => {
  test('used is told with the ticket, and later; told again it counts once', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1', { used: { at } }), ticket('2')]);
    assert.deepEqual(await venue.counts([ticket('2', { used: { at } })]), { used: 1 });
    assert.deepEqual(await venue.counts([ticket('1', { used: { at } }), ticket('2', { used: { at } })]), {
      unchanged: 2,
    });
    assert.deepEqual(await useOf(venue), [
      [1, 1, at],
      [1, 1, at],
    ]);
    assert.equal((await scanHere(venue, '674301')).refusal, 'already_used');
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('a use that the source heard of from us is not counted twice', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    assert.equal((await scanHere(venue, '674301')).outcome, 'admitted');
    // the source tells the time at which it was told, which is later than ours
    assert.deepEqual(await venue.counts([ticket('1', { used: { at: at + 1 } })]), { unchanged: 1 });
    assert.equal((await useOf(venue))[0]?.[0], 1);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('used several times: entries beyond ours are added, and gone out is gone out', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    await venue.counts([ticket('1', { used: { at, times: 3, inside: false } })]);
    assert.deepEqual(await useOf(venue), [[3, 0, at]]);
    await venue.counts([ticket('1', { used: { at, times: 5, inside: true } })]);
    assert.equal((await useOf(venue))[0]?.[0], 5);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('not used after all takes back what the source told, and nothing that was scanned here', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1', { used: { at } }), ticket('2')]);
    assert.equal((await scanHere(venue, '674302')).outcome, 'admitted');
    await venue.counts([ticket('2', { used: { at } })]);
    assert.deepEqual(await venue.counts([ticket('1'), ticket('2')]), { used: 1, unchanged: 1 });
    assert.deepEqual(
      (await useOf(venue)).map(([used]) => used),
      [0, 1],
    );
    assert.equal((await scanHere(venue, '674301')).outcome, 'admitted');
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('a scan told by a system that did not sell the ticket is taken by its barcode, once', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    const scan = { kind: 'scan', ref: '26', barcode: '674301', direction: 'in', scanned_at: at } as const;
    assert.deepEqual(await venue.counts([scan]), { scans: 1 });
    assert.deepEqual(await venue.counts([scan]), {});
    assert.equal((await useOf(venue))[0]?.[0], 1);
  });
});
