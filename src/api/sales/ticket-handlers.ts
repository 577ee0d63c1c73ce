import { Fault } from '../../domain/faults.ts';
import { blockTicket } from '../../office/admission/block.ts';
import { undoEntries } from '../../office/admission/undo.ts';
import { changeTicket } from '../../office/selling/change-ticket.ts';
import { moveToSeat } from '../../office/selling/move-seat.ts';
import { requireTicket } from '../../office/selling/order-reach.ts';
import { ticketListings } from '../../office/selling/ticket-listing.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { lockRow } from '../../store/lock-row.ts';
import { assertAsSeen } from '../as-seen.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { listPageOf } from '../list.ts';
import { once, type Writing } from '../once.ts';
import { ticketItem } from './items.ts';
import { reachOf, ticketList } from './listings.ts';
import type { ticketEndpoints } from './ticket-endpoints.ts';

interface TicketKey {
  readonly organizer_id: number;
  readonly order_id: number;
  readonly ticket_id: number;
}

export function ticketHandlers(face: ApiFace): GroupHandlers<typeof ticketEndpoints> {
  const { store } = face.office;
  /** One write about a ticket within reach; answers the ticket as it is then. */
  const about = (
    handed: Writing & { readonly params: { readonly id: number } },
    command: (tx: Tx, key: TicketKey) => Promise<unknown>,
  ) =>
    once(face, handed, async (tx) => {
      const { organizer_id } = handed.auth;
      const ticket_id = handed.params.id;
      const { order_id } = await requireTicket(tx, reachOf(handed.auth), ticket_id);
      await command(tx, { organizer_id, order_id, ticket_id });
      return oneTicket(tx, ticket_id);
    });
  return {
    list_tickets: ({ auth, query }) =>
      store.read((rx) => listPageOf(rx, auth, query, { ...ticketList(auth, query), item: ticketItem })),
    find_ticket: ({ auth, params }) =>
      store.read(async (rx) => {
        await requireTicket(rx, reachOf(auth), params.id);
        return oneTicket(rx, params.id);
      }),
    change_ticket: (handed) => {
      const { was, ...body } = handed.body;
      return about(handed, async (tx, key) => {
        if (was !== undefined) {
          await lockRow(tx, 'order', key.order_id);
          assertAsSeen(await oneTicket(tx, key.ticket_id), was);
        }
        await changeTicket(tx, { ...key, ...body });
      });
    },
    block_ticket: (handed) =>
      about(handed, (tx, key) => blockTicket(tx, { ...key, blocked: true, reason: handed.body.reason })),
    unblock_ticket: (handed) =>
      about(handed, (tx, key) => blockTicket(tx, { ...key, blocked: false, reason: handed.body.reason })),
    undo_entries: (handed) =>
      about(handed, (tx, { organizer_id, ticket_id }) =>
        undoEntries(tx, { organizer_id, ticket_id, ...handed.body }),
      ),
    move_ticket: (handed) => about(handed, (tx, key) => moveToSeat(tx, { ...key, ...handed.body })),
  };
}

export async function oneTicket(rx: Rx, id: number) {
  const [row] = await ticketListings(rx, [id]);
  if (row === undefined) throw new Fault('not_found', { kind: 'ticket', id });
  return ticketItem(row);
}
