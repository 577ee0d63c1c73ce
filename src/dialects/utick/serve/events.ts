import { Fault } from '../../../domain/faults.ts';
import { findEvent, type EventView } from '../../../office/catalogue/list-events.ts';
import type { SessionView } from '../../../office/catalogue/list-sessions.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { AgendaEvent } from '../shapes.ts';
import type { Caller } from './caller.ts';
import { pageIn, type Paging } from './envelope.ts';
import { local, Shown } from './ids.ts';
import { allEvents, allSessions } from './whole-lists.ts';

/** The organizer's published events, those that are over included; `starttime` and `endtime` bound when they take place. */
export function listAgenda(
  office: Office,
  caller: Caller,
  filter: Paging & { readonly starttime?: number | undefined; readonly endtime?: number | undefined },
): Promise<AgendaEvent[]> {
  return office.store.read(async (rx) => {
    const organizer_ids = [caller.organizer.id];
    const { starttime: ends_from, endtime: starts_before } = filter;
    const statuses = ['published'];
    const events = await allEvents(rx, { organizer_ids, statuses, ends_from, starts_before });
    const ordered = events.toSorted(
      (a, b) => (a.first_starts_at ?? Infinity) - (b.first_starts_at ?? Infinity) || a.id - b.id,
    );
    return agendaOf(rx, caller, pageIn(ordered, filter));
  });
}

export function readAgenda(office: Office, caller: Caller, id: string): Promise<AgendaEvent> {
  return office.store.read(async (rx) => {
    const event_id = await local(rx, caller.organizer.id, 'event', id);
    const row = await findEvent(rx, { organizer_ids: [caller.organizer.id], event_id });
    if (row.status !== 'published') throw new Fault('not_found', { kind: 'event' });
    const [event] = await agendaOf(rx, caller, [row]);
    if (event === undefined) throw new Fault('internal');
    return event;
  });
}

async function agendaOf(rx: Rx, caller: Caller, events: readonly EventView[]): Promise<AgendaEvent[]> {
  const organizer_id = caller.organizer.id;
  const shown = await new Shown(rx, organizer_id).load(
    'event',
    events.map(({ id }) => id),
  );
  const sessions = await allSessions(rx, {
    organizer_ids: [organizer_id],
    event_ids: events.map(({ id }) => id),
  });
  await shown.load(
    'session',
    sessions.map(({ id }) => id),
  );
  return events.map((event) => {
    const own = sessions.filter(({ event_id }) => event_id === event.id);
    const slots = (kind: string) => own.filter((one) => one.kind === kind).map((one) => slotOf(one, shown));
    return {
      id: shown.of('event', event.id),
      label: event.name,
      description: event.description,
      presentinglabel: event.presenting_label,
      notes: event.notes,
      categorylabel: event.category_name ?? '',
      imageurl: event.image_url,
      url: event.site_url,
      starttime: event.first_starts_at,
      endtime: event.last_ends_at,
      timeslots: slots('timeslot'),
      streams: slots('stream'),
    };
  });
}

function slotOf(session: SessionView, shown: Shown): AgendaEvent['timeslots'][number] {
  return {
    id: shown.of('session', session.id),
    label: session.name === '' ? session.event_name : session.name,
    starttime: session.starts_at,
    endtime: session.ends_at,
    cancelled: session.status === 'cancelled',
    venuelabel: [session.place_name, session.hall_name]
      .filter((name) => name !== null && name !== '')
      .join(' - '),
  };
}
