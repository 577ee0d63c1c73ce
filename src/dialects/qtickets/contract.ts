import { Type } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint } from '../../contract/endpoint.ts';
import { BasketChange, BasketsGone, ListInput, NewOrder, SentClient } from './inputs.ts';
import { Basket, Client, Order, Paging, Trouble } from './shapes.ts';
import { Id } from './wire.ts';

const data = <T extends Parameters<typeof Type.Array>[0]>(type: T) => Type.Object({ data: type });
const pageOf = <T extends Parameters<typeof Type.Array>[0]>(type: T) =>
  Type.Object({ data: Type.Array(type), paging: Paging });
const ById = Type.Object({ id: Id });

/** Qtickets' REST API, as in qtickets-api.txt; fields and calls beyond it as in wire-notes.md, "Qtickets". */
export const qtickets = contract({
  name: 'qtickets',
  title: 'Qtickets',
  version: '1.0.0',
  schemes: { token: { type: 'http', scheme: 'bearer' } },
  security: [['token']],
  errors: {
    400: Trouble,
    403: Trouble,
    404: Trouble,
    405: Trouble,
    409: Trouble,
    413: Trouble,
    422: Trouble,
    429: Trouble,
    500: Trouble,
    501: Trouble,
    503: Trouble,
  },
  endpoints: {
    orders: endpoint({
      method: 'GET',
      path: '/api/rest/v1/orders',
      summary: 'Orders, 50 a page',
      input: ListInput,
      sends: 'json',
      answers: { 200: pageOf(Order) },
    }),
    order: endpoint({
      method: 'GET',
      path: '/api/rest/v1/orders/{id}',
      summary: 'One order',
      params: ById,
      answers: { 200: data(Order) },
    }),
    createOrder: endpoint({
      method: 'POST',
      path: '/api/rest/v1/orders',
      summary: 'Holds seats for a buyer, until `reserved_to` or without an end',
      body: data(NewOrder),
      answers: { 200: data(Order) },
    }),
    removeBaskets: endpoint({
      method: 'DELETE',
      path: '/api/rest/v1/orders/{id}/baskets',
      summary: 'Deletes or refunds tickets of an order',
      params: ById,
      body: BasketsGone,
      answers: { 200: data(Order) },
    }),
    restoreOrder: endpoint({
      method: 'POST',
      path: '/api/rest/v1/orders/{id}/restore',
      summary: 'Takes a cancelled order up again',
      params: ById,
      body: Type.Optional(Type.Object({})),
      answers: { 200: data(Order) },
    }),
    baskets: endpoint({
      method: 'GET',
      path: '/api/rest/v1/baskets',
      summary: 'Tickets of all orders, 50 a page',
      input: ListInput,
      sends: 'json',
      answers: { 200: pageOf(Basket) },
    }),
    changeBasket: endpoint({
      method: 'PUT',
      path: '/api/rest/v1/baskets/{id}',
      summary: 'Changes a ticket: who enters, and while nothing is paid what it costs',
      params: ById,
      body: data(BasketChange),
      answers: { 200: data(Basket) },
    }),
    clients: endpoint({
      method: 'GET',
      path: '/api/rest/v1/clients',
      summary: 'Buyers, 100 a page',
      input: ListInput,
      sends: 'json',
      answers: { 200: pageOf(Client) },
    }),
    client: endpoint({
      method: 'GET',
      path: '/api/rest/v1/clients/{id}',
      summary: 'One buyer',
      params: ById,
      answers: { 200: data(Client) },
    }),
    putClient: endpoint({
      method: 'POST',
      path: '/api/rest/v1/clients',
      summary: 'Creates a buyer, or changes the one with this e-mail address',
      body: data(SentClient),
      answers: { 200: data(Client) },
    }),
  },
});
