import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Fault, type FaultCode } from './faults.ts';
import { whyNotTaken } from './why-not-taken.ts';

const told = (code: FaultCode, details: Record<string, string | number | boolean>) => {
  const { reason, why } = whyNotTaken(new Fault(code, details));
  return [why.code, why.params, reason];
};

test('why a record was not taken names what it is about, by a code and in a sentence', () => {
  assert.deepEqual(told('not_found', { kind: 'event', id: 33 }), [
    'not_known_here',
    { kind: 'event', id: '33' },
    'event 33 is not known here',
  ]);
  assert.deepEqual(told('invalid_date', { date: '31/12' }), [
    'bad_date',
    { field: '', value: '31/12' },
    '"31/12": The date is not valid (invalid_date)',
  ]);
  assert.deepEqual(told('invalid_amount', { path: 'price', amount: '-3', message: '"-3" is below zero' }), [
    'bad_amount',
    { field: 'price', value: '-3' },
    'price "-3" is below zero',
  ]);
  assert.deepEqual(told('invalid_input', { path: 'date', message: 'is missing', missing: true }), [
    'missing',
    { field: 'date' },
    'date is missing',
  ]);
  assert.deepEqual(told('invalid_input', { field: 'upselling', reason: 'no quantity' }), [
    'not_read',
    { field: 'upselling' },
    'upselling no quantity',
  ]);
  assert.deepEqual(told('barcode_taken', {}).slice(0, 2), ['barcode_taken', {}]);
  assert.deepEqual(told('unknown_currency', { currency: '?' }).slice(0, 2), [
    'not_taken',
    { fault: 'unknown_currency' },
  ]);
});
