import type { Direction } from '../../src/domain/admission.ts';
import { codesOf } from '../../src/domain/scanned-codes.ts';
import type { Answer } from '../api/call.ts';
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

/** what the office takes of a scanned text */
const code_chars_max = 500;

/** Decides without the office; what lets somebody in or out is on the disk, to be sent, once this ends. */
export async function decideAndKeep(store: GateStore, setup: Setup, asked: Asked): Promise<Verdict> {
  const { wanted, direction, nonce, operator, reason } = asked;
  const tickets = await found(store, wanted);
  const now = Date.now();
  const judged = decideHere(tickets, setup, { direction, now, reason });
  const { decision, chosen } = judged;
  const ticket = tickets.find(({ id }) => id === judged.ticket?.id);
  const verdict = verdictOfJudged(judged, ticket, setup, direction);
  const attempt = {
    ...{ nonce, at: now, direction, operator, reason: '', holder: ticket?.holder ?? '' },
    ...{ ticket_id: ticket?.id ?? null, event_id: ticket?.event_id ?? null },
    ...('code' in wanted ? { code: wanted.code.slice(0, code_chars_max) } : {}),
  };
  if (decision === 'ambiguous' || !decision.admitted) {
    const refused = decision === 'ambiguous' ? decision : decision.refusal;
    // nobody passed: should this be lost, the figures alone lack it
    await store.keepAttempt({ ...attempt, refused }, 'refused');
    return verdict;
  }
  if (ticket === undefined || typeof chosen?.id !== 'number') return verdict;
  const forced = decision.overridden === null || reason === undefined ? {} : { force: reason };
  const after = afterEffect(ticket, chosen.id, decision.effect, { setup, operator });
  await store.keepScanned(after, { ...attempt, ...forced });
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

/** What the office let in is used here too, should the network go in this moment. */
export async function keepAnswered(
  store: GateStore,
  setup: Setup,
  { answer, operator }: { readonly answer: Answer<'scan'>; readonly operator: string },
): Promise<void> {
  const { ticket_id, entitlement_id, used, inside, first_used_at, last_used_at } = answer;
  const ticket = ticket_id === null ? undefined : await store.ticket(ticket_id);
  if (ticket === undefined || entitlement_id === null) return;
  const effect = {
    used,
    inside: inside ? (1 as const) : (0 as const),
    first_used_at: instantOf(first_used_at),
    last_used_at: instantOf(last_used_at),
  };
  await store.keepScanned(afterEffect(ticket, entitlement_id, effect, { setup, operator }));
}

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
