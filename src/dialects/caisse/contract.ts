import { Type } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint } from '../../contract/endpoint.ts';
import { lists, type ListName } from './list-shapes.ts';
import { Done, OrderShape, Recorded, sale_fields, Trouble } from './shapes.ts';
import { Whole } from './wire.ts';

const idempotency = Type.Object({ 'idempotency-key': Type.Optional(Type.String({ maxLength: 255 })) });

const list = <const Name extends ListName>(name: Name, summary: string) =>
  endpoint({
    method: 'GET',
    path: `/workers/get${name}.php`,
    also: [`POST /workers/get${name}.php`],
    summary,
    input: Type.Object({ format: Type.Optional(Type.Enum(['json', 'csv', 'html'])) }),
    answers: { 200: Type.Array(lists[name]) },
  });

const SaleReport = Type.Object({
  period: Type.String(),
  currency: Type.String(),
  cashboxes: Type.Array(
    Type.Object({
      id: Type.Integer(),
      name: Type.String(),
      closed: Type.Boolean(),
      firstNumber: Type.Integer(),
      lastNumber: Type.Integer(),
      salesCount: Type.Integer(),
      sales: Type.String(),
      returnsCount: Type.Integer(),
      returns: Type.String(),
      total: Type.String(),
      VATs: Type.Array(Type.Object({ rate: Type.Number(), base: Type.String(), amount: Type.String() })),
      departments: Type.Array(
        Type.Object({
          id: Type.Union([Type.Integer(), Type.Null()]),
          name: Type.String(),
          quantity: Type.Integer(),
          total: Type.String(),
        }),
      ),
      payments: Type.Array(
        Type.Object({
          id: Type.Union([Type.Integer(), Type.Null()]),
          name: Type.String(),
          count: Type.Integer(),
          total: Type.String(),
        }),
      ),
      perpetualTotal: Type.String(),
    }),
  ),
});

export const caisse = contract({
  name: 'caisse',
  title: 'caisse.enregistreuse.fr',
  version: '1.0.0',
  description:
    'The API of caisse.enregistreuse.fr, served by Guichet. Forms, queries or JSON, merged. Failures come with status 200 and `success: false`, the sentence in `errorMessage`.',
  schemes: {
    shop: { type: 'apiKey', in: 'query', name: 'idboutique' },
    key: { type: 'apiKey', in: 'query', name: 'key' },
  },
  security: [['shop', 'key']],
  errors: {
    200: Trouble,
    404: Trouble,
    405: Trouble,
    413: Trouble,
    429: Trouble,
    500: Trouble,
    503: Trouble,
  },
  endpoints: {
    recordSale: endpoint({
      method: 'POST',
      path: '/workers/webapp.php',
      also: ['GET /workers/webapp.php'],
      summary: 'Records a sale; a GET with credentials alone tests the connection',
      headers: idempotency,
      input: Type.Object(sale_fields),
      answers: { 200: Recorded },
    }),
    editOrder: endpoint({
      method: 'POST',
      path: '/workers/editOrder.php',
      also: ['GET /workers/editOrder.php'],
      summary: 'Changes an order: its items until it is validated, then its payments',
      headers: idempotency,
      input: Type.Object({ orderID: Type.Integer({ minimum: 1 }), ...sale_fields }),
      answers: { 200: Recorded },
    }),
    orders: endpoint({
      method: 'GET',
      path: '/workers/getOrders.php',
      also: ['POST /workers/getOrders.php'],
      summary: 'Orders, by when they were made',
      input: Type.Object({
        validatedOrders: Type.Optional(
          Type.Boolean({ description: '1 validated ones alone, 0 quotes alone' }),
        ),
        from_date_ISO8601: Type.Optional(Type.String({ maxLength: 40 })),
        to_date_ISO8601: Type.Optional(Type.String({ maxLength: 40 })),
      }),
      answers: { 200: Type.Array(OrderShape) },
    }),
    order: endpoint({
      method: 'GET',
      path: '/workers/getOrder.php',
      also: ['POST /workers/getOrder.php'],
      summary: 'One order',
      input: Type.Object({ order_id: Type.Integer({ minimum: 1 }) }),
      answers: { 200: OrderShape },
    }),
    sales: endpoint({
      method: 'GET',
      path: '/workers/getSales.php',
      also: ['POST /workers/getSales.php'],
      summary: 'The report of a day (`y`, `m`, `d`), a month (`y`, `m`) or a year (`y`); today without any',
      input: Type.Object({
        d: Type.Optional(Whole),
        m: Type.Optional(Whole),
        y: Type.Optional(Whole),
        idcaisse: Type.Optional(Whole),
        formatExport: Type.Optional(Type.Enum(['json', 'csv', 'html', 'pdf'])),
      }),
      answers: { 200: SaleReport },
    }),
    authToken: endpoint({
      method: 'POST',
      path: '/workers/getAuthToken.php',
      also: ['GET /workers/getAuthToken.php'],
      summary: 'The key of the shop, for who signs in with its password',
      open: true,
      input: Type.Object({
        login: Type.String({ maxLength: 254 }),
        password: Type.String({ maxLength: 1_000 }),
      }),
      answers: {
        200: Type.Object({ ...Done.properties, APIKEY: Type.String(), SHOPID: Type.String() }),
      },
    }),
    plus: list('Plus', 'Articles'),
    departments: list('Departments', 'Departments'),
    clients: list('Clients', 'Clients'),
    declinaisons: list('Declinaisons', 'Variations'),
    paymentModes: list('PaymentModes', 'Ways to pay and to give money back'),
    cashbox: list('Cashbox', 'Registers'),
    users: list('Users', 'Who may ring up'),
    tables: list('Tables', 'Tables, and what is open on them'),
  },
});
