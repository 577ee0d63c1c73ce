import assert from 'node:assert/strict';
import { test } from 'node:test';
import { item, linesOf, openShop, rung, verdictOf, type Shop } from '../../../test/fixtures/bar-shop.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { examine } from '../doctor/examine.ts';
import { cancelOrder } from '../selling/cancel.ts';
import { refundTickets } from '../selling/refund.ts';
import { archiveText, counterJournals } from './archive.ts';
import { checkArchive } from './archive-check.ts';
import { rotateSigningKey } from './signing-key.ts';
import { changeQuoteItems, changeTillDetails } from './change-quote.ts';
import { closePeriods } from './close-periods.ts';
import { periodReports } from './period-report.ts';
import { returnLines } from './return-lines.ts';
import { payAtTill, validateQuote } from './ring-up.ts';
import { closeCounterSession, moveCash, openCounterSession } from './session.ts';

const sealer = testSealer;

async function playDay(office: TestStore, shop: Shop) {
  const { organizer_id, counter_id, tea, large, cake, entry, cash, card, meal, back } = shop;
  const counter_session_id = await office.write((tx) =>
    openCounterSession(tx, { organizer_id, counter_id, opening_amount: 10_000 }),
  );
  const teas = { kind: 'article', article_id: tea, quantity: 2, variation_ids: [large] } as const;
  const first = await rung(office, shop, {
    items: [teas],
    payments: [{ payment_mode_id: cash, amount: 1000 }],
  });
  const split = await rung(office, shop, {
    items: [item(cake, 2), item(tea)],
    payments: [
      { payment_mode_id: meal, amount: 800 },
      { payment_mode_id: card, amount: 'rest' },
    ],
  });
  const mixed = await rung(office, shop, {
    items: [item(entry, 2), item(tea)],
    payments: [{ payment_mode_id: cash, amount: 'rest' }],
  });
  await office.write((tx) =>
    moveCash(tx, { organizer_id, counter_session_id, amount: -5000, reason: 'Banque' }),
  );
  await office.write((tx) =>
    moveCash(tx, { organizer_id, counter_session_id, amount: 200, reason: 'Monnaie' }),
  );
  await office.write((tx) =>
    returnLines(tx, {
      organizer_id,
      order_id: split.order_id,
      lines: [{ order_line_id: split.item_line_ids[0]!, quantity: 1 }],
      payment_mode_id: back,
      counter_id,
      restock: true,
    }),
  );
  await office.write((tx) =>
    refundTickets(tx, {
      organizer_id,
      order_id: mixed.order_id,
      ticket_ids: [mixed.tickets[0]!.id],
      deduction: 100,
      payment_mode_id: back,
      counter_session_id,
    }),
  );
  return { counter_session_id, first, split, mixed };
}

onEachStore('a day at the counter', (open) => {
  test('opens, sells, refunds, sells tickets beside articles, closes, and balances to the cent', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, event_id } = shop;
    const { counter_session_id, first, split, mixed } = await playDay(office, shop);
    assert.deepEqual([first.total, first.change, first.status], [700, 300, 'paid']);
    assert.deepEqual([split.total, split.paid, split.change], [1200, 1200, 0]);
    assert.deepEqual([mixed.total, mixed.tickets.length], [2500, 2]);
    // 100.00 + 7.00 + 25.00 − 50.00 + 2.00 − 4.50 − 10.00
    const expected = 10_000 + 700 + 2500 - 5000 + 200 - 450 - 1000;
    const closing = await office.write((tx) =>
      closeCounterSession(tx, { organizer_id, counter_session_id, closing_amount: expected - 20, sealer }),
    );
    assert.deepEqual([closing.expected_amount, closing.difference], [expected, -20]);
    assert.deepEqual(await linesOf(office, counter_id), [
      [1, 'opening', 10_000],
      [2, 'sale', 700],
      [3, 'payment', 700],
      [4, 'sale', 1200],
      [5, 'payment', 800],
      [6, 'payment', 400],
      [7, 'sale', 2500],
      [8, 'payment', 2500],
      [9, 'cash_out', -5000],
      [10, 'cash_in', 200],
      [11, 'return', -450],
      [12, 'refund', -450],
      [13, 'return', -1000],
      [14, 'refund', -1000],
      [15, 'closing', expected - 20],
    ]);
    const order = await office.read((rx) =>
      rx.db
        .selectFrom('order')
        .select(['counter_session_id', 'event_id'])
        .where('id', '=', mixed.order_id)
        .executeTakeFirstOrThrow(),
    );
    assert.deepEqual({ ...order }, { counter_session_id, event_id });
    assert.deepEqual(await office.read((rx) => examine(rx, { now: office.surroundings.now() })), []);
    const verdict = await verdictOf(office, organizer_id);
    assert.deepEqual([verdict.lines, verdict.damages], [15, []]);
  });

  test('is told by the X report by rate, department and mode, and by the Z once it is over', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, bar } = shop;
    await playDay(office, shop);
    const wish = { organizer_id, period: '2026-05-15' };
    const [x] = await office.read((rx) => periodReports(rx, wish));
    const { report } = x!;
    assert.equal(x!.closed_by, null);
    assert.deepEqual(report.sales, { count: 3, amount: 4400 });
    assert.deepEqual(report.returns, { count: 2, amount: -1450 });
    assert.deepEqual(report.vat, [{ vat_bp: 1000, gross: 2950, vat: 268, net: 2682 }]);
    assert.deepEqual(
      report.departments.map(({ department_id, quantity, gross }) => [department_id, quantity, gross]),
      [
        [null, 1, 1200],
        [bar, 5, 1750],
      ],
    );
    assert.deepEqual(
      report.payments.map(({ name, count, amount }) => [name, count, amount]),
      [
        ['Espèces', 2, 3200],
        ['Carte', 1, 400],
        ['Titre', 1, 800],
        ['Rendu', 2, -1450],
      ],
    );
    assert.equal(report.cash.received + report.cash.paid_back, 3200 - 1450);
    assert.deepEqual([report.sold_total, report.returned_total], [4400, 1450]);
    const payments = report.payments.reduce((sum, { amount }) => sum + amount, 0);
    assert.equal(payments, report.net);

    assert.equal(await office.write((tx) => closePeriods(tx, { sealer, limit: 100 })), 0);
    office.surroundings.advance(86_400_000);
    await office.write((tx) => closePeriods(tx, { sealer, limit: 100 }));
    const [z] = await office.read((rx) => periodReports(rx, wish));
    assert.deepEqual(z!.report, report);
    assert.ok((z!.closed_by?.number ?? 0) > report.last_number);
    office.surroundings.advance(40 * 86_400_000);
    await office.write((tx) => closePeriods(tx, { sealer, limit: 100 }));
    assert.equal(await office.write((tx) => closePeriods(tx, { sealer, limit: 100 })), 0);
    const [month] = await office.read((rx) => periodReports(rx, { organizer_id, period: '2026-05' }));
    assert.deepEqual(month!.report.sales, report.sales);
    assert.notEqual(month!.closed_by, null);
    const [year] = await office.read((rx) => periodReports(rx, { organizer_id, period: '2026' }));
    assert.equal(year!.closed_by, null);
    office.surroundings.instant -= 41 * 86_400_000;
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, []);
    await assert.rejects(
      office.read((rx) => periodReports(rx, { organizer_id, period: '2026-13' })),
      { code: 'invalid_date' },
    );
  });

  test('one byte changed in the stored journal is found and named', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id } = shop;
    await playDay(office, shop);
    const change = (number: number, set: { amount?: number; content?: string; hash?: string }) =>
      office.write((tx) =>
        tx.db
          .updateTable('journal_line')
          .set(set)
          .where('counter_id', '=', counter_id)
          .where('number', '=', number)
          .execute(),
      );
    const line = await office.read((rx) =>
      rx.db
        .selectFrom('journal_line')
        .select(['content', 'amount', 'hash'])
        .where('counter_id', '=', counter_id)
        .where('number', '=', 7)
        .executeTakeFirstOrThrow(),
    );
    await change(7, { content: line.content.replace('1100', '1000') });
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, [{ number: 7, what: 'line_changed' }]);
    // the sum of text and hash is the same: what moved from one into the other is seen all the same
    await change(7, { content: line.content.slice(0, -1), hash: `}|${line.hash}` });
    assert.equal((await verdictOf(office, organizer_id)).damages[0]?.number, 7);
    if (office.store.engine === 'sqlite') {
      await change(7, { content: `${line.content}\0{}`, hash: line.hash });
      assert.deepEqual((await verdictOf(office, organizer_id)).damages, [
        { number: 7, what: 'line_changed' },
      ]);
    }
    await change(7, { content: line.content, hash: `f${line.hash.slice(1)}` });
    const hashes = (await verdictOf(office, organizer_id)).damages;
    assert.deepEqual(hashes, line.hash.startsWith('f') ? [] : [{ number: 7, what: 'hash_changed' }]);
    await change(7, { hash: line.hash });
    const removed = await office.write((tx) =>
      tx.db
        .deleteFrom('journal_line')
        .where('counter_id', '=', counter_id)
        .where('number', '=', 9)
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, [{ number: 9, what: 'lines_missing' }]);
    // put back: the tests that follow ask the doctor about the same database
    await office.write((tx) => tx.db.insertInto('journal_line').values(removed).execute());
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, []);
  });

  test('another key signs from the line on in which the one before hands over to it', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, tea } = shop;
    await assert.rejects(
      office.write((tx) => rotateSigningKey(tx, { organizer_id, sealer })),
      { code: 'not_found' },
    );
    const close = async () => {
      const { counter_session_id = 0 } = await rung(office, shop, { items: [item(tea)] });
      const wanted = { organizer_id, counter_session_id, closing_amount: 0, sealer };
      await office.write((tx) => closeCounterSession(tx, wanted));
    };
    await close();
    const first = await office.write((tx) => rotateSigningKey(tx, { organizer_id, sealer }));
    assert.equal(first.journals, 1);
    await close();
    // closings and hand-overs at once: each closing is signed by the key that was in force at its line
    const { counter_session_id = 0 } = await rung(office, shop, { items: [item(tea)] });
    const closing = { organizer_id, counter_session_id, closing_amount: 0, sealer };
    const [second] = await Promise.all([
      office.write((tx) => rotateSigningKey(tx, { organizer_id, sealer })),
      office.write((tx) => closeCounterSession(tx, closing)),
      office.write((tx) => rotateSigningKey(tx, { organizer_id, sealer })),
    ]);
    assert.notEqual(second.public_key, first.public_key);
    await close();
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, []);
    const [journal] = await office.read((rx) => counterJournals(rx, organizer_id));
    assert.equal(journal!.public_key, first.before);
    // an archive of what came after the first hand-over names the key of its own beginning
    const lines = await linesOf(office, counter_id);
    const after = lines.findIndex(([, kind]) => kind === 'key') + 2;
    const stretch = { first: after, last: lines.length, exported_at: '' };
    const rows = async function* () {
      for await (const text of archiveText(office.store, journal!, stretch))
        yield* text.trimEnd().split('\n');
    };
    const verdict = await checkArchive(rows());
    assert.deepEqual([verdict.public_key, verdict.damages], [first.public_key, []]);
    const wrong = await checkArchive(rows(), first.before);
    assert.ok(wrong.damages.length > 0 && wrong.damages.every(({ what }) => what === 'signature_wrong'));
  });

  test('a quote is no sale until it is validated, and its items may be changed until then', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, tea, cake, entry, card, table } = shop;
    const quote = await rung(office, shop, {
      stage: 'quote',
      items: [item(cake, 5), item(entry, 3)],
      dining_table_id: table,
      covers: 2,
    });
    assert.equal(quote.status, 'creating');
    assert.deepEqual(await linesOf(office, counter_id), []);
    await assert.rejects(rung(office, shop, { items: [item(cake)] }), { code: 'sold_out' });
    const key = { organizer_id, order_id: quote.order_id };
    const changed = await office.write((tx) =>
      changeQuoteItems(tx, { ...key, items: [item(tea, 2), item(entry)] }),
    );
    assert.equal(changed.total, 1700);
    await rung(office, shop, {
      items: [item(cake, 5)],
      payments: [{ payment_mode_id: card, amount: 'rest' }],
    });
    const details = { ...key, covers: 3, private_comment: 'Allergie', metadata: { pager: 7 } };
    await office.write((tx) => changeTillDetails(tx, details));
    const beside = await office.read((rx) =>
      rx.db
        .selectFrom('order')
        .select(['covers', 'private_comment', 'dining_table_id', 'metadata'])
        .where('id', '=', key.order_id)
        .executeTakeFirstOrThrow(),
    );
    assert.deepEqual(
      { ...beside, metadata: JSON.parse(beside.metadata) as unknown },
      { covers: 3, private_comment: 'Allergie', dining_table_id: table, metadata: { counter_id, pager: 7 } },
    );
    await assert.rejects(
      office.write((tx) => changeTillDetails(tx, { ...key, delivery_method: 7 })),
      { code: 'invalid_input' },
    );
    const validated = await office.write((tx) => validateQuote(tx, { ...key, counter_id }));
    assert.deepEqual([validated.status, validated.total], ['confirmed', 1700]);
    await assert.rejects(
      office.write((tx) => changeQuoteItems(tx, { ...key, items: [item(tea)] })),
      { code: 'illegal_move' },
    );
    const paid = await office.write((tx) =>
      payAtTill(tx, { ...key, counter_id, payments: [{ payment_mode_id: card, amount: 1000 }] }),
    );
    assert.deepEqual([paid.status, paid.paid], ['partially_paid', 1000]);
    await office.write((tx) =>
      payAtTill(tx, { ...key, counter_id, payments: [{ payment_mode_id: card, amount: 'rest' }] }),
    );
    assert.deepEqual(
      (await linesOf(office, counter_id)).map(([, kind, amount]) => [kind, amount]),
      [
        ['opening', 0],
        ['sale', 2250],
        ['payment', 2250],
        ['sale', 1700],
        ['payment', 1000],
        ['payment', 700],
      ],
    );
    await assert.rejects(
      office.write((tx) =>
        payAtTill(tx, { ...key, counter_id, payments: [{ payment_mode_id: card, amount: 'rest' }] }),
      ),
      { code: 'illegal_move' },
    );
    assert.deepEqual(await office.read((rx) => examine(rx, { now: office.surroundings.now() })), []);
  });

  test('what fails leaves no line and no gap, and many at once number themselves one after the other', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, tea, cake, card } = shop;
    const payments = [{ payment_mode_id: card, amount: 'rest' }] as const;
    const tries = Array.from({ length: 24 }, (_, index) =>
      rung(office, shop, { items: [item(index % 2 === 0 ? tea : cake)], payments }).then(
        () => true,
        () => false,
      ),
    );
    const sold = (await Promise.all(tries)).filter(Boolean).length;
    assert.equal(sold, 12 + 5);
    const lines = await linesOf(office, counter_id);
    assert.deepEqual(
      lines.map(([number]) => number),
      lines.map((_, index) => index + 1),
    );
    assert.equal(lines.length, 1 + 2 * sold);
    assert.deepEqual((await verdictOf(office, organizer_id)).damages, []);
  });

  test('goods come back once, at the price they had, and no money for what was not paid', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id, tea, card, back } = shop;
    const sold = await rung(office, shop, {
      items: [item(tea, 2)],
      payments: [{ payment_mode_id: card, amount: 'rest' }],
    });
    const takeBack = (order_id: number, order_line_id: number, quantity: number, mode = back) =>
      office.write((tx) =>
        returnLines(tx, {
          organizer_id,
          order_id,
          lines: [{ order_line_id, quantity }],
          payment_mode_id: mode,
          counter_id,
        }),
      );
    const [line] = sold.item_line_ids;
    await assert.rejects(takeBack(sold.order_id, line!, 3), { code: 'refund_exceeds_paid' });
    await assert.rejects(takeBack(sold.order_id, line!, 1, card), { code: 'payment_mode_off' });
    const returned = await takeBack(sold.order_id, line!, 1);
    assert.deepEqual([returned.total, returned.paid, returned.status], [-300, -300, 'paid']);
    // neither what came back nor what it came back from is given up: the money would go out twice
    for (const order_id of [returned.order_id, sold.order_id])
      await assert.rejects(
        office.write((tx) => cancelOrder(tx, { organizer_id, order_id })),
        { code: 'illegal_move' },
      );
    await takeBack(sold.order_id, line!, 1);
    await assert.rejects(takeBack(sold.order_id, line!, 1), { code: 'refund_exceeds_paid' });
    const owing = await rung(office, shop, { items: [item(tea)] });
    await assert.rejects(takeBack(owing.order_id, owing.item_line_ids[0]!, 1), {
      code: 'refund_exceeds_paid',
    });
    assert.deepEqual(await office.read((rx) => examine(rx, { now: office.surroundings.now() })), []);
  });

  test('a till has one drawer: it is opened once, and closed once', async () => {
    const office = open();
    const shop = await office.write(openShop);
    const { organizer_id, counter_id } = shop;
    const opened = { organizer_id, counter_id, opening_amount: 500 };
    const counter_session_id = await office.write((tx) => openCounterSession(tx, opened));
    await assert.rejects(
      office.write((tx) => openCounterSession(tx, opened)),
      { code: 'counter_session_open' },
    );
    const close = { organizer_id, counter_session_id, closing_amount: 500, sealer };
    const closing = await office.write((tx) => closeCounterSession(tx, close));
    assert.equal(closing.difference, 0);
    await assert.rejects(
      office.write((tx) => closeCounterSession(tx, close)),
      { code: 'counter_session_closed' },
    );
    await assert.rejects(
      office.write((tx) => moveCash(tx, { organizer_id, counter_session_id, amount: 1, reason: 'x' })),
      { code: 'counter_session_closed' },
    );
    await office.write((tx) => openCounterSession(tx, opened));
  });
});
