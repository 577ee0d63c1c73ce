import { Refusal } from '../../../contract/endpoint.ts';
import { Fault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { scanCode, type ScanResult } from '../../../office/admission/scan.ts';
import type { Office } from '../../../office/office.ts';
import type { Caller } from './caller.ts';
import { reachedEventIds } from './event-ids.ts';

const done = { success: true, message: 'Billet composté avec succès' } as const;

/** The ladder's refusals in the words of the document, and in its manner: the message alone, status 200. */
const refusals: Record<Exclude<ScanResult['refusal'], null>, string> = {
  unknown: 'Billet inconnu',
  other_organizer: 'Billet inconnu',
  other_event: 'Ce billet est pour un autre événement',
  wrong_session: 'Ce billet est pour une autre date',
  cancelled: 'Ce billet est annulé',
  refunded: 'Ce billet a été remboursé',
  blocked: 'Ce billet est bloqué',
  unpaid: "Ce billet n'est pas payé",
  not_valid_here: "Ce billet n'est pas valable ici",
  not_yet_open: "L'accès n'est pas encore ouvert",
  closed: "L'accès est fermé",
  already_used: 'Ce billet a déjà été utilisé',
  already_inside: 'Ce billet a déjà été utilisé',
  not_inside: "Ce billet n'est pas entré",
  ambiguous: 'Plusieurs billets portent ce code',
};

/**
 * One write command; an unknown event keeps nothing, an unknown code is kept as an attempt. Of a deleted event, what was
 * sold is judged like any other ticket.
 */
export async function check(office: Office, caller: Caller, event: number, code: string) {
  requireScope(caller, 'scan');
  const asked = reachedEventIds(office.store, caller, event);
  const { organizer_id, event_id } = asked instanceof Promise ? await asked : asked;
  const scan = { organizer_id, event_id, code, direction: 'in', source: 'billetweb' } as const;
  const result = await office.store.write(actorOf(caller), (tx) => scanCode(tx, scan));
  if (result.outcome === 'admitted') return done;
  if (result.refusal === null) throw new Fault('internal');
  throw new Refusal(200, { error: refusals[result.refusal] });
}
