import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import type { Client, Told } from './client.ts';
import { contract } from './contract.ts';
import { endpoint } from './endpoint.ts';
import type { AnswerOf, CallInput } from './endpoint.ts';
import type { Handed } from './route.ts';
import type { example } from './testing/example.ts';

type IsAny<A> = 0 extends 1 & A ? true : false;
type Same<A, B> = IsAny<A> extends true ? false : [A] extends [B] ? ([B] extends [A] ? true : false) : false;
type Endpoints = (typeof example)['endpoints'];

/** Compiles only where the two types are the same. */
function same<A, B>(equal: Same<A, B>): void {
  assert.equal(equal, true);
}

test('handlers and callers see decoded types, and only the declared parts', () => {
  type List = Handed<Endpoints['listAttendees'], { user: string }>;
  same<List['params']['id'], number>(true);
  same<List['query']['since'], number | undefined>(true);
  same<List['query']['used'], boolean | undefined>(true);
  same<List['auth'], { user: string }>(true);
  same<'body' extends keyof List ? true : false, false>(true);
  same<Handed<Endpoints['ping'], { user: string }>['auth'], undefined>(true);
  type Search = Handed<Endpoints['searchOrders'], null>['body'];
  same<undefined extends Search ? true : false, true>(true);
  same<AnswerOf<Endpoints['listAttendees']>[number]['price'], number>(true);
  same<AnswerOf<Endpoints['listAttendees']>[number]['used_at'], number | null>(true);
});

test('the declared failures of an endpoint are known with those of its contract', () => {
  type Order = Told<typeof example, 'addOrder'>;
  same<Order['status'], 200 | 409>(true);
  same<Extract<Order, { status: 409 }>['body'], { sold_out: number[] }>(true);
});

test('callers may leave out what is optional throughout, and nothing else', () => {
  type List = CallInput<Endpoints['listAttendees']>;
  same<{ params: { id: number } } extends List ? true : false, true>(true);
  same<{} extends List ? true : false, false>(true);
  same<{} extends CallInput<Endpoints['searchOrders']> ? true : false, true>(true);
  same<{} extends CallInput<Endpoints['addOrder']> ? true : false, false>(true);
  same<Parameters<Client<typeof example>['ping']>['length'], 0 | 1>(true);
});

test('a wrong declaration fails when it is made', () => {
  const answers = { 200: Type.String() };
  const id = Type.Object({ id: Type.Integer() });
  assert.throws(() => endpoint({ method: 'GET', path: '/a/{id}', answers }), /params differ/);
  assert.throws(() => endpoint({ method: 'GET', path: '/a', params: id, answers }), /params differ/);
  assert.throws(
    () => endpoint({ method: 'GET', path: '/a', query: id, input: id, answers }),
    /declare it alone/,
  );
  const one = endpoint({ method: 'GET', path: '/a/{id}', params: id, answers });
  const other = endpoint({
    method: 'POST',
    path: '/b',
    also: ['GET /a/{id}'],
    params: Type.Object({}),
    answers,
  });
  assert.throws(
    () => contract({ name: 'x', title: 'X', version: '1', endpoints: { one, other } }),
    /other and one both claim GET \/a\/\{\}/,
  );
});
