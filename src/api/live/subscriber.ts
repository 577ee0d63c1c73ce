import { Readable } from 'node:stream';
import type { Permission, PermissionScope } from '../../domain/roles.ts';
import type {
  LiveAlarm,
  LiveConnection,
  LiveRun,
  LiveScan,
  SealedChange,
  SumsEnd,
} from '../../office/live/tail.ts';
import type { Caller } from '../caller.ts';
import { toInstant, toInstantOrNull } from '../shapes.ts';

/** of one event; the rest are counted in `more` */
const items_max = 200;
/** what a client that does not read may leave waiting */
const waiting_bytes_max = 262_144;

/** Who may read of a change to what; of what is not named, whoever reads the ledger. */
const readers: Readonly<Record<string, Permission>> = {
  order: 'sales.read',
  ticket: 'sales.read',
  customer: 'customers.read',
  event: 'catalogue.read',
  session: 'catalogue.read',
  price: 'catalogue.read',
  price_group: 'catalogue.read',
  offer: 'catalogue.read',
  pool: 'catalogue.read',
  allotment: 'catalogue.read',
  pack: 'catalogue.read',
  hall: 'catalogue.read',
  zone: 'catalogue.read',
  place: 'catalogue.read',
  question: 'catalogue.read',
  add_on: 'catalogue.read',
  discount: 'catalogue.read',
  promo_code: 'catalogue.read',
  scan: 'gate.read',
  control_point: 'gate.read',
  counter: 'counter.read',
  counter_session: 'counter.read',
  article: 'counter.read',
  connection: 'hub.read',
  quarantine: 'hub.read',
  outbox: 'hub.read',
  user: 'access.read',
  device: 'access.read',
  credential: 'access.read',
  application: 'access.read',
};

/** Up to where a stream has been told: the seal of the last change, and when the last scan came in. */
export interface Position {
  readonly seal: number;
  readonly received_at: number;
}

/** The position that `Last-Event-ID` names; `unknown` for a text that is none of ours. */
export function readPosition(text: string | undefined): Position | 'unknown' | undefined {
  if (text === undefined || text === '') return undefined;
  const found = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  return found === null ? 'unknown' : { seal: Number(found[1]), received_at: Number(found[2]) };
}

/** One open stream, and what its caller may be told. */
export class Subscriber {
  readonly organizer_id: number;
  readonly stream: Readable;
  position: Position;
  readonly #may: (permission: Permission) => PermissionScope | undefined;
  readonly #seen = new Map<number, number>();
  #runs: string | undefined;
  #connections: ReadonlyMap<number, string> | undefined;
  #alarms: string | undefined;
  #sums: ReadonlyMap<string, string> | undefined;

  constructor(caller: Caller, position: Position) {
    const { organizer_id, known } = caller;
    this.organizer_id = organizer_id;
    this.position = position;
    this.#may = (permission) => known.allows(organizer_id, permission);
    this.stream = new Readable({ read: () => undefined });
    // the browser waits so long before it connects again
    this.stream.push('retry: 1000\n\n');
  }

  /** Keeps what stands between from closing a connection that says nothing. */
  beat(): void {
    this.#write(': still here\n\n');
  }

  reset(position: Position): void {
    this.position = position;
    this.#send('reset', {});
  }

  changes(all: readonly SealedChange[], seal: number): void {
    const own = all.filter(
      (one) =>
        one.organizer_id === this.organizer_id &&
        one.position > this.position.seal &&
        this.#may(readers[one.subject_kind] ?? 'ledger.read') === 'everywhere',
    );
    this.position = { ...this.position, seal: Math.max(seal, this.position.seal) };
    if (own.length === 0) return;
    const items = own.slice(0, items_max).map(({ action, subject_kind, subject_id, recorded_at }) => ({
      ...{ action, subject_kind, subject_id },
      recorded_at: toInstant(recorded_at),
    }));
    this.#send('changes', { items, more: own.length - items.length });
  }

  /** `forget_before`: scans that came in earlier are asked for no more, and need not be remembered. */
  scans(all: readonly LiveScan[], forget_before: number): void {
    const scope = this.#may('gate.read');
    if (scope === undefined) return;
    for (const [id, received_at] of this.#seen) if (received_at < forget_before) this.#seen.delete(id);
    const own = all.filter(
      ({ id, event_id }) => !this.#seen.has(id) && (scope === 'everywhere' || scope.includes(event_id ?? 0)),
    );
    for (const { id, received_at } of all) this.#seen.set(id, received_at);
    const latest = Math.max(this.position.received_at, ...all.map(({ received_at }) => received_at));
    this.position = { ...this.position, received_at: latest };
    if (own.length === 0) return;
    const items = own.slice(-items_max).map(({ organizer_id: _, received_at: __, scanned_at, ...row }) => ({
      ...row,
      scanned_at: toInstant(scanned_at),
    }));
    this.#send('scans', { items, more: own.length - items.length });
  }

  /** The last run of each connection; those are told that are other than they were. */
  runs(all: readonly LiveRun[]): void {
    if (this.#may('hub.read') !== 'everywhere') return;
    const items = all.map(({ full, started_at, ended_at, ...row }) => ({
      ...row,
      full: full === 1,
      started_at: toInstant(started_at),
      ended_at: toInstantOrNull(ended_at),
    }));
    const before = new Set(this.#runs === undefined ? [] : (JSON.parse(this.#runs) as string[]));
    const texts = items.map((item) => JSON.stringify(item));
    const fresh = items.filter((_, index) => !before.has(texts[index] ?? ''));
    this.#runs = JSON.stringify(texts);
    if (fresh.length > 0) this.#send('runs', { items: fresh });
  }

  /** Those are told that are other than they were. */
  connections(all: readonly LiveConnection[]): void {
    if (this.#may('hub.read') !== 'everywhere') return;
    const items = all.map(({ paused_until, asked_until, halted_at, ...row }) => ({
      ...row,
      paused_until: toInstantOrNull(paused_until),
      asked_until: toInstantOrNull(asked_until),
      halted_at: toInstantOrNull(halted_at),
    }));
    const before = this.#connections;
    this.#connections = new Map(items.map((item) => [item.connection_id, JSON.stringify(item)]));
    if (before === undefined) return;
    const moved = items.filter(
      ({ connection_id }) => before.get(connection_id) !== this.#connections?.get(connection_id),
    );
    if (moved.length > 0) this.#send('connections', { items: moved });
  }

  alarms(all: readonly LiveAlarm[]): void {
    if (this.#may('catalogue.read') !== 'everywhere') return;
    const open = all.map(({ raised_at, ...row }) => ({ ...row, raised_at: toInstant(raised_at) }));
    const text = JSON.stringify(open);
    const first = this.#alarms === undefined;
    if (text === this.#alarms) return;
    this.#alarms = text;
    if (!first || open.length > 0) this.#send('alarms', { open });
  }

  /** The sums that go further than they did. */
  sums(all: readonly SumsEnd[]): void {
    const ends = new Map(all.map(({ kind, upto_at, upto_id }) => [kind, `${upto_at}/${upto_id}`]));
    const before = this.#sums;
    this.#sums = ends;
    if (before === undefined) return;
    const moved = [...ends.keys()].filter((kind) => ends.get(kind) !== before.get(kind));
    const readable = moved.filter(
      (kind) => this.#may(kind === 'arrivals' ? 'gate.read' : 'sales.read') === 'everywhere',
    );
    if (readable.length > 0) this.#send('sums', { kinds: readable });
  }

  end(): void {
    if (!this.stream.destroyed) this.stream.push(null);
  }

  #send(event: string, data: unknown): void {
    const { seal, received_at } = this.position;
    this.#write(`id: ${seal}-${received_at}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  #write(text: string): void {
    if (this.stream.destroyed) return;
    // who does not read is cut off, and connects again when it does
    if (this.stream.readableLength > waiting_bytes_max) this.stream.destroy();
    else this.stream.push(text);
  }
}
