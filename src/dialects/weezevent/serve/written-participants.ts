import type { Static } from 'typebox';
import { Fault } from '../../../domain/faults.ts';
import { isPaid, statusOfCode } from '../../../domain/order-life.ts';
import { ticketsPdfLink } from '../../../office/documents/order-link.ts';
import { unansweredQuestions } from '../../../office/selling/unanswered.ts';
import type { Rx } from '../../../store/transaction.ts';
import { numberOf } from '../wire.ts';
import type { WrittenParticipant } from '../writes.ts';
import { shownIds, type Organizer } from './reach.ts';

export type WrittenRow = Static<typeof WrittenParticipant>;

/** Participants as they stand after a write, in the order in which they were named. */
export async function writtenParticipants(
  rx: Rx,
  of: { readonly organizers: readonly Organizer[]; readonly public_base_url: string },
  ids: readonly number[],
): Promise<WrittenRow[]> {
  const { organizers, public_base_url } = of;
  const rows = await rx.db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .leftJoin('barcode as b', 'b.ticket_id', 't.id')
    .select([
      't.id',
      't.organizer_id',
      't.event_id',
      't.price_id',
      't.order_id',
      't.holder_first_name',
      't.holder_last_name',
      't.holder_email',
      't.state',
      'o.secret',
      'o.status',
      'b.code',
    ])
    .where('t.id', 'in', ids)
    // of the codes of several issuers, our own
    .orderBy('b.issuer', 'desc')
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  const missing = await unansweredQuestions(rx, rows);
  const shown = new Map<string, string>();
  for (const { id: organizer_id } of organizers) {
    const own = rows.filter((row) => row.organizer_id === organizer_id);
    for (const [kind, column] of columns) {
      const local_ids = own.flatMap((row) => row[column] ?? []);
      for (const [id, served] of await shownIds(rx, organizer_id, kind, local_ids))
        shown.set(`${kind} ${id}`, served);
    }
  }
  return ids.map((id) => {
    const row = byId.get(id);
    if (row === undefined) throw new Fault('not_found', { kind: 'ticket' });
    const of = (kind: string, local_id: number | null) => shown.get(`${kind} ${local_id}`) ?? '';
    return {
      id_participant: numberOf(of('ticket', row.id)),
      id_evenement: numberOf(of('event', row.event_id)),
      id_billet: of('price', row.price_id),
      id_transaction: numberOf(of('order', row.order_id)),
      barcode: row.code ?? '',
      email: row.holder_email,
      nom: row.holder_last_name,
      prenom: row.holder_first_name,
      ticket_url:
        row.state === 'valid' && isPaid(statusOfCode(row.status))
          ? ticketsPdfLink(public_base_url, { id: row.order_id, secret: row.secret }, row.id)
          : '',
      missing_answers: missing.get(row.id) ?? [],
    };
  });
}

const columns = [
  ['ticket', 'id'],
  ['event', 'event_id'],
  ['price', 'price_id'],
  ['order', 'order_id'],
] as const;
