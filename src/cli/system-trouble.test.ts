import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { wordsOfError } from './system-trouble.ts';

const system = (fields: object) => Object.assign(new Error('as the system says'), fields);

test('what the system says of files and addresses is told in words, with the file and the address', () => {
  const told = [
    system({ code: 'ENOSPC', path: '/data/x' }),
    system({ code: 'EADDRINUSE', syscall: 'listen', address: '127.0.0.1', port: 8855 }),
    system({ code: 'EACCES', syscall: 'listen', address: '0.0.0.0', port: 80 }),
    system({ code: 'ENOTFOUND', syscall: 'getaddrinfo', hostname: 'db.invalid' }),
    new AggregateError([system({ code: 'ECONNREFUSED', address: '::1', port: 5432 })], ''),
    system({ code: 'EOTHER', path: '/data/x' }),
    'text',
  ].map(wordsOfError);
  assert.deepEqual(told, [
    '/data/x: its disk is full.',
    'Another program has port 8855 of 127.0.0.1: give Guichet another.',
    'This user may not listen on port 80 of 0.0.0.0: take one from 1024 on.',
    'There is no machine named db.invalid.',
    'Nobody answers at ::1:5432.',
    'as the system says',
    'text',
  ]);
});

test('a file that is not there is named', () => {
  try {
    readFileSync('/no/such/file');
    assert.fail('it is there');
  } catch (error) {
    assert.equal(wordsOfError(error), '/no/such/file: there is no such file or folder.');
  }
});
