import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { onlyOne } from './row-values.ts';

/** The things that rows of spreadsheets name. Each throws what is wrong with the field where several have that name. */

export async function eventNamed(
  rx: Rx,
  organizer_id: number,
  name: string,
): Promise<Row<'event'> | undefined> {
  const found = await rx.db
    .selectFrom('event')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .limit(2)
    .execute();
  return onlyOne('event', found);
}

export async function hallNamed(
  rx: Rx,
  organizer_id: number,
  name: string,
): Promise<Row<'hall'> | undefined> {
  const found = await rx.db
    .selectFrom('hall')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .limit(2)
    .execute();
  return onlyOne('hall', found);
}
