import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boughtOrder } from '../../../test/fixtures/bought-order.ts';
import { curtain } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import type { QuestionKind } from '../../domain/question-kinds.ts';
import { createQuestion } from '../../office/catalogue/question.ts';
import { askedOf } from '../../office/selling/asked.ts';
import { changeTicket } from '../../office/selling/change-ticket.ts';

interface Wanted {
  readonly label: string;
  readonly kind?: QuestionKind;
  readonly scope?: 'ticket' | 'order';
  readonly options?: readonly string[];
  readonly required?: boolean;
}

async function asking(store: TestStore, ...wanted: readonly Wanted[]) {
  const order = await boughtOrder(store, {});
  const { organizer_id, event_id } = order.night;
  const ids = await store.write(async (tx) => {
    const made: number[] = [];
    for (const { label, kind, scope = 'order', options = [], required = false } of wanted)
      made.push(
        await createQuestion(tx, {
          ...{ organizer_id, event_id, label, kind, scope },
          ...{ options: JSON.stringify(options), required: required ? 1 : 0 },
        }),
      );
    return made;
  });
  const id = order.sold.order_id;
  return {
    ...order,
    ids,
    first: order.sold.tickets[0]!.id,
    values: async () => {
      const asked = await store.read((rx) => askedOf(rx, { organizer_id, id }));
      return asked.map(({ label, value }) => `${label}=${value}`);
    },
    [Symbol.asyncDispose]: () => order[Symbol.asyncDispose](),
  };
}

onEachStore('what a buyer is asked', (open) => {
  test('stands on the order page, is answered once for the order and for each ticket, and can be looked at again', async () => {
    await using order = await asking(
      open(),
      { label: 'Association', required: true },
      { label: 'Menu', kind: 'choice', scope: 'ticket', options: ['Poisson', 'Viande'], required: true },
    );
    const [club, menu] = order.ids;
    assert.match(await order.open(''), /The organizer still needs 4 answers/);
    const page = await order.open('/questions');
    assert.match(page, /For the whole order/);
    assert.match(page, /<option value="Poisson"/);
    const names = [`${club}-0`, ...order.sold.tickets.map(({ id }) => `${menu}-${id}`)];
    const done = await order.sendAll('/questions', [
      ...names.map((name) => ['asked', name] as const),
      [names[0]!, '  Les amis du rail '],
      ...names.slice(1).map((name) => [name, 'Viande'] as const),
    ]);
    assert.equal(done.status, 303);
    assert.match(done.headers.get('location') ?? '', /answered=1#questions$/);
    assert.deepEqual(await order.values(), [
      'Association=Les amis du rail',
      ...['Menu=Viande', 'Menu=Viande', 'Menu=Viande'],
    ]);
    assert.match(await order.open('?answered=1'), /Your answers are saved.*The organizer has your answers/s);
    const [entry] = await order.ledger('order.answered');
    assert.equal(entry?.actor_kind, 'buyer');
  });

  test('of which one answer does not fit is kept not at all, and what was typed stands there again', async () => {
    await using order = await asking(
      open(),
      { label: 'Age', kind: 'number' },
      { label: 'Arrivée', kind: 'date' },
    );
    const [age, day] = order.ids.map((id) => `${id}-0`);
    const sent = await order.sendAll('/questions', [
      ...[['asked', age!] as const, ['asked', day!] as const],
      ...[[age!, 'douze'] as const, [day!, '2026-05-16'] as const],
    ]);
    assert.equal(sent.status, 422);
    assert.match(sent.text, /value="douze"[^>]*aria-invalid="true"/);
    assert.match(sent.text, /Give a number, in digits/);
    assert.match(sent.text, /value="2026-05-16"/);
    assert.deepEqual(await order.values(), ['Age=', 'Arrivée=']);
  });

  test('with boxes keeps those that are ticked, and takes the ticks away again; what the page did not show stays', async () => {
    await using order = await asking(
      open(),
      { label: 'Ateliers', kind: 'choices', options: ['Danse', 'Chant', 'Décor'] },
      { label: 'Photo', kind: 'yes_no' },
    );
    const [workshops, photo] = order.ids.map((id) => `${id}-0`);
    const both = [['asked', workshops!] as const, ['asked', photo!] as const];
    await order.sendAll('/questions', [
      ...both,
      [workshops!, 'Décor'],
      [workshops!, 'Danse'],
      [photo!, 'no'],
    ]);
    assert.deepEqual(await order.values(), ['Ateliers=Danse\nDécor', 'Photo=no']);
    assert.match(await order.open('/questions'), /value="Danse" checked/);
    await order.sendAll('/questions', [['asked', workshops!]]);
    assert.deepEqual(await order.values(), ['Ateliers=', 'Photo=no']);
    await order.sendAll('/questions', [...both, [photo!, 'Non']]);
    assert.equal((await order.ledger('order.answered')).length, 2, 'what changes nothing is no news');
  });

  test('is for each kind a field that a browser knows, with its name', async () => {
    const kinds = ['text', 'paragraph', 'number', 'date', 'email', 'phone', 'yes_no'] as const;
    await using order = await asking(open(), ...kinds.map((kind) => ({ label: `<${kind}>`, kind })));
    const page = await order.open('/questions');
    for (const kind of kinds) assert.match(page, new RegExp(`&lt;${kind}&gt;`));
    for (const part of ['type="date"', 'type="email"', 'type="tel"', '<textarea', 'type="radio"'])
      assert.ok(page.includes(part), part);
  });

  test('and answers as the holder is called on the page: nothing of another’s ticket can be written', async () => {
    const store = open();
    await using order = await asking(store, { label: 'Menu', scope: 'ticket' });
    const { organizer_id } = order.night;
    await store.write((tx) =>
      changeTicket(tx, {
        ...{ organizer_id, order_id: order.sold.order_id, ticket_id: order.first },
        holder: { first_name: 'Louise', last_name: 'Petit' },
      }),
    );
    assert.match(await order.open('/questions'), /Place assise · Louise Petit/);
    const foreign = `${order.ids[0]}-${order.first + 100_000}`;
    await order.sendAll('/questions', [
      ['asked', foreign],
      [foreign, 'Poisson'],
    ]);
    assert.ok((await order.values()).every((value) => value === 'Menu='));
    assert.equal(
      (await order.sendAll('/questions', [['asked', foreign]], { origin: 'https://evil.example' })).status,
      403,
    );
  });

  // last: all tests of a store share its clock
  test('is asked no more once the evening has begun', async () => {
    const store = open();
    await using order = await asking(store, { label: 'Association', required: true });
    const name = `${order.ids[0]}-0`;
    store.surroundings.advance(curtain + 1 - store.surroundings.now());
    assert.doesNotMatch(await order.open(''), /still needs/);
    const late = await order.sendAll('/questions', [
      ['asked', name],
      [name, 'X'],
    ]);
    assert.match(late.text, /nothing to answer here, or it is too late/);
    assert.deepEqual(await order.values(), ['Association=']);
  });
});
