import type { Office } from '../../office/office.ts';
import { servedId } from '../../office/served-ids/served-ids.ts';
import { listAttendees } from './serve/attendees.ts';
import type { Attendee } from './shapes.ts';

/** Every attendee of an organizer, or of one event, as the API lists it, row by row, whatever their number. */
export async function* exportAttendees(
  office: Office,
  input: {
    readonly organizer_id: number;
    readonly event_id?: number | undefined;
    readonly shape: 'document' | 'vendor';
  },
): AsyncGenerator<Attendee> {
  const { organizer_id, event_id, shape } = input;
  const everything = {
    application_id: 0,
    credential_id: 0,
    dialect: 'billetweb',
    organizer_ids: [organizer_id],
    scopes: ['*'],
    settings: {},
    calls_per_minute: null,
    shape,
  };
  const list = await listAttendees(office, everything, { disabled: true });
  const pages: AsyncIterable<readonly Attendee[]> | Iterable<readonly Attendee[]> = Array.isArray(list)
    ? [list]
    : list.groups;
  const event =
    event_id === undefined
      ? undefined
      : await office.store.read((rx) =>
          servedId(rx, { organizer_id, dialect: 'billetweb', kind: 'event', local_id: event_id }),
        );
  for await (const page of pages)
    yield* event === undefined ? page : page.filter((one) => one.event_id === event);
}
