import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { differences, type AnswerType } from '../../../test/fixtures/answer-types.ts';
import { openHouse, password, type House } from '../../../test/fixtures/weezevent-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { weezevent } from './contract.ts';

interface Exchange {
  readonly endpoint: string;
  readonly request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly form?: string };
  readonly answer: object;
}

const folder = new URL('fixtures/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const table = read('types.json') as {
  category: AnswerType;
  'answers of': Readonly<Record<string, AnswerType>>;
};
const types = table['answers of'];
const exchanges = readdirSync(folder)
  .filter((name) => name !== 'types.json')
  .map((name) => [name, read(name) as Exchange] as const);

function assertType(answer: unknown, endpoint: string, what: string): void {
  const type = types[endpoint];
  assert.ok(type !== undefined, `${endpoint} has no table of types`);
  assert.deepEqual(differences(answer, type, { category: table.category }), [], what);
}

/** Lists of an answer that hold nothing say nothing of what they would hold. */
function emptyLists(value: unknown, at = ''): string[] {
  if (Array.isArray(value))
    return value.length === 0 ? [at] : value.flatMap((one, index) => emptyLists(one, `${at}.${index}`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, one]) => emptyLists(one, `${at}.${field}`));
}

test('every endpoint has a table of types', () => {
  const missing = Object.keys(weezevent.endpoints).filter((name) => !Object.hasOwn(types, name));
  assert.deepEqual(missing, []);
});

for (const [name, { endpoint, answer }] of exchanges) {
  test(`the document's answer in ${name} has the types of the table`, () => {
    assertType(answer, endpoint, name);
  });
}

onEachStore("The document's examples", (open) => {
  const send = (house: House, { method, path, form }: Exchange['request']) => {
    const words: Record<string, string> = {
      API_KEY: house.api_key,
      TOKEN: house.token,
      USER: house.username,
      PASSWORD: encodeURIComponent(password),
    };
    const fill = (text: string) => text.replaceAll(/\{([A-Z_]+)\}/g, (_, word: string) => words[word] ?? '');
    const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' };
    return house.ask(fill(path), form === undefined ? { method } : { method, headers, payload: fill(form) });
  };

  test('are answered in the same shape, down to the types, and with something in every list', async () => {
    const house = await openHouse(open());
    for (const [name, { endpoint, request }] of exchanges) {
      const { status, body, text } = await send(house, request);
      assert.equal(status, 200, `${name}: ${text}`);
      assertType(body, endpoint, name);
      const top = Object.values(body as object).filter(Array.isArray);
      for (const list of top) assert.ok(list.length > 0, `${name} found nothing`);
    }
  });

  test('show categories in categories, add-ons and both kinds of answers', async () => {
    const house = await openHouse(open());
    const { events } = await house.client.tickets({ input: { id_event: ['11435'] } });
    const [first] = events[0]!.categories;
    assert.deepEqual([first?.id, first?.categories[0]?.id], ['11745', '11746']);
    assert.deepEqual(emptyLists(first), ['.categories.0.categories']);
    const found = await house.get<{ participants: { upselling: object[]; refund: string }[] }>(
      '/participants?id_event=49015',
    );
    const [one, two] = found.participants;
    assert.equal(one?.upselling.length, 2);
    assert.deepEqual([one.refund, two?.refund, two?.upselling], ['', '1', []]);
  });

  test('go on with what the document names and does not show', async () => {
    const house = await openHouse(open());
    const { client } = house;
    const data = {
      participants: [
        { id_evenement: '11122', id_billet: '1121223', nom: 'Roux', upselling: [{ id: '135140' }] },
      ],
    };
    const added = await client.addParticipants({ input: { data } });
    const id_participant = String(added.participants[0]!.id_participant);
    const changed = await client.changeParticipants({
      input: { data: { participants: [{ id_participant, prenom: 'Ada' }] } },
    });
    const removed = await client.removeParticipants({
      input: { data: { participants: [{ id_participant }] } },
    });
    const answers: [endpoint: string, answer: unknown][] = [
      ['addParticipants', added],
      ['changeParticipants', changed],
      ['removeParticipants', removed],
      ['participantsMinimized', await house.get('/participants?id_event=11435&minimized=1')],
      [
        'participantsCounted',
        await house.get('/participants?id_event=11435&moderation=1&return_count=1&return_count_total=1'),
      ],
      ['participantsRemoved', await house.get('/participants?id_event=11122&return_removed=1')],
      ['searchEventsInFull', await house.get('/event/search/full/?date_start=2012-06-01')],
      ['setScanSettings', await client.setScanSettings({ input: { settings: { sync_interval: '60' } } })],
      ['logout', await client.logout()],
    ];
    for (const [endpoint, answer] of answers) assertType(answer, endpoint, endpoint);
  });
});
