import { Type } from 'typebox';
import { Counter, CounterSession, Payment, PaymentMethod } from '../shapes.ts';
import { Count, IsoTime, Quantity, Ref, Words } from '../wire.ts';
import { answer, json, listOf, may, one, paging } from './terms.ts';

const payment_fields = {
  paymentmethodid: may(Ref),
  counterid: may(Ref),
  externalid: may(Words),
  notes: may(Words),
  paymentdate: may(IsoTime),
};

const PaidValue = Type.Object({ amount: Quantity, currency: may(Type.String({ maxLength: 3 })) });

const session_fields = {
  starttime: may(IsoTime),
  startamount: may(Count),
  endtime: may(IsoTime),
  endamount: may(Count),
  userlabel: may(Words),
  externaluserid: may(Words),
  notes: may(Words),
};

/** uTick's calls for payments and counters. */
export const money = {
  payments: json({
    method: 'GET',
    path: '/v1/shop/orders/payments',
    summary: 'Payments, of one order or of all',
    input: Type.Object({ orderid: may(Ref), ...paging }),
    answers: listOf(Payment),
  }),
  payment: json({
    method: 'GET',
    path: '/v1/shop/orders/payments/{id}',
    summary: 'One payment',
    params: one,
    answers: answer(Payment),
  }),
  pay: json({
    method: 'POST',
    path: '/v1/shop/orders/payments',
    summary: 'Takes a payment',
    input: Type.Object({ orderid: Ref, value: PaidValue, ...payment_fields }),
    answers: answer(Payment),
  }),
  changePayment: json({
    method: 'PATCH',
    path: '/v1/shop/orders/payments/{id}',
    summary: 'Corrects a payment',
    params: one,
    input: Type.Object({ orderid: may(Ref), value: may(PaidValue), ...payment_fields }),
    answers: answer(Payment),
  }),
  deletePayment: json({
    method: 'DELETE',
    path: '/v1/shop/orders/payments/{id}',
    summary: 'Takes a payment back that was keyed in by mistake',
    params: one,
    input: Type.Object({ orderid: may(Ref) }),
    answers: answer(Payment),
  }),
  paymentMethods: json({
    method: 'GET',
    path: '/v1/shop/paymentmethods',
    summary: 'Ways to pay',
    input: Type.Object(paging),
    answers: listOf(PaymentMethod),
  }),
  paymentMethod: json({
    method: 'GET',
    path: '/v1/shop/paymentmethods/{id}',
    summary: 'One way to pay',
    params: one,
    answers: answer(PaymentMethod),
  }),
  counters: json({
    method: 'GET',
    path: '/v1/shop/counters',
    summary: 'Counters',
    input: Type.Object(paging),
    answers: listOf(Counter),
  }),
  counter: json({
    method: 'GET',
    path: '/v1/shop/counters/{id}',
    summary: 'One counter',
    params: one,
    answers: answer(Counter),
  }),
  counterSessions: json({
    method: 'GET',
    path: '/v1/shop/counters/sessions',
    summary: 'Sessions of counters, the latest first',
    input: Type.Object({ counterid: may(Ref), ...paging }),
    answers: listOf(CounterSession),
  }),
  counterSession: json({
    method: 'GET',
    path: '/v1/shop/counters/sessions/{id}',
    summary: 'One session of a counter',
    params: one,
    answers: answer(CounterSession),
  }),
  openCounterSession: json({
    method: 'POST',
    path: '/v1/shop/counters/sessions',
    summary: 'Opens a session of a counter',
    input: Type.Object({ counterid: Ref, ...session_fields }),
    answers: answer(CounterSession),
  }),
  changeCounterSession: json({
    method: 'PATCH',
    path: '/v1/shop/counters/sessions/{id}',
    summary: 'Changes a session of a counter; `endtime` or `endamount` closes it',
    params: one,
    input: Type.Object({ counterid: may(Ref), ...session_fields }),
    answers: answer(CounterSession),
  }),
};
