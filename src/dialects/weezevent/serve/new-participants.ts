import { Fault } from '../../../domain/faults.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { findOrCreateCustomer } from '../../../office/customers/find-or-create.ts';
import type { Office } from '../../../office/office.ts';
import { putAnswers } from '../../../office/selling/answers.ts';
import { chooseOffer } from '../../../office/selling/choose-offer.ts';
import { sell } from '../../../office/selling/request.ts';
import type { ExtraLine, Holder } from '../../../office/selling/sale.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { NewParticipant as AskedParticipant } from '../writes.ts';
import type { Caller } from './caller.ts';
import { given } from './given.ts';
import { reachedOrganizers, reachedThing, type Organizer } from './reach.ts';
import { writtenParticipants, type WrittenRow } from './written-participants.ts';

/** What of a participant is known. */
type NewParticipant = ReturnType<typeof given<AskedParticipant>>;

export interface NewParticipantsWish {
  readonly participants: readonly AskedParticipant[];
  readonly notify?: boolean | undefined;
}

interface AddedParticipants {
  readonly total_added: number;
  readonly participants: WrittenRow[];
  readonly notification?: typeof not_notified;
}

/** A client that asks for mails sells as it does at Weezevent, and is told that none was sent. */
const not_notified = { notified: 0, reason: 'Guichet sends no mails: send each ticket_url' } as const;

/** Sells every participant of the request, or none: one write command. Each is an order of its own. */
export function addParticipants(
  office: Office,
  caller: Caller,
  { participants, notify }: NewParticipantsWish,
): Promise<AddedParticipants> {
  requireScope(caller, 'sell');
  const { public_base_url } = office.settings;
  return office.store.write(actorOf(caller), async (tx) => {
    const organizers = await reachedOrganizers(tx, caller);
    const ids: number[] = [];
    for (const participant of participants)
      ids.push(await addOne(tx, caller, organizers, given(participant)));
    const written = await writtenParticipants(tx, { organizers, public_base_url }, ids);
    const added = { total_added: ids.length, participants: written };
    return notify === true ? { ...added, notification: not_notified } : added;
  });
}

async function addOne(
  tx: Tx,
  caller: Caller,
  organizers: readonly Organizer[],
  wish: NewParticipant,
): Promise<number> {
  const { organizer, id: event_id } = await reachedThing(tx, organizers, 'event', wish.id_evenement);
  const organizer_id = organizer.id;
  const price = await reachedThing(tx, [organizer], 'price', wish.id_billet);
  const session =
    wish.id_date === undefined || wish.id_date === '0'
      ? undefined
      : await reachedThing(tx, [organizer], 'session', wish.id_date);
  if (session !== undefined) await requireDateOf(tx, event_id, session.id);
  const offer = await chooseOffer(tx, { event_id, price_id: price.id, session_id: session?.id });
  if (offer === 'session_needed')
    throw new Fault('invalid_input', { field: 'id_date', reason: 'this ticket needs a date' });
  const sold = await sell(tx, {
    organizer_id,
    channel: 'weezevent',
    application_id: caller.application_id,
    customer_id: await buyerOf(tx, organizer_id, wish),
    requests: [
      {
        offer_id: offer.offer_id,
        session_id: offer.session_id,
        quantity: 1,
        holders: [holderOf(wish)],
        comment: wish.comment,
      },
    ],
    extras: await extrasOf(tx, organizer, event_id, wish),
    confirm: true,
    // a participant typed in has paid unless the client says otherwise
    payment: wish.paid === false ? undefined : { amount: 'total', method: 'other' },
  });
  const [ticket] = sold.tickets;
  if (ticket === undefined)
    throw new Fault('internal', { reason: 'a participant was sold without a ticket' });
  await putAnswers(tx, {
    organizer_id,
    order_id: sold.order_id,
    ticket: { id: ticket.id, event_id, price_id: price.id },
    answers: wish.answers ?? [],
  });
  return ticket.id;
}

/** Throws `not_found` for a date of another event. */
async function requireDateOf(tx: Tx, event_id: number, session_id: number): Promise<void> {
  const found = await tx.db
    .selectFrom('session')
    .select('id')
    .where('id', '=', session_id)
    .where('event_id', '=', event_id)
    .executeTakeFirst();
  if (found === undefined) throw new Fault('not_found', { kind: 'session' });
}

type Person = Pick<NewParticipant, 'nom' | 'prenom' | 'email' | 'telephone' | 'code_member' | 'custom_field'>;

async function buyerOf(tx: Tx, organizer_id: number, person: Person): Promise<number | undefined> {
  const email = person.email?.trim() ?? '';
  if (email === '' && (person.nom ?? '') === '' && (person.prenom ?? '') === '') return undefined;
  return findOrCreateCustomer(tx, {
    organizer_id,
    email: email === '' ? null : normaliseEmail(email),
    first_name: person.prenom ?? '',
    last_name: person.nom ?? '',
  });
}

function holderOf(person: Person): Holder {
  return {
    first_name: person.prenom,
    last_name: person.nom,
    email: person.email?.trim(),
    phone: person.telephone,
    metadata: wordsOf(person),
  };
}

/** What is kept of a holder beside names and addresses; undefined where nothing was told. */
export function wordsOf(
  person: Pick<Person, 'code_member' | 'custom_field'>,
  before: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> | undefined {
  const { code_member: member_code, custom_field } = person;
  if (member_code === undefined && custom_field === undefined) return undefined;
  return {
    ...before,
    ...(member_code === undefined ? {} : { member_code }),
    ...(custom_field === undefined ? {} : { custom_field }),
  };
}

async function extrasOf(
  tx: Tx,
  organizer: Organizer,
  event_id: number,
  wish: NewParticipant,
): Promise<ExtraLine[]> {
  const extras: ExtraLine[] = [];
  for (const { id, quantity } of wish.upselling ?? []) {
    const reached = await reachedThing(tx, [organizer], 'add_on', id);
    const addOn = await tx.db
      .selectFrom('add_on')
      .selectAll()
      .where('id', '=', reached.id)
      .where('event_id', '=', event_id)
      .executeTakeFirst();
    if (addOn === undefined) throw new Fault('not_found', { kind: 'add_on', id });
    extras.push({
      kind: 'add_on',
      title: addOn.name,
      quantity: quantity ?? 1,
      unit_amount: addOn.amount,
      vat_bp: addOn.vat_bp,
      add_on_id: addOn.id,
      pool_id: addOn.pool_id ?? undefined,
      with_request: 0,
    });
  }
  return extras;
}
