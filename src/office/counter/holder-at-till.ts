import type { Rx } from '../../store/transaction.ts';

/** A till by its counter, by a session of it, or by an order that was rung up there. */
export type TillNamed =
  { readonly counter_id: number } | { readonly counter_session_id: number } | { readonly order_id: number };

/** Who holds the open session of the till; undefined: it is shut, or a program opened it. */
export async function holderAtTill(
  { db }: Rx,
  organizer_id: number,
  till: TillNamed,
): Promise<number | undefined> {
  let query = db
    .selectFrom('counter_session')
    .select('user_id')
    .where('organizer_id', '=', organizer_id)
    .where('closed_at', 'is', null);
  if ('counter_id' in till) query = query.where('counter_id', '=', till.counter_id);
  else if ('counter_session_id' in till) query = query.where('id', '=', till.counter_session_id);
  else
    query = query.where('counter_id', 'in', (of) =>
      of
        .selectFrom('order')
        .innerJoin('counter_session as rung', 'rung.id', 'order.counter_session_id')
        .select('rung.counter_id')
        .where('order.id', '=', till.order_id)
        .where('order.organizer_id', '=', organizer_id),
    );
  return (await query.executeTakeFirst())?.user_id ?? undefined;
}
