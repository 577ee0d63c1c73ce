import { Fault } from '../../../domain/faults.ts';
import { servedIdOf } from '../../../domain/served-id.ts';
import type { Office } from '../../../office/office.ts';
import type { Caller } from './caller.ts';

/** The application, and the client it works for: at the vendor each application has one. */
export function signedIn(office: Office, caller: Caller) {
  const { application_id, organizer } = caller;
  return office.store.read(async (rx) => {
    const application = await rx.db
      .selectFrom('application')
      .select('name')
      .where('id', '=', application_id)
      .executeTakeFirst();
    if (application === undefined) throw new Fault('unauthenticated');
    return {
      id: servedIdOf('uuid', application_id),
      label: application.name,
      client: { id: servedIdOf('uuid', organizer.id), label: organizer.name },
    };
  });
}
