import { Type } from 'typebox';
import { Order, TicketSet, TicketUrls } from '../shapes.ts';
import { Flag, Metadata, Ref, StatusCode, Words } from '../wire.ts';
import { answer, json, listOf, may, one, paging } from './terms.ts';

const order_fields = {
  name: may(Words),
  language: may(Type.String({ maxLength: 10 })),
  country: may(Words),
  postalcode: may(Words),
  automaticcancel: may(Flag),
  contactid: may(Ref),
  notes: may(Words),
  metadata: may(Metadata),
};

/** uTick's calls for orders and their tickets. */
export const orders = {
  orders: json({
    method: 'GET',
    path: '/v1/shop/orders',
    summary: 'Orders, the latest first',
    input: Type.Object({
      ...paging,
      email: may(Type.String({ minLength: 1, maxLength: 254 })),
      contactid: may(Ref),
    }),
    answers: listOf(Order),
  }),
  order: json({
    method: 'GET',
    path: '/v1/shop/orders/{id}',
    summary: 'One order',
    params: one,
    answers: answer(Order),
  }),
  openOrder: json({
    method: 'POST',
    path: '/v1/shop/orders',
    summary: 'Opens an order with nothing in it',
    input: Type.Object(order_fields),
    answers: answer(Order),
  }),
  changeOrder: json({
    method: 'PATCH',
    path: '/v1/shop/orders/{id}',
    summary: 'Moves an order to another status, changes what is kept with it',
    params: one,
    input: Type.Object({ statusid: may(StatusCode), ...order_fields }),
    answers: answer(Order),
  }),
  cancelOrder: json({
    method: 'DELETE',
    path: '/v1/shop/orders/{id}',
    summary: 'Cancels an order',
    params: one,
    answers: answer(Order),
  }),
  ticketSets: json({
    method: 'GET',
    path: '/v1/shop/orders/tickets',
    summary: 'Tickets by stock',
    input: Type.Object({ orderid: may(Ref), contactid: may(Ref), ...paging }),
    answers: listOf(TicketSet),
  }),
  ticketsPdf: json({
    method: 'GET',
    path: '/v1/shop/orders/tickets/pdf',
    summary: 'Where the tickets of an order can be fetched',
    input: Type.Object({ orderid: Ref }),
    answers: answer(TicketUrls),
  }),
};
