import { Type } from 'typebox';
import { AgendaEvent, PlanCategory, Product, Stock } from '../shapes.ts';
import { Count, IsoTime, Ref } from '../wire.ts';
import { answer, json, listOf, may, one, paging } from './terms.ts';

const buyer = {
  promocodeids: may(Type.Array(Ref, { maxItems: 20 })),
  orderid: may(Ref),
  contactid: may(Ref),
};

/** uTick's calls for agenda and stocks. */
export const catalogue = {
  events: json({
    method: 'GET',
    path: '/v1/agenda/events',
    summary: 'Published events with their timeslots and streams',
    input: Type.Object({ ...paging, starttime: may(IsoTime), endtime: may(IsoTime) }),
    answers: listOf(AgendaEvent),
  }),
  event: json({
    method: 'GET',
    path: '/v1/agenda/events/{id}',
    summary: 'One event',
    params: one,
    answers: answer(AgendaEvent),
  }),
  stocks: json({
    method: 'GET',
    path: '/v1/shop/products/stocks',
    summary: 'What can be bought: by event, timeslot, stream or pack',
    input: Type.Object({
      eventid: may(Ref),
      timeslotid: may(Ref),
      streamid: may(Ref),
      packid: may(Ref),
      ...buyer,
      ...paging,
    }),
    answers: listOf(Stock),
  }),
  stock: json({
    method: 'GET',
    path: '/v1/shop/products/stocks/{id}',
    summary: 'One stock',
    params: one,
    input: Type.Object(buyer),
    answers: answer(Stock),
  }),
  suggestions: json({
    method: 'GET',
    path: '/v1/shop/products/stocks/suggestions/{id}',
    summary: 'Stocks to buy from instead',
    params: one,
    input: Type.Object({ ...buyer, ...paging }),
    answers: listOf(Stock),
  }),
  plan: json({
    method: 'GET',
    path: '/v1/shop/products/stocks/plancategories/{id}',
    summary: 'The numbered seats of a stock',
    params: one,
    input: Type.Object({ categoryid: may(Ref), orderid: may(Ref) }),
    answers: listOf(PlanCategory),
  }),
  takeSeat: json({
    method: 'PATCH',
    path: '/v1/shop/products/stocks/plancategories/{id}',
    summary: 'Takes a named seat for an order',
    params: one,
    input: Type.Object({
      orderid: Ref,
      planseatid: Ref,
      productid: may(Ref),
      priceid: may(Ref),
      promocodeids: may(Type.Array(Ref, { maxItems: 20 })),
    }),
    answers: answer(Product),
  }),
  adaptStock: json({
    method: 'PATCH',
    path: '/v1/shop/products/stocks/adapt/{id}',
    summary: 'Changes how much of a stock, or of one category of it, there is',
    params: one,
    input: Type.Object({ capacity_total: Count, categoryid: may(Ref) }),
    answers: answer(Stock),
  }),
};
