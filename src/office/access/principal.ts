import { Fault } from '../../domain/faults.ts';
import type { Actor } from '../../store/transaction.ts';

/** Who calls: an application through one of its credentials, and what that credential may do. */
export interface Principal {
  readonly application_id: number;
  readonly credential_id: number;
  readonly dialect: string;
  /** ascending, at least one */
  readonly organizer_ids: readonly number[];
  /** `*` is everything that the dialect can do */
  readonly scopes: readonly string[];
  readonly settings: Settings;
  /** null: the office's default */
  readonly calls_per_minute: number | null;
}

/** What a credential says of its client, such as the shape of answers that it wants. Never a secret. */
export type Settings = Readonly<Record<string, unknown>>;

/** One row per organizer that the application reaches. */
export interface PrincipalRow {
  application_id: number;
  credential_id: number;
  dialect: string;
  scopes: string;
  settings: string;
  calls_per_minute: number | null;
  organizer_id: number;
}

/** Of the rows of one credential, its principal; `token_settings` go over the credential's own. */
export function principalOf(rows: readonly PrincipalRow[], token_settings = '{}'): Principal | undefined {
  const [row] = rows;
  if (row === undefined) return undefined;
  const settings = JSON.parse(row.settings) as Settings;
  return {
    application_id: row.application_id,
    credential_id: row.credential_id,
    dialect: row.dialect,
    organizer_ids: rows.map((each) => each.organizer_id).sort((a, b) => a - b),
    scopes: JSON.parse(row.scopes) as string[],
    settings:
      token_settings === '{}' ? settings : { ...settings, ...(JSON.parse(token_settings) as Settings) },
    calls_per_minute: row.calls_per_minute,
  };
}

export function hasScope(principal: Principal, scope: string): boolean {
  return principal.scopes.includes(scope) || principal.scopes.includes('*');
}

/** Throws `forbidden` when the credential's scopes do not hold this one. */
export function requireScope(principal: Principal, scope: string): void {
  if (!hasScope(principal, scope)) throw new Fault('forbidden', { scope });
}

/** Throws `forbidden` when the application does not reach the organizer. */
export function requireReach(principal: Principal, organizer_id: number): void {
  if (!principal.organizer_ids.includes(organizer_id)) throw new Fault('forbidden', { organizer_id });
}

/** How the ledger names the caller. */
export function actorOf(principal: Principal): Actor {
  return { kind: 'credential', id: principal.credential_id };
}
