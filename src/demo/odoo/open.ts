import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Surroundings } from '../../store/transaction.ts';
import type { DatabaseDump } from './database.ts';
import { fillPark } from './park.ts';
import { OdooStandIn, type PostWebhook } from './stand-in.ts';

const file_name = 'odoo.json';
const save_after_ms = 500;
const webhook_timeout_ms = 1_000;

interface Kept {
  readonly of: string;
  readonly dump: DatabaseDump;
}

export interface DemoOdoo {
  readonly odoo: OdooStandIn;
  /** back to the first day, for the making that the text names */
  reset(of: string): void;
  /** writes what is not written yet */
  close(): void;
}

export interface DemoOdooPlace {
  readonly data_folder: string;
  readonly surroundings: Surroundings;
  /** which making of the demo's database it belongs to: another's is not taken over */
  readonly of: string;
  /** where Guichet answers, once it does */
  readonly base_url: () => string;
}

/** The demo's Odoo 19: kept in a file beside the demo's database, so that both remember the same. */
export function openDemoOdoo({ data_folder, surroundings, of, base_url }: DemoOdooPlace): DemoOdoo {
  const odoo = new OdooStandIn({
    version: 19,
    now: () => surroundings.now(),
    random: (bytes) => surroundings.random(bytes),
    post: postTo(base_url),
  });
  const file = join(data_folder, file_name);
  let making = of;
  let waiting: NodeJS.Timeout | undefined;
  const save = (): void => {
    clearTimeout(waiting);
    waiting = undefined;
    mkdirSync(data_folder, { recursive: true });
    const kept: Kept = { of: making, dump: odoo.dump() };
    writeFileSync(`${file}.new`, JSON.stringify(kept));
    renameSync(`${file}.new`, file);
  };
  const start = (): void => {
    fillPark(odoo);
    odoo.rule = { id: 380, name: 'Compost BilletWeb', url: '/webhook/billetweb-compost', done_only: true };
  };
  start();
  const kept = readKept(file);
  if (kept?.of === of) odoo.db.restore(kept.dump);
  odoo.changed = () => {
    waiting ??= setTimeout(save, save_after_ms).unref();
  };
  return {
    odoo,
    reset(next) {
      making = next;
      clearTimeout(waiting);
      waiting = undefined;
      rmSync(file, { force: true });
      start();
    },
    close() {
      if (waiting !== undefined) save();
    },
  };
}

function readKept(file: string): Kept | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Kept;
  } catch {
    // none yet, or one that broke off: the demo tells its Odoo anew
    return undefined;
  }
}

/** As Odoo does it: a second's patience, and no second try. */
function postTo(base_url: () => string): PostWebhook {
  return async (path, body) => {
    await fetch(new URL(path, base_url()), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(webhook_timeout_ms),
    });
  };
}
