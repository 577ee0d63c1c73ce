import { createClient, type Client } from '../../../contract/client.ts';
import { createListReader } from '../../../contract/list-reader.ts';
import {
  streamOver,
  undiciStream,
  undiciTransport,
  type StreamTransport,
  type Transport,
} from '../../../contract/transport.ts';
import type { OpenConnection } from '../../../hub/port.ts';
import { heeding } from '../../heeding.ts';
import { called } from './called.ts';
import { troubleOf } from './trouble.ts';

export interface Carried {
  readonly transport: Transport;
  /** for long lists; made of `transport` where there is none */
  readonly stream?: StreamTransport | undefined;
}

export function overHttp(): Carried {
  return { transport: undiciTransport(), stream: undiciStream() };
}

export interface AttendeesWish {
  readonly since?: string | undefined;
  /** seconds */
  readonly last_update?: number | undefined;
  readonly barcode?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** BilletWeb at the other end of a connection: calls in turn, and failures in the hub's words. */
export interface Service {
  /** One call, in its turn. Throws `PeerTrouble`; `raw` leaves what the vendor said no to as it is. */
  call<T>(run: (client: Client<typeof called>) => Promise<T>, raw?: 'raw'): Promise<T>;
  /** Attendees as they come, of one event or of all. */
  attendees(event: number | undefined, wish: AttendeesWish): AsyncGenerator<unknown[]>;
}

export function openService(connection: OpenConnection, carried: Carried): Service {
  const transport = heeding(carried.transport, connection);
  const stream = carried.stream === undefined ? streamOver(transport) : heeding(carried.stream, connection);
  const { base_url: baseUrl, secrets, settings, timeout_ms, turn } = connection;
  const version = Number(settings['version'] ?? 1);
  const keys = { user: secrets['user'] ?? '', key: secrets['key'] ?? '', version };
  const options = { baseUrl, timeout_ms, defaults: { query: keys } };
  const client = createClient(called, { ...options, transport });
  const long = { ...options, stream };
  const ofEvent = createListReader(called, 'eventAttendees', long);
  const ofAll = createListReader(called, 'attendees', long);
  return {
    call: async (run, raw) => {
      await turn();
      try {
        return await run(client);
      } catch (error) {
        throw raw === 'raw' ? error : troubleOf(error);
      }
    },
    async *attendees(event, wish) {
      await turn();
      const query = Object.fromEntries(Object.entries(wish).filter(([, value]) => value !== undefined));
      try {
        yield* event === undefined ? ofAll({ query }) : ofEvent({ params: { id: event }, query });
      } catch (error) {
        throw troubleOf(error);
      }
    },
  };
}
