import assert from 'node:assert/strict';
import { test } from 'node:test';
import { request } from 'undici';
import { openHttpOffice } from '../../../test/fixtures/http-office.ts';
import { openTheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { updateEvent } from '../../office/catalogue/event.ts';
import { shopLink } from '../../office/documents/shop-link.ts';
import { systemActor } from '../../store/transaction.ts';

test('the shop page says who sells an event that is published, in both languages, and nothing of one that is not', async () => {
  await using office = await openHttpOffice();
  const { organizer_id, event_id } = await office.store.write(systemActor, openTheatreNight);
  const get = async (url: string) => {
    const answer = await request(url);
    return { status: answer.statusCode, text: await answer.body.text() };
  };
  const url = shopLink(office.origin, event_id);
  const french = await get(`${url}?lang=fr`);
  assert.equal(french.status, 200);
  for (const part of [
    'Théâtre de la Luge',
    'Où acheter',
    'https://luge.example',
    'mailto:bonjour@luge.example',
  ])
    assert.ok(french.text.includes(part), part);
  assert.ok((await get(`${url}?lang=en`)).text.includes('Where to buy'));
  for (const wrong of ['zzzz', '0', '%00', 'A'.repeat(50)]) {
    assert.equal((await get(`${office.origin}/shop/${wrong}`)).status, 404, wrong);
  }
  await office.store.write(systemActor, (tx) => updateEvent(tx, { organizer_id, event_id, status: 'draft' }));
  assert.equal((await get(url)).status, 404);
});
