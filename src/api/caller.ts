import { Fault } from '../domain/faults.ts';
import type { Permission, PermissionScope, RoleHeld } from '../domain/roles.ts';
import type { Actor } from '../store/transaction.ts';

export interface ReachedOrganizer {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  /** IANA */
  readonly zone: string;
  readonly currency: string;
}

export interface CallingDevice {
  readonly id: number;
  readonly name: string;
  /** gate or counter */
  readonly role: string;
  readonly control_point_id: number | null;
}

/** Who is known to call, before it is asked what for. */
export interface KnownCaller {
  readonly kind: 'user' | 'key' | 'device';
  /** how the ledger names the caller */
  readonly actor: Actor;
  /** whose idempotency keys the caller's are: the user, the application, the device */
  readonly caller_id: number;
  /** whose calls are counted: the session, the credential, the device */
  readonly counted_id: number;
  /** null: the office's default */
  readonly calls_per_minute: number | null;
  /** of a user */
  readonly session_id: number | undefined;
  readonly device: CallingDevice | undefined;
  /** of a user and of a device; a key has scopes in their place */
  readonly held: readonly RoleHeld[];
  /** ascending by id */
  readonly organizers: readonly ReachedOrganizer[];
  /** undefined: nowhere in the organizer */
  readonly allows: (organizer_id: number, permission: Permission) => PermissionScope | undefined;
}

/** Who calls, about which organizer, and where the permission that the endpoint needs holds. */
export class Caller {
  readonly known: KnownCaller;
  /** the events that the caller may touch here; undefined: all of the organizer's */
  readonly event_ids: readonly number[] | undefined;
  readonly #organizer: ReachedOrganizer | undefined;

  constructor(known: KnownCaller, organizer: ReachedOrganizer | undefined, scope: PermissionScope) {
    this.known = known;
    this.#organizer = organizer;
    this.event_ids = scope === 'everywhere' ? undefined : scope;
  }

  /** The same caller, whose writes the ledger keeps under the name of somebody who has proved to be there. */
  inNameOf(user_id: number): Caller {
    const known: KnownCaller = { ...this.known, actor: { kind: 'user', id: user_id } };
    const scope = this.event_ids ?? 'everywhere';
    return new Caller(known, this.#organizer, scope);
  }

  get actor(): Actor {
    return this.known.actor;
  }

  /** The same caller, limited to where all of these hold. Throws `forbidden` that names what holds nowhere. */
  where(permissions: readonly Permission[]): Caller {
    const scopes = permissions.map((permission) => this.known.allows(this.organizer_id, permission));
    const lacking = permissions.filter((_, index) => scopes[index] === undefined);
    if (lacking.length > 0) throw new Fault('forbidden', { permissions: lacking });
    const scope = scopes.reduce<PermissionScope>((sum, one = []) => {
      if (sum === 'everywhere') return one;
      return one === 'everywhere' ? sum : sum.filter((id) => one.includes(id));
    }, this.event_ids ?? 'everywhere');
    return new Caller(this.known, this.organizer, scope);
  }

  /** Which the call is about. Throws `invalid_input` where several are reached and none is named. */
  get organizer(): ReachedOrganizer {
    if (this.#organizer === undefined) throw organizerNeeded();
    return this.#organizer;
  }

  get organizer_id(): number {
    return this.organizer.id;
  }

  /** The user's id. Throws `forbidden` for a program or a device. */
  get user_id(): number {
    if (this.known.kind !== 'user') throw new Fault('forbidden', { reason: 'for a person who is signed in' });
    return this.known.caller_id;
  }

  /** Throws `not_found` for an event that the caller may not touch here, as for none. */
  requireEvent(event_id: number): void {
    if (this.event_ids?.includes(event_id) === false)
      throw new Fault('not_found', { kind: 'event', id: event_id });
  }

  /** Whether a further permission holds in all of the organizer. */
  may(permission: Permission): boolean {
    return this.known.allows(this.organizer_id, permission) === 'everywhere';
  }

  /** Nobody gives more than they have. Throws `forbidden` that names what is lacking. */
  requireAll(permissions: readonly Permission[]): void {
    const lacking = permissions.filter((permission) => !this.may(permission));
    if (lacking.length > 0) throw new Fault('forbidden', { permissions: [...new Set(lacking)] });
  }

  /** For what concerns the whole organizer: throws `forbidden` for who has the permission for single events alone. */
  requireEverywhere(): void {
    if (this.event_ids !== undefined)
      throw new Fault('forbidden', { reason: 'for the whole organizer alone' });
  }
}

export function organizerNeeded(): Fault {
  const message = 'is needed, since several organizers are reached (GET /api/organizers names them)';
  return new Fault('invalid_input', { in: 'headers', path: 'guichet-organizer', message });
}
