import assert from 'node:assert/strict';
import { test } from 'node:test';
import { document, now, open, Raw, type Answer } from '../../../test/fixtures/billetweb-answers.ts';
import type { ScanDelivery } from '../../hub/port.ts';

function scanOf(change: Partial<ScanDelivery['scan']> = {}, attempts = 0): ScanDelivery {
  return {
    topic: 'scan',
    id: 1,
    attempts,
    created_at: now,
    scan: {
      ticket: { id: 5, ref: '1829' },
      event: { id: 6, ref: '1350897' },
      session: undefined,
      codes: ['6743097169'],
      direction: 'in',
      scanned_at: now,
      device: 'gate',
      used: 1,
      allowed: 1,
      ...change,
    },
  };
}

interface Told {
  readonly outcome: unknown;
  readonly bodies: unknown[];
}

async function tell(
  answer: Answer,
  delivery: ScanDelivery,
  settings = {},
  there: unknown[] = [],
): Promise<Told> {
  const bodies: unknown[] = [];
  const { peer } = open((path, _query, { body }) => {
    if (path.endsWith('attendees')) return there;
    bodies.push([path, JSON.parse(body ?? 'null')]);
    return answer;
  }, settings);
  const [outcome] = (await peer.push?.([delivery])) ?? [];
  return { outcome, bodies };
}

const checked = { success: true, message: 'Billet composté avec succès' };

test('tells a scan by check, and "already used" ends it as well', async () => {
  const { outcome, bodies } = await tell(checked, scanOf());
  assert.deepEqual(outcome, { done: true });
  assert.deepEqual(bodies, [['event/1350897/check', { code: '6743097169' }]]);
  const again = await tell({ error: 'Ce billet a déjà été utilisé' }, scanOf());
  assert.deepEqual(again.outcome, { done: true, note: 'Ce billet a déjà été utilisé' });
});

test('looks first after an answer that nobody heard, and does not check twice', async () => {
  const seen = await tell(checked, scanOf({}, 1), {}, [{ ...document, used: '1' }]);
  assert.deepEqual([seen.outcome, seen.bodies], [{ done: true, note: 'it was used there already' }, []]);
  const unseen = await tell(checked, scanOf({}, 1), {}, [document]);
  assert.deepEqual([unseen.outcome, unseen.bodies.length], [{ done: true }, 1]);
});

test('tells a scan by update_product, who went out too', async () => {
  const settings = { scan: 'update_product' };
  const { bodies } = await tell([{ id: '1829' }], scanOf(), settings);
  assert.deepEqual(bodies, [['event/1350897/update_product', { data: [{ id: '1829', used: '1' }] }]]);
  const out = await tell(
    [{ id: '1829' }],
    scanOf({ direction: 'out', ticket: { id: 5, ref: undefined } }),
    settings,
  );
  assert.deepEqual(out.bodies, [
    ['event/1350897/update_product', { data: [{ barcode: '6743097169', used: '2' }] }],
  ]);
  const undone = await tell([{ id: '1829' }], scanOf({ direction: 'undone', used: 0 }), settings);
  assert.deepEqual(undone.bodies, [['event/1350897/update_product', { data: [{ id: '1829', used: '0' }] }]]);
  const one_left = await tell([{ id: '1829' }], scanOf({ direction: 'undone', used: 1 }), settings);
  assert.deepEqual(one_left.bodies, []);
  const none = await tell(checked, scanOf({ direction: 'out' }));
  assert.deepEqual(
    [none.outcome, none.bodies],
    [{ done: true, note: 'check knows neither a way out nor a way back: not told' }, []],
  );
});

test('a scan that BilletWeb says no to is for a person, trouble of the moment is for later', async () => {
  const unknown = await tell({ error: 'Billet inconnu' }, scanOf());
  assert.deepEqual(unknown.outcome, {
    refused: 'Billet inconnu',
    why: { code: 'answered', params: { words: 'Billet inconnu' } },
  });
  const elsewhere = await tell(checked, scanOf({ event: { id: 6, ref: undefined } }));
  assert.deepEqual(elsewhere.outcome, {
    refused: 'the event did not come from this connection',
    why: { code: 'not_of_theirs', params: {} },
  });
  await assert.rejects(tell({ error: 'rate_limiting' }, scanOf()), { kind: 'limited' });
  await assert.rejects(tell({ error: 'unauthorized' }, scanOf()), { kind: 'credentials' });
  await assert.rejects(tell(new Raw('<html>', 502), scanOf()), { kind: 'unavailable' });
});
