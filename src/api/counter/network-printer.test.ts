import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { suite, test } from 'node:test';
import { Fault, isFault } from '../../domain/faults.ts';
import { mayPrintAt, sendToPrinter } from './network-printer.ts';

const here = ['127.0.0.0/8'];
const bytes = Buffer.from('\x1b@Ticket de caisse');
const draw = async () => bytes;

suite('a receipt printer in the network', () => {
  test('gets the bytes as they are', async () => {
    const taken: Buffer[] = [];
    const printer = createServer((socket) =>
      socket.on('data', (part) => taken.push(typeof part === 'string' ? Buffer.from(part) : part)),
    );
    printer.listen(0, '127.0.0.1');
    await once(printer, 'listening');
    const ended = once(printer, 'connection').then(([socket]) => once(socket, 'close'));
    const { port } = printer.address() as AddressInfo;
    await sendToPrinter(draw, { host: '127.0.0.1', port }, here);
    await ended;
    assert.deepEqual(Buffer.concat(taken), bytes);
    printer.close();
  });

  test('that is not there is told of', async () => {
    const printer = createServer();
    printer.listen(0, '127.0.0.1');
    await once(printer, 'listening');
    const { port } = printer.address() as AddressInfo;
    printer.close();
    await once(printer, 'close');
    let drawn = 0;
    const counted = async () => {
      drawn += 1;
      return bytes;
    };
    await assert.rejects(sendToPrinter(counted, { host: '127.0.0.1', port }, here), (error) =>
      isFault(error, 'printer_unreachable'),
    );
    assert.equal(drawn, 0, 'what cannot be printed is not drawn, and so not counted');
  });

  test('stands where the operator lets printers stand, and nowhere else', async () => {
    for (const [host, networks, allowed] of [
      ['192.168.1.20', ['192.168.1.0/24'], true],
      ['192.168.2.20', ['192.168.1.0/24'], false],
      ['10.0.0.9', ['10.0.0.9'], true],
      ['fd00::9', ['10.0.0.9', 'fd00::/8'], true],
      ['127.0.0.1', [], false],
      ['printer.example', ['0.0.0.0/0'], false],
      ['169.254.169.254', ['192.168.0.0/16', 'fd00::/8'], false],
    ] as const)
      assert.equal(mayPrintAt(host, networks), allowed, host);
    await assert.rejects(sendToPrinter(draw, { host: '127.0.0.1', port: 9 }, ['10.0.0.0/8']), (error) =>
      isFault(error, 'printer_not_allowed'),
    );
  });

  test('takes no more than a receipt can be, and is sent nothing of what could not be drawn', async () => {
    const taken: Buffer[] = [];
    const printer = createServer((socket) =>
      socket.on('data', (part) => taken.push(typeof part === 'string' ? Buffer.from(part) : part)),
    );
    printer.listen(0, '127.0.0.1');
    await once(printer, 'listening');
    const { port } = printer.address() as AddressInfo;
    const long = async () => Buffer.alloc(300_000);
    await assert.rejects(sendToPrinter(long, { host: '127.0.0.1', port }, here), (error) =>
      isFault(error, 'too_large'),
    );
    const none = async () => Promise.reject(new Fault('not_found', { kind: 'order', id: 1 }));
    await assert.rejects(sendToPrinter(none, { host: '127.0.0.1', port }, here), (error) =>
      isFault(error, 'not_found'),
    );
    printer.close();
    await once(printer, 'close');
    assert.equal(Buffer.concat(taken).length, 0);
  });
});
