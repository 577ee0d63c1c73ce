import { formatUtc } from '../domain/local-time.ts';
import { dropDead, replayDead, waitingDeliveries, type SomeDead } from '../hub/outbox/waiting.ts';
import { systemActor, type Tx } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { connectionOfNumber } from './open-hub.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';
import { tableOf } from './table.ts';

const shown_max = 500;

export async function listOutbox(
  options: ToolOptions & { readonly connection: number | undefined; readonly dead: boolean },
  output: Output,
): Promise<void> {
  const { connection: connection_id, dead } = options;
  await withStore(options, async ({ store }) => {
    const found = await store.read((rx) =>
      waitingDeliveries(rx, { connection_id, dead, limit: shown_max + 1 }),
    );
    const rows = found.slice(0, shown_max).map(({ created_at, due_at, ...row }) => ({
      number: row.id,
      connection: row.connection_id,
      topic: row.topic,
      subject: `${row.subject_kind} ${row.subject_id}`,
      since: formatUtc(created_at),
      next_try: due_at === null ? null : formatUtc(due_at),
      tries: row.attempts,
      last_error: row.last_error,
    }));
    const none = dead ? 'Nothing was given up.' : 'Nothing waits to leave.';
    const more = found.length > shown_max ? `\nThe first ${shown_max} of more.` : '';
    output.tell(tableOf(rows, none) + more, rows);
  });
}

export interface ReplayOptions extends ToolOptions {
  readonly numbers: readonly number[];
  readonly connection: number | undefined;
  readonly all: boolean;
}

export async function replay(options: ReplayOptions, output: Output): Promise<void> {
  const replayed = await withDead(options, replayDead);
  output.tell(`${replayed} will be tried again, by the office or by guichet sync.`, { replayed });
}

export async function drop(
  options: ReplayOptions & { readonly reason: string },
  output: Output,
): Promise<void> {
  const { reason } = options;
  const dropped = await withDead(options, (tx, some) => dropDead(tx, { ...some, reason }));
  output.tell(`${dropped} will not be told. What changes later will be.`, { dropped });
}

async function withDead(
  options: ReplayOptions,
  change: (tx: Tx, some: SomeDead) => Promise<number>,
): Promise<number> {
  const { numbers, connection, all } = options;
  if (numbers.length === 0 && connection === undefined && !all)
    throw new CommandError('Name the deliveries, or --connection, or --all.', exitCodes.usage);
  return withStore(options, ({ store }) =>
    store.write(systemActor, async (tx) => {
      if (connection !== undefined) await connectionOfNumber(tx, connection);
      return change(tx, {
        ...(numbers.length === 0 ? {} : { ids: numbers }),
        ...(connection === undefined ? {} : { connection_id: connection }),
      });
    }),
  );
}
