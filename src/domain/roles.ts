/** What a member of staff may do: roles of people, permissions of endpoints, and the one table between them. */

export const permissions = [
  'catalogue.read',
  'catalogue.write',
  'sales.read',
  /** request, confirm, pay, cancel, restore */
  'sales.write',
  'sales.refund',
  'customers.read',
  'customers.write',
  /** everything that is held of one person */
  'customers.export',
  'customers.erase',
  'gate.read',
  'gate.scan',
  /** control points, undoing scans */
  'gate.write',
  /** a person's word: letting in against the ladder, conflicts */
  'gate.judge',
  /** selling at a till */
  'counter.use',
  'counter.read',
  /** counters, articles, payment modes */
  'counter.write',
  'reports.read',
  /** connections, runs, quarantine, outbox, drift */
  'hub.read',
  'hub.write',
  'ledger.read',
  /** users, devices, keys */
  'access.read',
  'access.write',
] as const;
export type Permission = (typeof permissions)[number];

const permissionSet: ReadonlySet<string> = new Set(permissions);

export function isPermission(text: string): text is Permission {
  return permissionSet.has(text);
}

export const roles = ['manager', 'accountant', 'counter', 'gate', 'gate_lead', 'read_only'] as const;
export type Role = (typeof roles)[number];

const table: Readonly<Record<Role, readonly Permission[]>> = {
  manager: permissions,
  accountant: [
    'catalogue.read',
    'sales.read',
    'sales.refund',
    'customers.read',
    'counter.read',
    'reports.read',
    'hub.read',
    'ledger.read',
  ],
  counter: [
    'catalogue.read',
    'sales.read',
    'sales.write',
    'customers.read',
    'customers.write',
    'counter.use',
    'counter.read',
  ],
  gate: ['catalogue.read', 'gate.read', 'gate.scan'],
  gate_lead: ['catalogue.read', 'gate.read', 'gate.scan', 'gate.judge'],
  read_only: [
    'catalogue.read',
    'sales.read',
    'customers.read',
    'gate.read',
    'counter.read',
    'reports.read',
    'hub.read',
  ],
};

export function isRole(text: string): text is Role {
  return Object.hasOwn(table, text);
}

/** What somebody of that role may do; nothing for a word that is no role, such as that of a till program's own user. */
export function permissionsOf(role: string): readonly Permission[] {
  return isRole(role) ? table[role] : [];
}

/** What a device may be: it joins by a code and calls with a token of its own. */
export const deviceRoles = ['gate', 'gate_lead', 'counter'] as const satisfies readonly Role[];
export type DeviceRole = (typeof deviceRoles)[number];

/** A role in an organizer; with an event it holds for that event alone. */
export interface RoleHeld {
  readonly organizer_id: number;
  readonly role: string;
  readonly event_id: number | null;
}

/** Where a permission holds: in all of the organizer, or for these events alone. */
export type PermissionScope = 'everywhere' | readonly number[];

/** Where the roles give the permission within the organizer; undefined: nowhere. */
export function scopeOf(
  held: readonly RoleHeld[],
  organizer_id: number,
  permission: Permission,
): PermissionScope | undefined {
  const giving = held.filter(
    (one) => one.organizer_id === organizer_id && permissionsOf(one.role).includes(permission),
  );
  if (giving.length === 0) return undefined;
  const event_ids = giving.flatMap(({ event_id }) => (event_id === null ? [] : [event_id]));
  return event_ids.length < giving.length ? 'everywhere' : [...new Set(event_ids)].sort((a, b) => a - b);
}
