import type { OdooDatabase, Row } from './database.ts';
import { models, type ModelName } from './models.ts';
import { accessError, missingError } from './odoo-error.ts';

export interface OdooUser {
  readonly uid: number;
  readonly login: string;
  readonly password: string;
  readonly tz: string;
  /** may do everything; others sell and keep events, delete nothing and see no settings */
  readonly admin: boolean;
}

/** One call's surroundings, as Odoo's `env`. */
export interface Env {
  readonly db: OdooDatabase;
  readonly version: OdooVersion;
  readonly user: OdooUser;
  readonly context: Readonly<Record<string, unknown>>;
  /** UTC, "2026-05-15 08:30:00" */
  readonly now: string;
  readonly random: () => string;
  /** registrations whose state was set by this call: for the rules that are automated */
  readonly touched: Set<number>;
  /** mails that the call queues */
  readonly mails: QueuedMail[];
  /** whether changes of a confirmed order set its registrations back too, which no Odoo was seen to do */
  readonly unscans_confirmed: boolean;
}

export type OdooVersion = 18 | 19;

export interface QueuedMail {
  readonly registration_id: number;
}

const hidden_from_users = new Set<ModelName>(['ir.model.data']);

/** Refuses what a user without rights over settings may not do. */
export function checkAccess(env: Env, model: ModelName, way: 'read' | 'create' | 'write' | 'unlink'): void {
  if (env.user.admin) return;
  if (!hidden_from_users.has(model) && way !== 'unlink') return;
  throw accessError(
    `You are not allowed to ${way === 'read' ? 'access' : way} '${models[model].label}' (${model}) records.`,
  );
}

export function rowOf(env: Env, model: ModelName, id: number): Row {
  const row = env.db.get(model, id);
  if (row === undefined) throw missingError(model, [id]);
  return row;
}

/** Changes a row without any rule; false when it was so already. */
export function setFields(
  env: Env,
  model: ModelName,
  id: number,
  fields: Readonly<Record<string, Row[string]>>,
): boolean {
  const row = rowOf(env, model, id);
  if (Object.entries(fields).every(([name, value]) => row[name] === value)) return false;
  env.db.put(model, { ...row, ...fields, write_date: env.now });
  return true;
}
