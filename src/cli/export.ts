import { once } from 'node:events';
import { createWriteStream, existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Writable } from 'node:stream';
import { formatUtc } from '../domain/local-time.ts';
import { formatAmount } from '../domain/money.ts';
import { exportKinds, exportPages, type ExportRow } from '../office/exports/export-pages.ts';
import type { Office } from '../office/office.ts';
import { publicBaseUrl } from '../config.ts';
import type { Rx } from '../store/transaction.ts';
import { csvWriter } from './csv.ts';
import { CommandError, exitCodes } from './exit.ts';
import { openSealer, withStore, type OpenedStore, type ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { openProgress } from './progress.ts';
import { systemSurroundings } from '../store/surroundings.ts';

export interface ExportOptions extends ToolOptions {
  readonly what: string;
  readonly organizer: string;
  readonly event_id?: number | undefined;
  /** undefined: standard output */
  readonly out?: string | undefined;
  readonly shape?: 'document' | 'vendor' | undefined;
}

/** Writes rows as they are read, a page at a time. The file appears once it is whole. */
export async function runExport(options: ExportOptions, output: Output): Promise<void> {
  const { what, out, event_id, shape } = options;
  if (shape !== undefined && what !== 'billetweb')
    throw new CommandError('--shape is for billetweb alone.', exitCodes.usage);
  await withStore(options, async (opened) => {
    if (event_id !== undefined) await opened.store.read((rx) => checkEvent(rx, options.organizer, event_id));
    // a device or a pipe is written into as it is: it has no place for a file beside it, and must stay what it is
    const whole = out !== undefined && (!existsSync(out) || statSync(out).isFile());
    const partial = whole ? `${out}.partial` : out;
    const target: Writable = partial === undefined ? process.stdout : createWriteStream(partial);
    try {
      const kind = Object.entries(exportKinds).find(([name]) => name === what)?.[1];
      const rows =
        kind === undefined
          ? await exportBilletweb(opened, options, target)
          : await exportCsv(opened, kind, options, target, output);
      if (partial !== undefined && out !== undefined) {
        target.end();
        await finished(target);
        if (whole) renameSync(partial, out);
        output.tell(`Wrote ${rows} rows to ${out}.`, { what, rows, file: out });
      }
    } catch (error) {
      if (whole) rmSync(`${out}.partial`, { force: true });
      throw error;
    }
  });
}

async function checkEvent(rx: Rx, organizer: string, event_id: number): Promise<void> {
  const { id } = await organizerBySlug(rx, organizer);
  const event = await rx.db
    .selectFrom('event')
    .select('id')
    .where('id', '=', event_id)
    .where('organizer_id', '=', id)
    .executeTakeFirst();
  if (event !== undefined) return;
  throw new CommandError(
    `There is no event ${event_id}: guichet export events gives their numbers.`,
    exitCodes.usage,
  );
}

async function exportCsv(
  { store }: OpenedStore,
  kind: (typeof exportKinds)[keyof typeof exportKinds],
  options: ExportOptions,
  target: Writable,
  output: Output,
): Promise<number> {
  const { organizer, event_id } = options;
  const { id: organizer_id } = await store.read((rx) => organizerBySlug(rx, organizer));
  const of = { organizer_id, event_id };
  const total = await store.read((rx) => kind.count(rx, of));
  const page = await csvWriter(kind.columns);
  const progress = await openProgress(output, 'Exporting');
  let rows = 0;
  await write(target, page([], true));
  for await (const found of exportPages(store, kind, of)) {
    rows += found.length;
    await write(target, page(found.map(written), false));
    progress.show(Math.min(1, rows / Math.max(1, total)), `${rows} rows`);
  }
  progress.end();
  return rows;
}

/** Instants in ISO 8601, amounts with their decimals. */
function written(row: ExportRow): Record<string, unknown> {
  const currency = typeof row.currency === 'string' ? row.currency : 'EUR';
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (typeof value !== 'number') return [name, value];
      if (name.endsWith('_at')) return [name, formatUtc(value)];
      return [name, amounts.has(name) ? formatAmount(value, currency) : value];
    }),
  );
}

const amounts: ReadonlySet<string> = new Set(['amount', 'refunded_amount', 'total', 'paid', 'refunded']);

/** A list as BilletWeb's API answers it. */
async function exportBilletweb(
  { store, config }: OpenedStore,
  { organizer, event_id, shape = 'document' }: ExportOptions,
  target: Writable,
): Promise<number> {
  const { exportAttendees } = await import('../dialects/billetweb/attendee-export.ts');
  const { id: organizer_id } = await store.read((rx) => organizerBySlug(rx, organizer));
  const settings = { public_base_url: publicBaseUrl(config), credential_limits: false };
  const office: Office = {
    store,
    surroundings: systemSurroundings(),
    sealer: openSealer(config),
    settings,
  };
  let rows = 0;
  let waiting = '';
  for await (const attendee of exportAttendees(office, { organizer_id, event_id, shape })) {
    waiting += `${rows === 0 ? '[' : ','}\n${JSON.stringify(attendee)}`;
    rows += 1;
    if (waiting.length < chunk_chars) continue;
    await write(target, waiting);
    waiting = '';
  }
  await write(target, `${waiting}${rows === 0 ? '[' : '\n'}]\n`);
  return rows;
}

const chunk_chars = 65_536;

/** Waits where the reader is slower than we are. */
async function write(target: Writable, text: string): Promise<void> {
  if (!target.write(text)) await once(target, 'drain');
}
