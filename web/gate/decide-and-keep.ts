import type { Direction } from '../../src/domain/admission.ts';
import { codesOf } from '../../src/domain/scanned-codes.ts';
import { afterEffect, decideHere } from './decide.ts';
import type { Setup, Ticket } from './held.ts';
import type { GateStore } from './store.ts';
import { verdictOfJudged, type Verdict } from './verdict.ts';

/** What a scan names: the code on the ticket, or a ticket that was found by its holder. */
export type Wanted = { readonly code: string } | { readonly ticket_id: number };

export interface Asked {
  readonly wanted: Wanted;
  readonly direction: Direction;
  readonly nonce: string;
  readonly operator: string;
  /** to let in against the ladder */
  readonly reason: string | undefined;
}

/** Decides without the office; what lets somebody in or out is on the disk, to be sent, once this ends. */
export async function decideAndKeep(store: GateStore, setup: Setup, asked: Asked): Promise<Verdict> {
  const { wanted, direction, nonce, operator, reason } = asked;
  const tickets = await found(store, wanted);
  const now = Date.now();
  const judged = decideHere(tickets, setup, { direction, now, reason });
  const { decision, chosen } = judged;
  const ticket = tickets.find(({ id }) => id === judged.ticket?.id);
  const verdict = verdictOfJudged(judged, ticket, setup, direction);
  if (
    decision === 'ambiguous' ||
    !decision.admitted ||
    ticket === undefined ||
    typeof chosen?.id !== 'number'
  )
    return verdict;
  const { id: ticket_id, event_id, holder } = ticket;
  const forced = decision.overridden === null || reason === undefined ? {} : { force: reason };
  const attempt = { nonce, at: now, ticket_id, event_id, direction, holder, operator, reason: '', ...forced };
  const after = afterEffect(ticket, chosen.id, decision.effect, { setup, operator });
  await store.keepScanned(after, attempt);
  return verdict;
}

async function found(store: GateStore, wanted: Wanted): Promise<Ticket[]> {
  if ('ticket_id' in wanted) {
    const ticket = await store.ticket(wanted.ticket_id);
    return ticket === undefined ? [] : [ticket];
  }
  for (const code of codesOf(wanted.code)) {
    const tickets = await store.byCode(code);
    if (tickets.length > 0) return tickets;
  }
  return [];
}
