import { findAnything } from '../../office/search/find.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { search } from './contract.ts';

const hits_default = 20;

export function searchHandlers({ office }: ApiFace): GroupHandlers<typeof search> {
  return {
    search: async ({ auth, query }) => {
      const { organizer_id, event_ids } = auth;
      const wish = {
        organizer_id,
        event_ids,
        text: query.q,
        limit: query.limit ?? hits_default,
        // a customer is the whole organizer's
        with_customers: event_ids === undefined && auth.may('customers.read'),
      };
      return { items: await office.store.read((rx) => findAnything(rx, wish)) };
    },
  };
}
