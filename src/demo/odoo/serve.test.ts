import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openHttpOffice, type HttpOffice } from '../../../test/fixtures/http-office.ts';
import { openOdoo } from '../../../test/fixtures/odoo-orders.ts';
import { undiciTransport } from '../../contract/transport.ts';
import type { PeerTrouble } from '../../hub/port.ts';
import { systemSurroundings } from '../../store/surroundings.ts';
import { SandboxClock } from '../clock.ts';
import { serveSandbox } from '../sandbox.ts';
import { openDemoOdoo, type DemoOdoo } from './open.ts';
import { odooLogin } from './park.ts';
import { serveOdoo } from './serve.ts';

describe('the Odoo of the demo', () => {
  let folder = '';
  let office: HttpOffice;
  let demo: DemoOdoo;
  let hooks: Server;
  const told: unknown[] = [];
  const place = (of = 'first') => ({
    data_folder: folder,
    surroundings: systemSurroundings(),
    of,
    base_url: () => `http://127.0.0.1:${(hooks.address() as AddressInfo).port}`,
  });
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-odoo-'));
    hooks = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        told.push([request.url, JSON.parse(body)]);
        response.end('{}');
      });
    });
    await new Promise<void>((resolve) => hooks.listen(0, '127.0.0.1', resolve));
    demo = openDemoOdoo(place());
    const parts = { clock: new SandboxClock(), dialects: ['odoo'], reset: () => Promise.resolve() };
    office = await openHttpOffice(
      {},
      {
        extend: (app) => {
          serveSandbox(app, parts);
          serveOdoo(app, demo.odoo);
        },
      },
    );
  });
  after(async () => {
    await office[Symbol.asyncDispose]();
    hooks.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const peers = (protocol: string) =>
    openOdoo(undiciTransport(), { base_url: `${office.origin}/odoo`, settings: { protocol } });
  const fault = (plan: object) =>
    fetch(`${office.origin}/sandbox/faults`, {
      method: 'POST',
      body: JSON.stringify({ dialect: 'odoo', ...plan }),
    });

  test('takes sales over both ways to call it, as the connector makes them', async () => {
    for (const [id, protocol] of ['json-rpc', 'json-2'].entries()) {
      const [outcome] = await peers(protocol).push({ id: id + 1, tickets: [{ barcode: `100${id}` }] });
      assert.ok(outcome !== undefined && 'done' in outcome, JSON.stringify(outcome));
    }
    const page = await (await fetch(`${office.origin}/odoo`)).text();
    assert.match(page, /2 sales orders over 22\.00 €, 2 registrations/);
    assert.match(page, /<td>1001<\/td>.*<td>BW-2<\/td><td class="open">Registered<\/td>/);
  });

  test('fails as the sandbox is told, and the same order goes well after it', async () => {
    const order = { id: 3, tickets: [{ barcode: '1003' }] };
    const kinds = [
      [{ status: 503, next: 1 }, 'unavailable'],
      [{ status: 429, next: 1 }, 'limited'],
      [{ body: 'html', next: 1 }, 'unavailable'],
      [{ drop: 'before', next: 1 }, 'unavailable'],
      [{ drop: 'after', next: 1 }, 'unavailable'],
      [{ body: 'truncated', next: 1 }, 'unavailable'],
      [{ delay_ms: 400, next: 1 }, 'unavailable'],
    ] as const;
    for (const [plan, kind] of kinds) {
      await fault(plan);
      // patience with all that answers: on a slow machine, "too many calls" is not to come too late
      const timeout_ms = 'delay_ms' in plan ? 200 : 60_000;
      const { push } = openOdoo(undiciTransport(), {
        base_url: `${office.origin}/odoo`,
        settings: { protocol: 'json-2' },
        timeout_ms,
      });
      await assert.rejects(push(order), (error: PeerTrouble) => error.kind === kind, JSON.stringify(plan));
    }
    const [outcome] = await peers('json-2').push(order);
    assert.ok(outcome !== undefined && 'done' in outcome);
  });

  test('lets people in at its desk, whereupon its rule tells Guichet', async () => {
    const post = (headers: Record<string, string> = {}) =>
      fetch(`${office.origin}/odoo/desk`, {
        method: 'POST',
        headers,
        body: 'registration=1',
        redirect: 'manual',
      });
    assert.equal((await post({ origin: 'https://evil.example' })).status, 403);
    assert.deepEqual(told, []);
    assert.equal((await post()).status, 303);
    await demo.odoo.settled();
    const [[path, body] = []] = told as [string, Record<string, unknown>][];
    assert.equal(path, '/webhook/billetweb-compost');
    assert.deepEqual(
      [body?.['barcode'], body?.['state'], body?.['_model']],
      ['1000', 'done', 'event.registration'],
    );
  });

  test('remembers what it holds, with the database that it belongs to and with no other', () => {
    const held = ({ odoo }: DemoOdoo) => [...odoo.db.rows('event.registration')].length;
    demo.close();
    assert.equal(held(openDemoOdoo(place())), 3);
    assert.equal(held(openDemoOdoo(place('another'))), 0);
    const file = join(folder, 'odoo.json');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, 100));
    assert.equal(held(openDemoOdoo(place())), 0);
    demo.reset('second');
    assert.equal(held(demo), 0);
    assert.ok(demo.odoo.userOf(odooLogin.login, odooLogin.key));
  });
});
