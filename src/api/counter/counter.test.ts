import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { test } from 'node:test';
import { codeOf, openApi, type ApiClient } from '../../../test/fixtures/api-office.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { openTheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { testSealer } from '../../../test/fixtures/sealer.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createPromoCode } from '../../office/promotions/promo-code.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { closePeriods } from '../../office/counter/close-periods.ts';

/** An event of three places, a manager, somebody at the till, and a shop that the manager has set up over `/api`. */
async function openTill(office: TestStore) {
  const event = await office.write((tx) => openEvent(tx, 3));
  const { organizer_id, offer_id } = event;
  const api = await openApi(office);
  const boss = await api.openMember({ organizer_id, role: 'manager' });
  const clerk = await api.openMember({ organizer_id, role: 'counter' });
  const manager = boss.client;
  const bar = (await manager.create_department({ body: { name: 'Bar', vat_bp: 1000 } })).id;
  const stock = (await manager.create_pool({ body: { kind: 'quota', capacity: 5 } })).id;
  const tea = await manager.create_article({ body: { name: 'Thé', amount: 300, department_id: bar } });
  const cake = await manager.create_article({
    body: { name: 'Gâteau', amount: 450, department_id: bar, pool_id: stock },
  });
  const large = await manager.create_variation({
    body: { article_id: tea.id, name: 'Grand', surcharge: 50 },
  });
  const mode = async (name: string, method: string, refunds = false) =>
    (await manager.create_payment_mode({ body: { name, method, refunds } })).id;
  const cash = await mode('Espèces', 'cash', true);
  const card = await mode('Carte', 'card');
  const counter_id = (await manager.create_counter({ body: { name: 'Bar' } })).id;
  const table = (await manager.create_dining_table({ body: { name: 'T1', covers: 4 } })).id;
  return {
    ...{ api, event, organizer_id, offer_id, boss, manager, clerk, client: clerk.client },
    ...{ bar, tea: tea.id, cake: cake.id, large: large.id, cash, card, counter_id, table },
    [Symbol.asyncDispose]: () => api[Symbol.asyncDispose](),
  };
}
type Till = Awaited<ReturnType<typeof openTill>>;

const day_ms = 86_400_000;

const article = (article_id: number, quantity = 1) => ({ kind: 'article' as const, article_id, quantity });

async function mixedSale({ client, offer_id, tea, cake, large, cash, card, counter_id }: Till) {
  return client.ring_up({
    body: {
      counter_id,
      items: [
        { ...article(tea, 2), variation_ids: [large] },
        article(cake, 2),
        { kind: 'ticket', offer_id, quantity: 1 },
        { kind: 'free', title: 'Consigne', quantity: 1, unit_amount: 100 },
      ],
      payments: [
        { payment_mode_id: card, amount: 1500 },
        { payment_mode_id: cash, amount: 5000 },
      ],
    },
  });
}

onEachStore('the counter under /api', (open) => {
  test('a day goes from the float over a mixed sale and a refund to a counted drawer, and its Z balances', async () => {
    const office = open();
    await using till = await openTill(office);
    const { api, organizer_id, client, clerk, cash, counter_id } = till;
    const session = await client.open_counter_session({ body: { counter_id, opening_amount: 10_000 } });
    assert.deepEqual([session.user_id, session.closed_at], [clerk.user_id, null]);
    const params = { id: session.id };
    const sold = await mixedSale(till);
    const ticket = sold.tickets[0]!;
    const total = 700 + 900 + ticket.charged_amount + 100;
    assert.deepEqual([sold.status, sold.total, sold.paid], ['paid', total, total]);
    assert.equal(sold.change, 6500 - total);
    assert.equal(sold.counter_session_id, session.id);
    assert.match(ticket.barcode ?? '', /./);

    const moved = await client.move_cash({ params, body: { amount: -5000, reason: 'Banque' } });
    assert.equal(moved.cash, 10_000 + (total - 1500) - 5000);
    const back = await client.refund_at_till({
      params: { id: sold.id },
      body: {
        ...{ counter_id, payment_mode_id: cash, restock: true, ticket_ids: [ticket.id], deduction: 100 },
        lines: [{ order_line_id: sold.line_ids[1]!, quantity: 1 }],
      },
    });
    assert.equal(back.order.lines.find(({ id }) => id === sold.line_ids[1])?.returned, 1);
    const returned = await client.find_till_order({ params: { id: back.return_order_id! } });
    assert.deepEqual([returned.total, returned.paid], [-450, -450]);

    const gone = 450 + ticket.charged_amount - 100;
    const expected = 10_000 + (total - 1500) - 5000 - gone;
    const x = await client.find_counter_session({ params });
    assert.deepEqual([x.sums.cash, x.report.net], [expected, total - gone]);
    const closing = await client.close_counter_session({ params, body: { closing_amount: expected - 20 } });
    assert.deepEqual([closing.expected_amount, closing.difference], [expected, -20]);
    const listed = await client.list_counter_sessions({
      query: { where: [{ column: 'counter_id', value: counter_id }] },
    });
    assert.deepEqual(
      listed.items.map((one) => [one.id, one.closing_amount, one.difference]),
      [[session.id, expected - 20, -20]],
    );
    for (const period of ['2026-05-15', '2026-05', '2026']) {
      const { items } = await client.till_reports({ query: { period, counter_id } });
      const { report, closed_by } = items[0]!;
      assert.equal(closed_by, null);
      assert.deepEqual(
        [report.net, report.sales.amount, report.returns.amount],
        [total - gone, total, -gone],
      );
      assert.equal(
        report.payments.reduce((sum, { amount }) => sum + amount, 0),
        report.net,
      );
      const vat = report.vat.reduce((sum, { gross }) => sum + gross, 0);
      const byDepartment = report.departments.reduce((sum, { gross }) => sum + gross, 0);
      assert.deepEqual([vat, byDepartment], [report.net, report.net]);
      assert.equal(report.cash.difference, -20);
    }
    const query = { period: '2026-05-15' };
    assert.match(await client.till_reports_csv({ query }), /^period,counter,section/);
    assert.equal(await headOf(client.till_reports_pdf({ query })), '%PDF-');
    const receipt = await client.find_receipt({ params: { id: sold.id }, query: { language: 'en' } });
    assert.deepEqual(
      receipt.rows.filter(({ text }) => ['Consigne', 'TOTAL EUR'].includes(text)),
      [
        { kind: 'pair', text: 'Consigne', amount: '1,00' },
        { kind: 'sum', text: 'TOTAL EUR', amount: '18,00' },
      ],
    );
    assert.equal(await headOf(client.receipt_pdf({ params: { id: sold.id }, body: {} })), '%PDF-');
    const printed = await bytesOf(client.receipt_escpos({ params: { id: sold.id }, body: { columns: 32 } }));
    assert.deepEqual([...printed.subarray(0, 2)], [0x1b, 0x40]);
    assert.ok(printed.includes('Consigne'));

    office.surroundings.advance(day_ms);
    await office.write((tx) => closePeriods(tx, { sealer: testSealer, limit: 100 }));
    const reader = (await api.openMember({ organizer_id, role: 'accountant' })).client;
    const [z] = (await reader.till_reports({ query })).items;
    assert.equal(z?.report.net, total - gone);
    assert.equal(z?.closed_by?.number, z.report.last_number + 1);
    const [running] = (await reader.till_reports({ query: { period: '2026-05' } })).items;
    assert.equal(running?.closed_by, null);
    office.surroundings.instant -= day_ms;
  });

  test('one look shows what a till sells; a quote stands on its table until it is changed, validated and paid', async () => {
    await using till = await openTill(open());
    const { client, tea, cake, card, counter_id, table } = till;
    const body = { counter_id, quote: true, dining_table_id: table, covers: 2, items: [article(cake, 2)] };
    const quote = await client.ring_up({ body });
    assert.deepEqual([quote.total, quote.counter_session_id], [900, null]);
    const shown = await client.till_catalogue();
    assert.deepEqual(shown.tables, [
      { id: table, name: 'T1', seats: 4, open: { orders: 1, covers: 2, due: 900 } },
    ]);
    assert.equal(shown.articles.find(({ id }) => id === cake)?.left, 3);
    assert.equal(shown.articles.find(({ id }) => id === tea)?.variations[0]?.name, 'Grand');

    const params = { id: quote.id };
    const changed = await client.change_quote({ params, body: { items: [article(tea)] } });
    assert.deepEqual([changed.total, changed.validated], [300, false]);
    const validated = await client.validate_quote({ params, body: { counter_id } });
    assert.deepEqual([validated.validated, validated.due], [true, 300]);
    const waiting = await client.list_unsettled_orders({ query: { dining_table_id: table } });
    assert.deepEqual([waiting.items.map(({ id }) => id), waiting.complete], [[quote.id], true]);
    const again = { params, body: { items: [article(cake)] } };
    assert.equal(await codeOf(client.change_quote(again)), 'illegal_move');
    const paid = await client.pay_at_till({
      params,
      body: { counter_id, payments: [{ payment_mode_id: card }] },
    });
    assert.deepEqual([paid.status, paid.paid, paid.change], ['paid', 300, 0]);
    assert.deepEqual((await client.list_unsettled_orders({ query: { dining_table_id: table } })).items, []);

    const other = await client.ring_up({ body });
    const given = await client.cancel_till_order({ params: { id: other.id }, body: { reason: 'gone' } });
    assert.deepEqual([given.cancelled, given.due], [true, 0]);
    assert.equal((await client.till_catalogue()).articles.find(({ id }) => id === cake)?.left, 5);
  });

  test('a till learns where it stands, what is on today first, and the prices of a session', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, clerk, manager, counter_id, offer_id, organizer_id, event } = till;
    const shut = await client.till_setup();
    assert.deepEqual(
      [shut.organizer.id, shut.organizer.currency, shut.caller.kind],
      [organizer_id, 'EUR', 'user'],
    );
    assert.deepEqual(shut.tills, [{ id: counter_id, name: 'Bar', session: null, printer: null, holder: '' }]);
    const session = await client.open_counter_session({ body: { counter_id, opening_amount: 500 } });
    const [opened] = (await client.till_setup()).tills;
    assert.deepEqual([opened?.session?.id, opened?.session?.opening_amount], [session.id, 500]);
    assert.equal(opened?.holder, shut.caller.name);
    assert.ok(clerk.user_id > 0 && shut.caller.name !== '');

    // the office's clock stands at 10:30 in Paris
    const timed = async (name: string, starts_at: string, ends_at: string) => {
      const body = { name, published: true, sessions: [{ starts_at, ends_at, capacity: 4 }] };
      const prices = [{ name: 'Plein tarif', amount: 900 }];
      return (await manager.open_event({ body: { ...body, prices } })).session_ids[0] ?? 0;
    };
    await timed('Hier', '2026-05-14T18:00:00.000Z', '2026-05-14T20:00:00.000Z');
    await timed('Finie', '2026-05-15T06:00:00.000Z', '2026-05-15T07:00:00.000Z');
    const later = await timed('Demain', '2026-05-16T18:00:00.000Z', '2026-05-16T20:00:00.000Z');
    const running = await timed('En cours', '2026-05-15T08:00:00.000Z', '2026-05-15T20:00:00.000Z');
    await office.write(async (tx) => {
      const abroad = { organizer_id, name: 'Genève', status: 'published', currency: 'CHF' };
      const event_id = await createEvent(tx, abroad);
      await createSession(tx, { organizer_id, event_id, starts_at: Date.UTC(2026, 4, 15, 18) });
    });
    const { items, complete } = await client.till_shows({ query: {} });
    assert.deepEqual(
      items.map((show) => [show.event, show.session_id, show.left]),
      [
        ['En cours', running, 4],
        ['Demain', later, 4],
        ['Billetterie', null, null],
      ],
    );
    assert.equal(complete, true);
    // what is beyond the first look is found by its name, however it is typed
    const one = await client.till_shows({ query: { limit: 1 } });
    assert.deepEqual(
      [one.items.map((show) => show.event), one.complete],
      [['En cours', 'Billetterie'], false],
    );
    const named = async (q: string) =>
      (await client.till_shows({ query: { q, limit: 1 } })).items.map((show) => show.event);
    assert.deepEqual(
      [await named('DEM'), await named('cours en'), await named('billett'), await named('ain')],
      [['Demain'], ['En cours'], ['Billetterie'], []],
    );
    assert.deepEqual(await named('Hier'), []);

    const [undated] = (await client.till_offers({ query: { event_id: event.event_id } })).items;
    assert.deepEqual([undated?.offer_id, undated?.left, undated?.sale_state], [offer_id, 3, 'on_sale']);
    const [full] = (await client.till_offers({ query: { session_id: running } })).items;
    assert.deepEqual([full?.name, full?.amount, full?.left, full?.numbered], ['Plein tarif', 900, 4, false]);
    const item = { kind: 'ticket' as const, offer_id: full?.offer_id ?? 0, session_id: running, quantity: 3 };
    await client.ring_up({ body: { counter_id, items: [item] } });
    assert.equal((await client.till_offers({ query: { session_id: running } })).items[0]?.left, 1);
    assert.equal(await codeOf(client.till_offers({ query: {} })), 'invalid_input');
  });

  test('a hidden price is shown and sold to whoever names the code that reveals it', async () => {
    const office = open();
    await using till = await openTill(office);
    const { client, manager, counter_id, organizer_id } = till;
    await client.open_counter_session({ body: { counter_id, opening_amount: 0 } });
    const prices = [
      { name: 'Plein tarif', amount: 900 },
      { name: 'Abonnés', amount: 600 },
    ];
    const sessions = [{ starts_at: '2026-05-16T18:00:00.000Z', capacity: 4 }];
    const opened = await manager.open_event({ body: { name: 'Demain', published: true, sessions, prices } });
    const session_id = opened.session_ids[0] ?? 0;
    const offersWith = async (promo_code?: string) =>
      (
        await client.till_offers({
          query: { session_id, ...(promo_code === undefined ? {} : { promo_code }) },
        })
      ).items;
    const [, secret] = await offersWith();
    assert.ok(secret !== undefined);
    const { price_id, offer_id } = secret;
    await manager.change_price({ params: { id: price_id }, body: { hidden: true } });
    await office.write(async (tx) => {
      const scopes = [{ kind: 'price' as const, target_id: price_id }];
      await createPromoCode(tx, { organizer_id, label: 'ABONNES', kind: 'reveal', uses: null, scopes });
      await createPromoCode(tx, {
        organizer_id,
        label: 'DIX',
        kind: 'percent',
        percent_bp: 1000,
        uses: null,
      });
    });
    const names = async (code?: string) => (await offersWith(code)).map(({ name }) => name);
    assert.deepEqual(await names(), ['Plein tarif']);
    assert.deepEqual(await names('abonnes'), ['Plein tarif', 'Abonnés']);
    assert.deepEqual([await names('DIX'), await names('RIEN')], [['Plein tarif'], ['Plein tarif']]);
    const items = [{ kind: 'ticket' as const, offer_id, session_id, quantity: 1 }];
    assert.equal(await codeOf(client.ring_up({ body: { counter_id, items } })), 'price_not_visible');
    const sold = await client.ring_up({ body: { counter_id, items, promo_code: 'abonnes' } });
    assert.equal(sold.total, 600);
  });

  test('the orders of a session of the till are listed, the latest first and page by page', async () => {
    await using till = await openTill(open());
    const { client, tea, counter_id } = till;
    const session = await client.open_counter_session({ body: { counter_id } });
    const body = { counter_id, items: [article(tea)] };
    const ids = [
      await client.ring_up({ body }),
      await client.ring_up({ body }),
      await client.ring_up({ body }),
    ].map(({ id }) => id);
    const query = { counter_session_id: session.id, limit: 2 };
    const first = await client.list_till_orders({ query });
    assert.deepEqual([first.items.map(({ id }) => id), first.complete], [[ids[2], ids[1]], false]);
    const rest = await client.list_till_orders({ query: { ...query, before_id: ids[1] } });
    assert.deepEqual([rest.items.map(({ id }) => id), rest.complete], [[ids[0]], true]);
  });

  test('a preview says what a sale comes to and where it sits, and keeps nothing; then it is sold so', async () => {
    const office = open();
    const night = await office.write((tx) => openTheatreNight(tx));
    const { organizer_id, session_id, seat_offer_id, seats } = night;
    await using api = await openApi(office);
    const { client } = await api.openMember({ organizer_id, role: 'manager' });
    const counter_id = (await client.create_counter({ body: { name: 'Hall' } })).id;
    const tea = (await client.create_article({ body: { name: 'Thé', amount: 300 } })).id;
    await client.create_promo_codes({
      body: { labels: ['DIX'], kind: 'percent', percent_bp: 1000, uses: null },
    });
    const items = [
      { kind: 'ticket' as const, offer_id: seat_offer_id, session_id, quantity: 2 },
      article(tea, 3),
    ];
    const preview = await client.preview_sale({ body: { items, promo_code: 'DIX' } });
    assert.deepEqual(preview, {
      total: 5850 + 900,
      items: [
        {
          ...{ amount: 5850, listed_amount: 6500 },
          seats: ['A;4', 'A;5'].map((name) => ({
            ...{ place_id: seats.get(name), row_label: 'A', seat_label: name.slice(2) },
            offer_id: seat_offer_id,
          })),
        },
        { amount: 900, listed_amount: 900, seats: [] },
      ],
    });
    assert.deepEqual(await client.preview_sale({ body: { items, promo_code: 'DIX' } }), preview);
    const taken = (await client.list_session_seats({ params: { id: session_id }, query: {} })).items;
    assert.ok(taken.every(({ state }) => state === 'free'));
    const useless = { items: [article(tea)], promo_code: 'DIX' };
    assert.equal(await codeOf(client.preview_sale({ body: useless })), 'promo_code_out_of_scope');
    const twice = {
      items: [
        { kind: 'ticket' as const, offer_id: seat_offer_id, session_id, quantity: 1, promo_code: 'DIX' },
      ],
      promo_code: 'DIX',
    };
    assert.equal(await codeOf(client.preview_sale({ body: twice })), 'invalid_input');

    const customer = { first_name: 'Zoé', last_name: 'Martin', email: 'zoe@example.org' };
    const sold = await client.ring_up({ body: { counter_id, items, promo_code: 'DIX', customer } });
    assert.equal(sold.total, preview.total);
    assert.deepEqual(
      sold.tickets.map(({ place_id }) => place_id),
      preview.items[0]?.seats.map(({ place_id }) => place_id),
    );
    assert.equal((await client.find_till_order({ params: { id: sold.id } })).customer, 'Zoé Martin');
    const quote = await client.ring_up({ body: { counter_id, quote: true, items } });
    const params = { id: quote.id };
    const changed = await client.change_quote({ params, body: { items, promo_code: 'DIX' } });
    assert.equal(changed.total, preview.total);
    assert.equal(await codeOf(client.change_quote({ params, body: useless })), 'promo_code_out_of_scope');
  });

  test('a receipt goes to the printer of the till, where the operator lets one stand', async () => {
    const office = open();
    const { organizer_id } = await office.write((tx) => openEvent(tx, 1));
    const printed: Buffer[] = [];
    const printer = createServer((socket) =>
      socket.on('data', (part) => printed.push(typeof part === 'string' ? Buffer.from(part) : part)),
    );
    printer.listen(0, '127.0.0.1');
    await once(printer, 'listening');
    const { port } = printer.address() as AddressInfo;
    await using api = await openApi(office, { printer_networks: ['127.0.0.1'] });
    const { client } = await api.openMember({ organizer_id, role: 'manager' });
    const clerk = (await api.openMember({ organizer_id, role: 'counter' })).client;
    const settings = { floor: 2 };
    const counter_id = (await client.create_counter({ body: { name: 'Hall', settings } })).id;
    const free = { kind: 'free' as const, title: 'Consigne', quantity: 1, unit_amount: 100 };
    const { id } = await clerk.ring_up({ body: { counter_id, items: [free] } });
    const print = () => clerk.print_receipt({ params: { id }, body: { counter_id } });
    assert.equal(await codeOf(print()), 'not_found');

    const there = { host: '127.0.0.1', port, columns: 42 as const, opens_drawer: true };
    const params = { id: counter_id };
    const put = (by: ApiClient, one: typeof there | null) =>
      by.set_counter_printer({ params, body: { printer: one } });
    assert.equal(await codeOf(put(clerk, there)), 'forbidden');
    assert.equal(await codeOf(put(client, { ...there, host: '10.0.0.9' })), 'printer_not_allowed');
    await put(client, there);
    assert.deepEqual((await clerk.till_setup()).tills[0]?.printer, there);
    const ended = once(printer, 'connection').then(([socket]) => once(socket, 'close'));
    assert.deepEqual(await print(), { sent: true });
    await ended;
    const bytes = Buffer.concat(printed);
    assert.deepEqual([...bytes.subarray(0, 2)], [0x1b, 0x40]);
    assert.ok(bytes.includes('Consigne'));
    assert.ok(!bytes.includes('DUPLICATA'));
    // ESC p opens the drawer, which a duplicate has no business with
    const pulse = Buffer.from([0x1b, 0x70]);
    assert.ok(bytes.includes(pulse));
    printed.length = 0;
    const again = once(printer, 'connection').then(([socket]) => once(socket, 'close'));
    await print();
    await again;
    assert.ok(Buffer.concat(printed).includes('DUPLICATA'));
    assert.ok(!Buffer.concat(printed).includes(pulse));
    printed.length = 0;
    const drawer = once(printer, 'connection').then(([socket]) => once(socket, 'close'));
    assert.deepEqual(await clerk.open_drawer({ params }), { sent: true });
    await drawer;
    assert.ok(Buffer.concat(printed).includes(pulse));
    assert.ok(!Buffer.concat(printed).includes('Consigne'));
    const opened = await office.read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select('subject_id')
        .where('organizer_id', '=', organizer_id)
        .where('action', '=', 'counter.drawer_opened')
        .execute(),
    );
    assert.deepEqual(
      opened.map(({ subject_id }) => subject_id),
      [counter_id],
      'and the ledger tells',
    );
    printer.close();
    await once(printer, 'close');
    assert.equal(await codeOf(clerk.open_drawer({ params })), 'printer_unreachable');
    assert.equal(await codeOf(print()), 'printer_unreachable');
    const marked = async () => {
      const { rows } = await clerk.issue_receipt({ params: { id }, body: { counter_id } });
      return rows.map(({ text }) => text).filter((text) => text.startsWith('DUPLICATA'));
    };
    assert.deepEqual(await marked(), ['DUPLICATA n° 2'], 'a printer that cannot be reached has printed none');
    const looked = await clerk.find_receipt({ params: { id }, query: {} });
    assert.ok(looked.rows.some(({ text }) => text === 'APERÇU, ne vaut pas ticket'));
    assert.deepEqual(await marked(), ['DUPLICATA n° 3'], 'to look is not to print');
    await put(client, null);
    assert.equal((await clerk.till_setup()).tills[0]?.printer, null);
    assert.deepEqual((await client.find_counter({ params })).settings, settings);
  });

  test('a till is handed over to who knows the PIN, and what is rung up then is theirs', async () => {
    await using till = await openTill(open());
    const { client, manager, boss, clerk, tea, counter_id } = till;
    const session = await client.open_counter_session({ body: { counter_id } });
    await manager.set_till_pin({ body: { pin: '4711' } });
    assert.equal(
      await codeOf(client.set_till_pin({ body: { pin: '1234', user_id: boss.user_id } })),
      'forbidden',
    );
    const found = await manager.find_user({ params: { id: boss.user_id } });
    assert.equal(found.till_pin, true, 'and no more of it is told');
    assert.doesNotMatch(JSON.stringify(found), /4711|pin_hash/);
    const { pin_holders } = await client.till_catalogue();
    assert.deepEqual(
      pin_holders.map(({ id }) => id),
      [boss.user_id],
    );
    const params = { id: session.id };
    const taking = (pin: string) => client.hand_over_till({ params, body: { user_id: boss.user_id, pin } });
    const sellerNow = async () => {
      const { id } = await client.ring_up({ body: { counter_id, items: [article(tea)] } });
      return (await client.find_till_order({ params: { id } })).user_id;
    };
    assert.equal(await codeOf(taking('4712')), 'wrong_code');
    assert.equal(await sellerNow(), clerk.user_id);
    await taking('4711');
    assert.equal(await sellerNow(), boss.user_id);
  });

  test('a sale that is sent twice under one key is rung up once', async () => {
    await using till = await openTill(open());
    const { client, tea, cash, counter_id } = till;
    const ring = (quantity: number) =>
      client.ring_up({
        headers: { 'idempotency-key': 'till-1' },
        body: { counter_id, items: [article(tea, quantity)], payments: [{ payment_mode_id: cash }] },
      });
    const first = await ring(1);
    assert.deepEqual(await ring(1), first);
    assert.equal(await codeOf(ring(2)), 'idempotency_key_reused');
    const { items } = await client.till_reports({ query: { period: '2026' } });
    assert.deepEqual(items[0]?.report.sales, { count: 1, amount: 300 });
  });

  test('refuses a price forced by who sets none, more than was sold, and a till that is closed', async () => {
    await using till = await openTill(open());
    const { client, manager, tea, cash, counter_id } = till;
    const forced = {
      body: { counter_id, items: [{ ...article(tea), unit_amount: 1 }], override_reason: 'friends' },
    };
    assert.equal(await codeOf(client.ring_up(forced)), 'forbidden');
    assert.equal((await manager.ring_up(forced)).total, 1);
    const body = { counter_id, items: [article(tea)], payments: [{ payment_mode_id: cash }] };
    const sold = await client.ring_up({ body });
    const lines = [{ order_line_id: sold.line_ids[0]!, quantity: 2 }];
    const refund = { params: { id: sold.id }, body: { counter_id, payment_mode_id: cash } };
    const tooMuch = { ...refund, body: { ...refund.body, lines } };
    assert.equal(await codeOf(client.refund_at_till(tooMuch)), 'refund_exceeds_paid');
    const loose = { ...refund, body: { ...refund.body, restock: true } };
    assert.equal(await codeOf(client.refund_at_till(loose)), 'invalid_input');
    await client.refund_at_till(refund);
    assert.equal(await codeOf(client.refund_at_till(refund)), 'illegal_move');
    const params = { id: sold.counter_session_id! };
    await client.close_counter_session({ params, body: { closing_amount: 0 } });
    const late = { params, body: { amount: 1, reason: 'late' } };
    assert.equal(await codeOf(client.move_cash(late)), 'counter_session_closed');
  });

  test("another organizer's rows are not found, and roles that may not are refused", async () => {
    const office = open();
    await using till = await openTill(office);
    const { api, organizer_id, client, tea, cash, counter_id, table, boss } = till;
    const body = { counter_id, items: [article(tea)] };
    const sold = await client.ring_up({ body });
    const there = await office.write((tx) => openEvent(tx, 1));
    const foreign = (await api.openMember({ organizer_id: there.organizer_id, role: 'manager' })).client;
    const own = await foreign.create_counter({ body: { name: 'Other' } });
    const session = { id: sold.counter_session_id! };
    const order = { id: sold.id };
    const payments = [{ payment_mode_id: cash }];
    const elsewhere = (one: ApiClient): (() => Promise<unknown>)[] => [
      () => one.find_counter({ params: { id: counter_id } }),
      () => one.change_article({ params: { id: tea }, body: { name: 'x' } }),
      () => one.delete_dining_table({ params: { id: table } }),
      () => one.find_counter_session({ params: session }),
      () => one.open_counter_session({ body: { counter_id } }),
      () => one.move_cash({ params: session, body: { amount: 1, reason: 'x' } }),
      () => one.close_counter_session({ params: session, body: { closing_amount: 0 } }),
      () => one.set_till_pin({ body: { pin: null, user_id: boss.user_id } }),
      () => one.ring_up({ body }),
      () => one.ring_up({ body: { ...body, counter_id: own.id } }),
      () => one.preview_sale({ body: { items: body.items } }),
      () => one.find_till_order({ params: order }),
      () => one.change_quote({ params: order, body: { items: body.items } }),
      () => one.validate_quote({ params: order, body: { counter_id: own.id } }),
      () => one.pay_at_till({ params: order, body: { counter_id: own.id, payments } }),
      () => one.cancel_till_order({ params: order, body: {} }),
      () => one.refund_at_till({ params: order, body: { counter_id: own.id, payment_mode_id: cash } }),
      () => one.find_receipt({ params: order, query: {} }),
      () => one.print_receipt({ params: order, body: { counter_id: own.id } }),
      () => one.print_receipt({ params: order, body: { counter_id } }),
      () => one.set_counter_printer({ params: { id: counter_id }, body: { printer: null } }),
      () => one.receipt_pdf({ params: order, body: {} }),
      () => one.receipt_escpos({ params: order, body: {} }),
      () => one.issue_receipt({ params: order, body: {} }),
      () => one.till_reports({ query: { period: '2026', counter_id } }),
    ];
    for (const call of elsewhere(foreign)) assert.equal(await codeOf(call()), 'not_found');

    const { event_id } = till.event;
    assert.deepEqual((await foreign.till_offers({ query: { event_id } })).items, []);
    const unseen = await foreign.list_till_orders({ query: { counter_session_id: session.id } });
    assert.deepEqual(unseen.items, []);
    const gate = (await api.openMember({ organizer_id, role: 'gate' })).client;
    for (const call of [
      ...elsewhere(gate),
      () => gate.list_counter_sessions({ query: {} }),
      () => gate.list_unsettled_orders({ query: {} }),
      () => gate.till_catalogue(),
      () => gate.till_setup(),
      () => gate.till_shows({ query: {} }),
      () => gate.till_offers({ query: { event_id } }),
      () => gate.list_till_orders({ query: { counter_session_id: session.id } }),
    ])
      assert.equal(await codeOf(call()), 'forbidden');
    const reader = (await api.openMember({ organizer_id, role: 'accountant' })).client;
    assert.equal((await reader.find_till_order({ params: order })).id, sold.id);
    assert.equal(await codeOf(reader.ring_up({ body })), 'forbidden');
    assert.equal(await codeOf(client.create_counter({ body: { name: 'x' } })), 'forbidden');
    const single = (await api.openMember({ organizer_id, role: 'counter', event_id })).client;
    assert.equal(await codeOf(single.ring_up({ body })), 'forbidden');
    assert.equal(await codeOf(single.find_till_order({ params: order })), 'forbidden');
  });
});

async function bytesOf(body: Promise<Readable | Uint8Array>): Promise<Buffer> {
  const sent = await body;
  return Buffer.concat(sent instanceof Uint8Array ? [sent] : ((await sent.toArray()) as Uint8Array[]));
}

const headOf = async (body: Promise<Readable | Uint8Array>): Promise<string> =>
  (await bytesOf(body)).subarray(0, 5).toString('latin1');
