import type { Office } from '../../office/office.ts';
import { listAttendees } from './serve/attendees.ts';
import type { Attendee } from './shapes.ts';

/** Every attendee of an organizer as the API lists it, row by row, whatever their number. */
export async function* exportAttendees(
  office: Office,
  input: { readonly organizer_id: number; readonly shape: 'document' | 'vendor' },
): AsyncGenerator<Attendee> {
  const { organizer_id, shape } = input;
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
  if (Array.isArray(list)) yield* list;
  else for await (const page of list.groups) yield* page;
}
