import { formatUtc } from '../domain/local-time.ts';
import { dropAside, listAside } from '../hub/quarantine.ts';
import { retryAside } from '../hub/retry-aside.ts';
import { systemActor } from '../store/transaction.ts';
import { CommandError, exitCodes } from './exit.ts';
import { connectionOfNumber, withHub } from './open-hub.ts';
import type { ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';
import { tableOf } from './table.ts';

const shown_max = 500;

export async function listQuarantine(
  options: ToolOptions & { readonly connection: number | undefined },
  output: Output,
): Promise<void> {
  const { connection: connection_id } = options;
  await withHub(options, async ({ store }) => {
    const found = await store.read((rx) => listAside(rx, { connection_id, limit: shown_max }));
    const rows = found.map(
      ({ id, connection_id: connection, kind, foreign_id, reason, tries, created_at }) => ({
        number: id,
        connection,
        kind,
        record: foreign_id,
        reason,
        tries,
        since: formatUtc(created_at),
      }),
    );
    output.tell(tableOf(rows, 'Nothing is in quarantine.'), rows);
  });
}

/** Tries again what was set aside; gives the exit code: 1 when some of it stays. */
export async function retryQuarantine(
  options: ToolOptions & { readonly numbers: readonly number[]; readonly connection: number | undefined },
  output: Output,
): Promise<number> {
  const { numbers, connection } = options;
  return withHub(options, async ({ runner }) => {
    const { resolved, announced, still } = await retryAside(runner, {
      ids: numbers.length === 0 ? undefined : numbers,
      connection_id: connection,
    });
    if (numbers.length > 0 && resolved + announced + still === 0)
      throw new CommandError(
        'None of these is in quarantine: guichet quarantine list names what is.',
        exitCodes.usage,
      );
    const words = [
      `${resolved} went in.`,
      ...(announced > 0 ? [`${announced} will be told again, by the office or by guichet sync.`] : []),
      ...(still > 0 ? [`${still} cannot be taken as they are: guichet quarantine list says why.`] : []),
    ];
    output.tell(words.join(' '), { resolved, announced, still });
    return still === 0 ? exitCodes.ok : exitCodes.failed;
  });
}

/** Leaves out what was set aside: all of these, or none. */
export async function dropQuarantined(
  options: ToolOptions & { readonly numbers: readonly number[]; readonly reason: string },
  output: Output,
): Promise<void> {
  const { numbers, reason: why } = options;
  await withHub(options, async ({ store }) => {
    await store.write(systemActor, async (tx) => {
      for (const aside_id of numbers) {
        const [aside] = await listAside(tx, { ids: [aside_id], limit: 1 });
        if (aside === undefined)
          throw new CommandError(
            `${aside_id} is not in quarantine: guichet quarantine list names what is.`,
            exitCodes.usage,
          );
        const { organizer_id, id: connection_id } = await connectionOfNumber(tx, aside.connection_id);
        await dropAside(tx, { organizer_id, connection_id, aside_id, why });
      }
    });
    output.tell(`${numbers.length} left out.`, { dropped: numbers.length });
  });
}
