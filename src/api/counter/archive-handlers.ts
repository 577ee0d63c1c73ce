import { Readable } from 'node:stream';
import { answer } from '../../contract/endpoint.ts';
import { Fault } from '../../domain/faults.ts';
import { archiveText, counterJournals } from '../../office/counter/archive.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { toInstant } from '../shapes.ts';
import type { archiveEndpoints } from './archive-endpoints.ts';
import { tillOf } from './session-handlers.ts';

/** An archive that is refused half-way would be a file that ends early: the stretch is looked at before the first byte. */
export function archiveHandlers({ office }: ApiFace): GroupHandlers<typeof archiveEndpoints> {
  const { store, surroundings } = office;
  return {
    counter_journal: async ({ auth, params, query }) => {
      const organizer_id = tillOf(auth);
      const journals = await store.read((rx) => counterJournals(rx, organizer_id));
      const journal = journals.find(({ counter_id }) => counter_id === params.id);
      if (journal === undefined) throw new Fault('not_found', { kind: 'counter', id: params.id });
      const { first = 1, last = journal.number } = query;
      if (last > journal.number || first > last + 1)
        throw new Fault('invalid_input', { field: 'first', first, last, end: journal.number });
      const stretch = { first, last, exported_at: toInstant(surroundings.now()) };
      const name = `guichet-journal-${journal.organizer}-${journal.counter_id}-${first}-${last}.txt`;
      return answer(200, Readable.from(archiveText(store, journal, stretch)), {
        'content-disposition': `attachment; filename="${name}"`,
      });
    },
  };
}
