import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openCaisseShop, sendForm, type CaisseShop } from '../../../test/fixtures/caisse-shop.ts';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import { receiptOf } from '../../office/documents/receipt.ts';
import { createArticle } from '../../office/counter/article.ts';
import { createPool } from '../../office/catalogue/pool.ts';
import { examine } from '../../office/doctor/examine.ts';
import { failureCases } from './failure-cases.ts';
import { columnsOf, lists, type ListName } from './list-shapes.ts';

interface Exchange {
  readonly request: { readonly path: string; readonly form: readonly (readonly [string, string])[] };
  readonly answer: Readonly<Record<string, unknown>>;
}

const fixture = (name: string): Exchange =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Exchange;

const webapp = '/workers/webapp.php';

async function rowsOf(office: TestStore, organizer_id: number) {
  const count = async (table: 'order' | 'customer' | 'journal_line' | 'counter_session' | 'user') =>
    office.read(async (rx) => {
      const { many } = await rx.db
        .selectFrom(table as 'order')
        .select((eb) => eb.fn.countAll<number>().as('many'))
        .$if(table !== 'user', (query) => query.where('organizer_id', '=', organizer_id))
        .executeTakeFirstOrThrow();
      return many;
    });
  return {
    order: await count('order'),
    customer: await count('customer'),
    journal: await count('journal_line'),
    session: await count('counter_session'),
    user: await count('user'),
  };
}

const record = (shop: CaisseShop, pairs: readonly (readonly [string, string])[]) =>
  sendForm(shop, webapp, pairs);

onEachStore('the cash register', (open) => {
  test("answers the document's examples, sent as it sends them: 38.99 and 20.40", async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    for (const name of ['existing-client', 'new-client']) {
      const { request, answer } = fixture(name);
      const told = await sendForm(shop, request.path, request.form);
      assert.equal(told.status, 200);
      const body = told.json();
      assert.deepEqual(Object.fromEntries(Object.keys(answer).map((field) => [field, body[field]])), answer);
      assert.ok(Number.isInteger(body['orderID']));
    }
    const [first, second] = await shop.client.orders();
    assert.deepEqual([first!.clientID, first!.userID, first!.deliveryMethod], [123, 1, 0]);
    assert.deepEqual(
      first!.items.map(({ articleID, departmentID, title, quantity, price, VAT, declinaisons }) => [
        articleID,
        departmentID,
        title,
        quantity,
        price,
        VAT,
        declinaisons.map(({ id }) => id),
      ]),
      [
        [12, 5, 'Pizza 4 fromages', 2, '14.50', 10, [3, 8]],
        [null, 5, 'Vente libre', 1, '9.99', 10, []],
      ],
    );
    assert.deepEqual(second!.client, {
      nom: 'Durand',
      prenom: 'Zoé',
      email: 'zoe.durand@example.com',
      telephone: '+33 6 12 34 56 78',
    });
    const clients = await shop.client.clients();
    assert.deepEqual(
      clients.find(({ nom }) => nom === 'Durand'),
      {
        id: second!.clientID,
        nom: 'Durand',
        prenom: 'Zoé',
        email: 'zoe.durand@example.com',
        telephone: '+33 6 12 34 56 78',
        adresseligne1: '10 rue des Écoles',
        adresseligne2: 'Bât. B',
        codepostal: '75005',
        ville: 'Paris',
        pays: 'FR',
        numtva: 'FRXX999999999',
        commentaireadresse: 'Sonner 2 fois',
        rcs: 'RCS Paris 123 456 789',
        codeBarre: 'CUST-0001',
        telephone2: '+33 1 23 45 67 89',
        lat: '48.848',
        lng: '2.347',
      },
    );
  });

  test('keeps every parameter, from a query, a form, JSON or one from each', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const { orderID } = await shop.client.recordSale({
      input: {
        idUser: 1,
        payment: 2,
        idClient: 123,
        client: { nom: 'Ignored' },
        idtable: 2,
        idcaisse: 1,
        numcouverts: 4,
        publicComment: 'Merci',
        privateComment: 'Fidèle',
        pagerNum: 17,
        deliveryMethod: 2,
        dateValeur: 1_790_000_000,
        itemsList: ['42'],
      },
    });
    const order = await shop.client.order({ input: { order_id: orderID! } });
    const { clientID, userID, tableID, cashBoxID, numcouverts, deliveryMethod, pagerNum } = order;
    assert.deepEqual(
      [clientID, userID, tableID, cashBoxID, numcouverts, deliveryMethod, pagerNum],
      [123, 1, 2, 1, 4, 2, 17],
    );
    assert.deepEqual([order.publicComment, order.privateComment], ['Merci', 'Fidèle']);
    assert.deepEqual(
      order.payments.map(({ paymentModeID, name, amount }) => [paymentModeID, name, amount]),
      [[2, 'Carte bancaire', '12.90']],
    );
    assert.deepEqual(order.VATs, [{ rate: 10, base: '11.73', amount: '1.17' }]);
    const { app, shop_id, key } = shop;
    const mixed = await app.inject({
      method: 'POST',
      url: `/caisse${webapp}?shopID=${shop_id}&payment=2`,
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ key, itemsList: ['15_2'], deliveryMethod: '4' }),
    });
    assert.equal(mixed.json<{ price: string }>().price, '5.00', mixed.body);
    const got = await sendForm(
      shop,
      webapp,
      [
        ['payment', '2'],
        ['itemsList[0]', '15'],
      ],
      { method: 'GET' },
    );
    assert.equal(got.json()['price'], '2.50');
  });

  test('a GET with credentials alone tests the connection and sells nothing', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const before = await rowsOf(office, shop.organizer_id);
    const told = await sendForm(shop, webapp, [], { method: 'GET' });
    assert.deepEqual([told.status, told.json()], [200, { result: 'OK', success: true }]);
    assert.deepEqual(await rowsOf(office, shop.organizer_id), before);
  });

  test('sells without idUser as "webservice", who is made once', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const ids = [];
    for (let sale = 0; sale < 3; sale += 1) {
      const { orderID } = await shop.client.recordSale({ input: { payment: 2, itemsList: ['15'] } });
      ids.push((await shop.client.order({ input: { order_id: orderID! } })).userID);
    }
    assert.equal(new Set(ids).size, 1);
    const users = await shop.client.users();
    assert.deepEqual(
      users.map(({ id, login }) => [id, login]),
      [
        [1, 'bar'],
        [ids[0], 'webservice'],
      ],
    );
  });

  test('a mode that gives money back makes every amount negative', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const told = await shop.client.recordSale({
      input: { payment: 5, itemsList: ['12_2', 'Free_1.00_Consigne'] },
    });
    assert.deepEqual([told.price, told.paid, told.terminated], ['-30.00', '-30.00', true]);
    const order = await shop.client.order({ input: { order_id: told.orderID! } });
    assert.equal(order.isRefund, true);
    assert.deepEqual(
      order.items.map(({ price }) => price),
      ['-14.50', '-1.00'],
    );
    const sales = await shop.client.sales();
    assert.deepEqual([sales.cashboxes[0]!.returns, sales.cashboxes[0]!.perpetualTotal], ['-30.00', '0.00']);
  });

  test('an article that stands for an offer sells a real ticket, out of the same capacity', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const { organizer_id } = shop;
    const article_id = await office.write(async (tx) => {
      const event = await openEvent(tx, 2);
      await tx.db.updateTable('offer').set({ organizer_id }).where('id', '=', event.offer_id).execute();
      for (const table of ['event', 'price', 'pool'] as const)
        await tx.db
          .updateTable(table as 'event')
          .set({ organizer_id })
          .where('organizer_id', '=', event.organizer_id)
          .execute();
      return createArticle(tx, { organizer_id, name: 'Entrée', amount: 1100, offer_id: event.offer_id });
    });
    const id = article_id + 1_500_000_000;
    const sell = (many: number) =>
      record(shop, [
        ['payment', '2'],
        ['itemsList[]', `${id}_${many}`],
        ['itemsList[]', '15'],
      ]);
    const told = (await sell(2)).json();
    assert.equal(told['price'], '24.50');
    const tickets = await office.read((rx) =>
      rx.db
        .selectFrom('barcode')
        .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
        .select('barcode.code')
        .where('ticket.order_id', '=', Number(told['orderID']) - 1_500_000_000)
        .execute(),
    );
    assert.equal(tickets.length, 2);
    assert.equal((await sell(1)).json()['errorMessage'], "Il n'en reste pas assez");
    const refused = await record(shop, [
      ['payment', '5'],
      ['itemsList[]', String(id)],
    ]);
    assert.equal(refused.json()['success'], false);
    // given back but for a fee: what is listed and taxed is what still stands
    const order_id = Number(told['orderID']) - 1_500_000_000;
    const [ticket] = await office.read((rx) =>
      rx.db.selectFrom('ticket').select('id').where('order_id', '=', order_id).execute(),
    );
    const ticket_ids = [ticket!.id];
    await office.write((tx) => refundTickets(tx, { organizer_id, order_id, ticket_ids, deduction: 100 }));
    const listed = await shop.client.order({ input: { order_id: Number(told['orderID']) } });
    assert.deepEqual(
      listed.items.map(({ quantity, price }) => [quantity, price]),
      [
        [1, '11.00'],
        [1, '2.50'],
      ],
    );
    assert.equal(listed.price, '14.50');
    const gross = listed.VATs.reduce((sum, { base, amount }) => sum + Number(base) + Number(amount), 0);
    assert.equal(gross.toFixed(2), '14.50');
    const receipt = await office.read((rx) => receiptOf(rx, { organizer_id, order_id, language: 'fr' }));
    const kept = receipt.rows.find((row) => 'text' in row && row.text === 'Retenu sur remboursement');
    assert.deepEqual(kept, { kind: 'pair', text: 'Retenu sur remboursement', amount: '1,00' });
  });

  test('two identical requests are two sales, unless they carry the same Idempotency-Key', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const form = [
      ['payment', '2'],
      ['itemsList[]', '15'],
    ] as const;
    const ids = new Set<unknown>();
    for (let times = 0; times < 2; times += 1) ids.add((await record(shop, form)).json()['orderID']);
    assert.equal(ids.size, 2);
    const keyed = { headers: { 'idempotency-key': 'once' } };
    const answers = [await sendForm(shop, webapp, form, keyed), await sendForm(shop, webapp, form, keyed)];
    assert.deepEqual(answers[0]!.json(), answers[1]!.json());
    const other = await sendForm(shop, webapp, [...form, ['itemsList[]', '42']], keyed);
    assert.match(String(other.json()['errorMessage']), /idempotence/);
    assert.equal((await shop.client.orders()).length, 3);
  });

  test('a quote is edited, validated, paid in parts and given back through editOrder', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const { client } = shop;
    const quote = await client.recordSale({ input: { payment: -2, idtable: 1, itemsList: ['12_2'] } });
    assert.deepEqual([quote.validated, quote.invoice, quote.price], [false, undefined, '29.00']);
    assert.ok(quote.quote?.startsWith('https://tickets.example/o/'));
    assert.equal((await client.tables())[0]!['due'], '29.00');
    const orderID = quote.orderID!;
    const edited = await client.editOrder({ input: { orderID, itemsList: ['15_4', '42'], numcouverts: 3 } });
    assert.deepEqual([edited.price, edited.validated], ['22.90', false]);
    const validated = await client.editOrder({ input: { orderID, payment: -1 } });
    assert.deepEqual([validated.validated, validated.terminated], [true, false]);
    await assert.rejects(client.editOrder({ input: { orderID, itemsList: ['15'] } }), {
      name: 'AnswerError',
    });
    const part = await client.editOrder({ input: { orderID, payment: 1, paymentAmount: '10.00' } });
    assert.deepEqual([part.paid, part.terminated], ['10.00', false]);
    const rest = await client.editOrder({ input: { orderID, payment: 1, paymentAmount: '20.00' } });
    assert.deepEqual([rest.paid, rest.change, rest.terminated], ['22.90', '7.10', true]);
    assert.match(rest.invoice ?? '', /receipt\.pdf$/);
    await client.editOrder({ input: { orderID, payment: 6 } });
    const orders = await client.orders();
    assert.deepEqual(
      orders.map(({ price, isRefund }) => [price, isRefund]),
      [
        ['22.90', false],
        ['-22.90', true],
      ],
    );
    await assert.rejects(client.editOrder({ input: { orderID, payment: 6 } }), { name: 'AnswerError' });
    assert.deepEqual(await office.read((rx) => examine(rx, { now: office.surroundings.now() })), []);
  });

  test('lists orders by when they were made, quotes apart', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const { client } = shop;
    const sell = (payment: number) => client.recordSale({ input: { payment, itemsList: ['15'] } });
    const { orderID: first } = await sell(2);
    const { orderID: quote } = await sell(-2);
    office.surroundings.advance(86_400_000);
    const { orderID: late } = await sell(-1);
    const listed = async (wish: Parameters<typeof client.orders>[0]) =>
      (await client.orders(wish)).map(({ orderID }) => orderID);
    assert.deepEqual(await listed({}), [first, quote, late]);
    assert.deepEqual(await listed({ input: { validatedOrders: true } }), [first, late]);
    assert.deepEqual(await listed({ input: { validatedOrders: false } }), [quote]);
    assert.deepEqual(await listed({ input: { from_date_ISO8601: '2026-05-16' } }), [late]);
    assert.deepEqual(await listed({ input: { to_date_ISO8601: '2026-05-15' } }), [first, quote]);
    assert.deepEqual(
      await listed({
        input: { from_date_ISO8601: '2026-05-15T08:30:00Z', to_date_ISO8601: '2026-05-15T10:30:00+02:00' },
      }),
      [first, quote],
    );
    office.surroundings.advance(-86_400_000);
  });

  test('lists what the shop has as JSON, CSV and a page, the stock of an article too', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const { organizer_id } = shop;
    await office.write(async (tx) => {
      const pool_id = await createPool(tx, { organizer_id, kind: 'quota', capacity: 9 });
      await createArticle(tx, { organizer_id, name: '=1+1 <b>', amount: 100, pool_id });
    });
    const articles = await shop.client.plus();
    assert.deepEqual(articles.map(({ id, price, stock }) => [id, price, stock]).slice(0, 3), [
      [12, '14.50', null],
      [15, '2.50', null],
      [42, '12.90', null],
    ]);
    assert.equal(articles[3]!.stock, 9);
    await office.write((tx) =>
      tx.db.deleteFrom('dining_table').where('organizer_id', '=', organizer_id).execute(),
    );
    assert.deepEqual(await shop.client.tables(), []);
    const names = Object.keys(lists) as ListName[];
    for (const name of names) {
      const path = `/workers/get${name}.php`;
      const csv = await sendForm(shop, path, [['format', 'csv']], { method: 'GET' });
      assert.match(String(csv.type), /text\/csv/);
      // a list without rows has its heading all the same
      assert.equal(csv.text.split('\r\n')[0], columnsOf(name).join());
      const page = await sendForm(shop, path, [['format', 'html']]);
      assert.match(page.text, /^<!doctype html>.*<table>/);
    }
    const csv = await sendForm(shop, '/workers/getPlus.php', [['format', 'csv']], { method: 'GET' });
    assert.ok(csv.text.includes("'=1+1 <b>"));
    const page = await sendForm(shop, '/workers/getPlus.php', [['format', 'html']], { method: 'GET' });
    assert.ok(page.text.includes('=1+1 &lt;b&gt;'));
  });

  test('reports the sales of a day, a month and a year, as JSON, CSV, a page and a PDF', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    await shop.client.recordSale({ input: { payment: 1, itemsList: ['12', '15'] } });
    const day = await shop.client.sales({ input: { y: 2026, m: 5, d: 15 } });
    assert.equal(day.period, '2026-05-15');
    const [bar] = day.cashboxes;
    assert.deepEqual(
      [bar!.id, bar!.name, bar!.salesCount, bar!.sales, bar!.closed],
      [1, 'Bar', 1, '17.00', false],
    );
    assert.deepEqual(
      bar!.departments.map(({ id, total }) => [id, total]),
      [
        [5, '14.50'],
        [6, '2.50'],
      ],
    );
    for (const input of [{ y: 2026 }, { y: 2026, m: 5 }, {}]) {
      assert.equal((await shop.client.sales({ input })).cashboxes[0]!.sales, '17.00');
    }
    assert.equal((await shop.client.sales({ input: { y: 2025 } })).cashboxes[0]!.sales, '0.00');
    const as = (format: string) => sendForm(shop, '/workers/getSales.php', [['formatExport', format]]);
    assert.match((await as('csv')).text, /sales,,1,17\.00/);
    assert.match((await as('html')).text, /17\.00/);
    assert.match((await as('pdf')).text, /^%PDF/);
  });

  test('gives a key to who signs in, good for this shop alone; to nobody else a failure without APIKEY', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const other = await openCaisseShop(office);
    const signIn = (login: string, password: string) =>
      sendForm(
        shop,
        '/workers/getAuthToken.php',
        [
          ['login', login],
          ['password', password],
        ],
        { credentials: [] },
      );
    for (const login of [shop.shop_id, `till-${shop.shop_id}@example.org`]) {
      const { APIKEY, SHOPID, result } = (await signIn(login, 'open sesame')).json() as Record<
        string,
        string
      >;
      assert.deepEqual([SHOPID, result], [shop.shop_id, 'OK']);
      const with_token = (shop_id: string) =>
        sendForm(shop, '/workers/getCashbox.php', [], {
          credentials: [
            ['idboutique', shop_id],
            ['key', APIKEY ?? ''],
          ],
        });
      assert.match((await with_token(shop.shop_id)).text, /Bar/);
      assert.equal((await with_token(other.shop_id)).json()['success'], false);
    }
    for (const [login, password] of [
      [shop.shop_id, 'wrong'],
      ['nobody', 'open sesame'],
      ['', ''],
    ] as const) {
      const refused = (await signIn(login, password)).json();
      assert.equal(refused['success'], false);
      assert.ok(!('APIKEY' in refused));
    }
  });

  test('two shops side by side see nothing of each other', async () => {
    const office = open();
    const [mine, theirs] = [await openCaisseShop(office), await openCaisseShop(office)];
    const { orderID } = await theirs.client.recordSale({ input: { payment: 2, itemsList: ['15'] } });
    assert.deepEqual(await mine.client.orders(), []);
    await assert.rejects(mine.client.order({ input: { order_id: orderID! } }), { name: 'AnswerError' });
    await assert.rejects(mine.client.editOrder({ input: { orderID: orderID!, payment: 2 } }), {
      name: 'AnswerError',
    });
  });

  test('every failure says what is wrong in a sentence, and nothing is stored', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const theirs = await openCaisseShop(office);
    const their_article = await office.write((tx) =>
      createArticle(tx, { organizer_id: theirs.organizer_id, name: 'Theirs', amount: 1 }),
    );
    const served = String(their_article + 1_500_000_000);
    const before = await rowsOf(office, shop.organizer_id);
    for (const {
      case: name,
      path = webapp,
      form,
      credentials,
      method,
      status = 200,
      message,
    } of failureCases) {
      const pairs = form.map(([field, value]) => [field, value.replace('{THEIRS}', served)] as const);
      const told = await sendForm(shop, path, pairs, {
        ...(method === undefined ? {} : { method }),
        credentials,
      });
      assert.deepEqual(
        [name, told.status, told.json()],
        [name, status, { success: false, result: message, errorMessage: message }],
      );
    }
    assert.deepEqual(await rowsOf(office, shop.organizer_id), before);
  });
});
