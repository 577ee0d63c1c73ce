import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApi } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';

async function openHouse(store: TestStore) {
  const { organizer_id } = await store.write((tx) => openEvent(tx, 10));
  const api = await openApi(store);
  const { client } = await api.openMember({ organizer_id, role: 'manager' });
  type Kind = Parameters<typeof client.take_sheet>[0]['params']['kind'];
  const bodyOf = (lines: readonly string[]) => ({
    content: Buffer.from(lines.join('\n')).toString('base64'),
  });
  return {
    client,
    /** What would come of each row, with what is wrong with it. */
    look: async (kind: Kind, lines: readonly string[]) => {
      const { rows } = await client.preview_sheet({ params: { kind }, body: bodyOf(lines) });
      return rows.map(({ outcome, complaints }) =>
        [outcome, ...complaints.map(({ field, code }) => `${field ?? ''} ${code}`)].join(', '),
      );
    },
    take: async (kind: Kind, lines: readonly string[]) => {
      const { taken, made, changed, unchanged, wrong } = await client.take_sheet({
        params: { kind },
        body: bodyOf(lines),
      });
      return taken ? { made, changed, unchanged } : { wrong };
    },
    /** The list as it goes out, to be taken in again. */
    csv: async (kind: 'events' | 'prices' | 'customers') => {
      const text = Buffer.from((await client.export_csv({ params: { kind } })) as Uint8Array).toString();
      return text.trimEnd().split('\n');
    },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}

const events = [
  'Événement;Séance;Début;Fin;Ouverture des portes;Capacité;Publié',
  'Nuit des luges;;12/12/2026 20h00;12/12/2026 22:00;12/12/2026 19:30;120;oui',
  'Nuit des luges;Tardive;12/12/2026 23h00;;;80;',
  'Visite;;;;;;',
];
const prices = [
  'Événement;Tarif;Prix;TVA;Contingent;Minimum;Maximum;Code',
  'Nuit des luges;Plein;12,50;10;;1;8;PL',
  'Nuit des luges;Réduit;8;10;30;;;',
];

onEachStore('events, prices and customers from spreadsheets', (open) => {
  test('a season comes in as a list of sessions with its prices, on sale at once, and the same again changes nothing', async () => {
    await using house = await openHouse(open());
    const { client, look, take } = house;
    assert.deepEqual(await look('events', events), ['made', 'made', 'made']);
    assert.equal((await client.list_events()).items.length, 1, 'looking keeps nothing');
    assert.deepEqual(await take('events', events), { made: 3, changed: 0, unchanged: 0 });
    assert.deepEqual(await take('events', events), { made: 0, changed: 0, unchanged: 3 });
    assert.deepEqual(await take('prices', prices), { made: 2, changed: 0, unchanged: 0 });
    assert.deepEqual(await take('prices', prices), { made: 0, changed: 0, unchanged: 2 });
    const [, night, visit] = (await client.list_events({ query: { order: 'id' } })).items;
    assert.deepEqual([night?.name, night?.status, night?.sessions], ['Nuit des luges', 'published', 2]);
    assert.equal(night?.first_starts_at, '2026-12-12T19:00:00.000Z');
    assert.deepEqual([visit?.name, visit?.status, visit?.sessions], ['Visite', 'draft', 0]);
    const where = [{ column: 'event_id', value: night?.id ?? 0 }];
    const offers = (await client.list_offers({ query: { where, order: 'id' } })).items;
    assert.deepEqual(
      offers.map(({ name, amount, left, sale_state }) => [name, amount, left, sale_state]),
      [
        ['Plein', 1250, 120, 'on_sale'],
        ['Plein', 1250, 80, 'on_sale'],
        ['Réduit', 800, 30, 'on_sale'],
        ['Réduit', 800, 30, 'on_sale'],
      ],
    );
    const later = ['Événement;Début;Capacité', 'Nuit des luges;2026-12-13 20:00;90'];
    assert.deepEqual(await take('events', later), { made: 1, changed: 0, unchanged: 0 });
    assert.equal(
      (await client.list_offers({ query: { where } })).items.length,
      6,
      'it sells what its event sells',
    );
  });

  test('what a list says anew is changed: capacities, ends, amounts, quotas', async () => {
    await using house = await openHouse(open());
    const { client, take } = house;
    await take('events', events);
    await take('prices', prices);
    const bigger = ['Événement;Début;Fin;Capacité', 'Nuit des luges;12/12/2026 20:00;12/12/2026 22:30;200'];
    assert.deepEqual(await take('events', bigger), { made: 0, changed: 1, unchanged: 0 });
    const dearer = [
      'Événement;Tarif;Prix;Contingent',
      'Nuit des luges;Plein;14;',
      'Nuit des luges;Réduit;9;40',
    ];
    assert.deepEqual(await take('prices', dearer), { made: 0, changed: 2, unchanged: 0 });
    const [, night] = (await client.list_events({ query: { order: 'id' } })).items;
    const where = [{ column: 'event_id', value: night?.id ?? 0 }];
    const offers = (await client.list_offers({ query: { where, order: 'id' } })).items;
    assert.deepEqual(
      offers.map(({ amount, left }) => [amount, left]),
      [
        [1400, 200],
        [1400, 80],
        [900, 40],
        [900, 40],
      ],
    );
    assert.deepEqual(await house.look('prices', await house.csv('prices')), [
      'unchanged',
      'unchanged',
      'unchanged',
    ]);
    assert.deepEqual(await house.look('events', await house.csv('events')), [
      ...['unchanged', 'unchanged', 'unchanged', 'unchanged'],
    ]);
  });

  test('each row that is wrong is named with its cell', async () => {
    await using house = await openHouse(open());
    const { client, look, take } = house;
    assert.deepEqual(
      await look('events', [
        'Événement;Séance;Début;Fin;Portes;Salle;Capacité',
        'Nuit;;demain;;;;',
        'Nuit;Tardive;;;;;',
        'Nuit;;12/12/2026 20:00;12/12/2026 19:00;;;',
        'Nuit;;16/12/2026 20:00;;16/12/2026 21:00;;',
        'Nuit;;13/12/2026 20:00;;;Palais;',
        'Nuit;;14/12/2026 20:00;;;;beaucoup',
        ';;14/12/2026 20:00;;;;',
        'Nuit;;15/12/2026 20:00;;;;10',
        'NUIT;;15/12/2026 20:00;;;;10',
      ]),
      [
        'wrong, starts_at not_a_date',
        'wrong, starts_at missing',
        'wrong, ends_at ends_before',
        'wrong, doors_open_at after_start',
        'wrong, hall unknown',
        'wrong, capacity not_a_number',
        'wrong, event missing',
        'made',
        'wrong, starts_at twice',
      ],
    );
    assert.deepEqual(
      await look('prices', [
        'Événement;Tarif;Prix;Contingent;Minimum;Maximum',
        'Ailleurs;Plein;10;;;',
        'Billetterie;Plein;dix;;;',
        'Billetterie;Demi;10;;5;2',
        'Billetterie;Demi;10;;;',
        'Billetterie;Luge - Forfait 4 tours;10;5;;',
        'Billetterie;Neuf;10;5;;',
      ]),
      [
        'wrong, event unknown',
        'wrong, amount not_an_amount',
        'wrong, maximum below_minimum',
        'wrong, name twice',
        'changed',
        'made',
      ],
    );
    assert.deepEqual(await take('prices', ['Événement;Tarif;Prix', 'Ailleurs;Plein;10']), { wrong: 1 });
    await client.create_event({ body: { name: 'Billetterie' } });
    assert.deepEqual(await look('prices', ['Événement;Tarif;Prix', 'Billetterie;Plein;10']), [
      'wrong, event several',
    ]);
  });

  test('a capacity below what is sold is said with its row, and the list is not taken', async () => {
    await using house = await openHouse(open());
    const { client, look, take } = house;
    await take('events', events);
    await take('prices', prices);
    const [, night] = (await client.list_events({ query: { order: 'id' } })).items;
    const where = [{ column: 'event_id', value: night?.id ?? 0 }];
    const [offer] = (await client.list_offers({ query: { where, order: 'id' } })).items;
    await client.request_order({
      body: { lines: [{ offer_id: offer?.id ?? 0, quantity: 5 }], confirm: true },
    });
    const small = ['Événement;Début;Capacité', 'Nuit des luges;12/12/2026 20:00;4'];
    assert.deepEqual(await look('events', small), ['wrong,  capacity_below_sold']);
    assert.deepEqual(await take('events', small), { wrong: 1 });
  });

  test('customers are known by their address: made, filled, and nothing is taken away by an empty cell', async () => {
    await using house = await openHouse(open());
    const { client, look, take } = house;
    const people = [
      'Courriel;Prénom;Nom;Téléphone;Code postal;Ville;Langue',
      'ada@example.org;Ada;Byron;+33612345678;75001;Paris;français',
      'Sam@Example.org;Sam;Petit;;;;',
      'nobody;;;;;;',
      'ADA@example.org;;;;;;',
    ];
    assert.deepEqual(await look('customers', people), [
      'made',
      'made',
      'wrong, email invalid_email',
      'wrong, email twice',
    ]);
    const good = people.slice(0, 3);
    assert.deepEqual(await take('customers', good), { made: 2, changed: 0, unchanged: 0 });
    assert.deepEqual(await take('customers', good), { made: 0, changed: 0, unchanged: 2 });
    const moved = ['E-mail;Town;Telephone', 'ada@example.org;Lyon;'];
    assert.deepEqual(await take('customers', moved), { made: 0, changed: 1, unchanged: 0 });
    const [ada] = (await client.list_customers({ query: { order: 'id' } })).items;
    assert.deepEqual(
      [ada?.first_name, ada?.phone, ada?.city, ada?.zip_code, ada?.language],
      ['Ada', '+33612345678', 'Lyon', '75001', 'fr'],
    );
    assert.deepEqual(await look('customers', await house.csv('customers')), ['unchanged', 'unchanged']);
  });
});
