import type { EndpointName } from './call.ts';

/** What is to be read again after live events: which endpoints tell of what has changed. */

const orders: readonly EndpointName[] = [
  ...(['list_orders', 'find_order', 'order_story', 'list_tickets'] as const),
  ...(['list_session_seats', 'list_offers'] as const),
];
const catalogue: readonly EndpointName[] = [
  ...(['list_events', 'find_event', 'list_sessions', 'find_session', 'list_offers', 'list_prices'] as const),
  ...(['list_session_seats', 'list_halls', 'find_hall', 'list_promo_codes', 'home'] as const),
];
const hub: readonly EndpointName[] = [
  ...(['list_connections', 'find_connection', 'list_runs', 'find_run'] as const),
  ...(['list_quarantine', 'list_outbox', 'find_drift', 'home'] as const),
];
const access: readonly EndpointName[] = ['list_users', 'find_user', 'list_devices', 'list_keys'];

const ofSubjects: Readonly<Record<string, readonly EndpointName[]>> = {
  ...{ order: orders, ticket: orders, order_line: orders, refund: orders, barcode: orders },
  customer: ['list_customers', 'find_customer', 'list_orders', 'find_order'],
  ...{ event: catalogue, session: catalogue, price: catalogue, price_group: catalogue, offer: catalogue },
  ...{ pool: catalogue, allotment: catalogue, pack: catalogue, hall: catalogue, zone: catalogue },
  ...{ place: catalogue, question: catalogue, add_on: catalogue, discount: catalogue, promo_code: catalogue },
  ...{ connection: hub, quarantine: hub, outbox: hub },
  ...{ user: access, device: access, device_code: access, credential: access, application: access },
};

interface Told {
  readonly items?: readonly { readonly subject_kind?: string }[];
  readonly more?: number;
}

/** The names of live events that say something new; `reset` says that everything is to be read anew. */
export const newsEvents = ['changes', 'scans', 'runs', 'connections', 'alarms', 'sums', 'reset'] as const;

/** The endpoints to be read again after an event; `all` where it is not known which. */
export function staleAfter(event: (typeof newsEvents)[number], data: Told): readonly EndpointName[] | 'all' {
  switch (event) {
    case 'changes': {
      const { items = [], more = 0 } = data;
      if (more > 0) return 'all';
      return [...new Set(items.flatMap(({ subject_kind = '' }) => ofSubjects[subject_kind] ?? []))].concat(
        'list_ledger',
      );
    }
    case 'scans':
      return ['list_tickets', 'find_order', 'order_story', 'gate_figures', 'list_conflicts'];
    case 'runs':
    case 'connections':
      return hub;
    case 'alarms':
    case 'sums':
      return ['home'];
    case 'reset':
      return 'all';
  }
  return 'all';
}
