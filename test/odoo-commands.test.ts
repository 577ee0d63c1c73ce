import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { serveOdoo } from '../src/demo/odoo/serve.ts';
import { openHttpOffice, type HttpOffice } from './fixtures/http-office.ts';
import { odooState } from './fixtures/odoo-state.ts';
import { TestOdoo } from './fixtures/odoo.ts';
import { runGuichet } from './fixtures/office-process.ts';
import { runOldScript } from './fixtures/old-script.ts';

/** What the guide to Odoo has an operator do, as real processes against the stand-in over HTTP. */
describe('the commands of the guide to Odoo', () => {
  let folder = '';
  let served: HttpOffice;
  let number = 0;
  const odoo = new TestOdoo();
  const file = (name: string, content: string): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  const guichet = async (...args: string[]) => {
    const ended = await runGuichet(args, { GUICHET_DATA: folder });
    return { ...ended, said: `${ended.stdout}${ended.stderr}` };
  };
  const connect = (key: string) => [
    '--secrets-from',
    file('secrets.json', JSON.stringify({ key })),
    ...['--gap-ms', '1', '--calls-per-minute', '6000'],
  ];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'guichet-odoo-commands-'));
    served = await openHttpOffice({}, { extend: (app) => serveOdoo(app, odoo.odoo) });
    assert.equal((await guichet('organizers', 'add', 'parc', '--name', 'Parc')).code, 0);
  });
  after(async () => {
    await served[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  });

  test('repairing says that there is no Odoo while there is none', async () => {
    const ended = await guichet('odoo', 'repair');
    assert.equal(ended.code, 2);
    assert.match(ended.said, /guichet connections add odoo does that/);
  });

  test('a connection is made from settings and secrets in files, and tested', async () => {
    const settings = file(
      'settings.json',
      JSON.stringify({
        protocol: 'json-2',
        database: 'park',
        events: [{ from: 'Parc de la Luge - Billetterie', to: 1 }],
      }),
    );
    const made = await guichet(
      ...['connections', 'add', 'odoo', '--organizer', 'parc', '--url', `${served.origin}/odoo`],
      ...['--gap-ms', '0', '--settings-from', settings, ...connect('wrong'), '--json'],
    );
    assert.equal(made.code, 0, made.said);
    number = Number(/"(?:number|connection_id|id)":\s*(\d+)/.exec(made.stdout)?.[1]);
    const refused = await guichet('connections', 'test', String(number));
    assert.equal(refused.code, 1);
    assert.match(refused.said, /does not know the login or its key/);
    assert.equal((await guichet('connections', 'change', String(number), ...connect('demo-odoo'))).code, 0);
    const tested = await guichet('connections', 'test', String(number));
    assert.match(tested.said, /Odoo holds 0 registrations of the mapped events/);
  });

  test('what an import left is told, put right, and then it is well', async () => {
    await runOldScript(
      odoo,
      { ref: 'B1', email: 'jean@email.com', tickets: [{ barcode: '6743097169' }] },
      { all_done: true },
    );
    await odoo.call('event.registration', 'write', [[1], { state: 'done' }]);
    const tickets = file(
      'tickets.csv',
      [
        'order_ref,event,price,sold_at,amount,barcode,first_name,last_name,email',
        ...['6743097169', '6743097170'].map(
          (code) =>
            `B1,Parc de la Luge - Billetterie,Luge - Forfait 4 tours,2026-05-15 10:30:00,11.00,${code},Jean,Dupont,jean@email.com`,
        ),
      ].join('\n'),
    );
    const imported = await guichet('import', 'tickets', tickets, '--organizer', 'parc');
    assert.equal(imported.code, 0, imported.said);
    const told = await guichet('odoo', 'repair', '--dry-run');
    assert.match(told.said, /used_in_error +B1: 6743097169 was imported as scanned/);
    assert.match(told.said, /tickets_missing +B1: S00001 lacks tickets: 6743097170/);
    assert.match(told.said, /Nothing was changed: 3 steps would be taken\./);
    assert.equal((await odooState(odoo)).registrations.length, 1);
    const repaired = await guichet('odoo', 'repair', String(number));
    assert.equal(repaired.code, 0, repaired.said);
    assert.deepEqual((await odooState(odoo)).registrations, [
      '6743097169 open 1 B1 linked',
      '6743097170 open 1 B1 linked',
    ]);
    const again = await guichet('odoo', 'repair', '--json');
    assert.match(again.said, /"event":"end","dry_run":false,"mended":0,"left":0/);
  });

  test('repairing tells when Odoo does not answer', async () => {
    odoo.odoo.keys.clear();
    const ended = await guichet('odoo', 'repair');
    assert.equal(ended.code, 1);
    assert.match(ended.said, /does not know the login or its key/);
  });
});
