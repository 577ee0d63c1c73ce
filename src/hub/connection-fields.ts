import { Cron } from 'croner';
import type { TObject } from 'typebox';
import { Default, Errors } from 'typebox/value';
import { Fault } from '../domain/faults.ts';
import { limits } from '../domain/limits.ts';
import { isTimeZone } from '../domain/local-time.ts';
import type { Abilities, Connector } from './port.ts';

/** What a person may set of a connection, checked before anything is kept. */

/** The format of a setting that names a zone: what was written in one that nobody knows could not be read, record by record. */
const time_zone = 'time-zone';

const gap_ms_max = 600_000;
const calls_per_minute_max = 6_000;
const timeout_ms_min = 100;
const timeout_ms_max = 600_000;

export interface PaceFields {
  /** null: as the connector has it */
  readonly gap_ms?: number | null | undefined;
  readonly calls_per_minute?: number | null | undefined;
  readonly timeout_ms?: number | null | undefined;
}

export function assertObject(given: unknown, field: string): asserts given is Record<string, unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new Fault('invalid_input', { field, reason: 'not an object' });
}

/** Values as the connector's schema says, defaults filled in; throws `invalid_input` that names the field, never its value. */
export function checkedFields(schema: TObject, given: unknown, field: string): Record<string, unknown> {
  assertObject(given, field);
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(schema.properties, name));
  if (unknown !== undefined)
    throw new Fault('invalid_input', { field: `${field}.${unknown}`, reason: 'there is no such field' });
  const filled = Default(schema, structuredClone(given));
  const [error] = Errors(schema, filled);
  if (error !== undefined) {
    const path = error.instancePath.replaceAll('/', '.');
    throw new Fault('invalid_input', { field: `${field}${path}`, reason: error.message });
  }
  const values = filled as Record<string, unknown>;
  const nowhere = Object.entries(schema.properties).find(
    ([name, { format }]: [string, { format?: unknown }]) =>
      format === time_zone && !isTimeZone(String(values[name])),
  );
  if (nowhere !== undefined)
    throw new Fault('invalid_input', {
      field: `${field}.${nowhere[0]}`,
      reason: 'not a time zone, such as Europe/Paris',
    });
  if (JSON.stringify(filled).length > limits.metadata_bytes_max) throw new Fault('too_large', { field });
  return values;
}

export function checkedSecrets(connector: Connector, given: unknown): Record<string, string> {
  const secrets = checkedFields(connector.secrets, given, 'secrets');
  const wrong = Object.keys(secrets).find((name) => typeof secrets[name] !== 'string');
  if (wrong !== undefined)
    throw new Fault('invalid_input', { field: `secrets.${wrong}`, reason: 'not a text' });
  return secrets as Record<string, string>;
}

/** An http or https address without a final slash, and without a password in it. */
export function checkedBaseUrl(text: string): string {
  const url = URL.parse(text);
  const fits = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!fits || url.search !== '' || url.hash !== '')
    throw new Fault('invalid_input', { field: 'base_url', reason: 'not an http or https address' });
  return text.replace(/\/+$/, '');
}

/** Cron's five fields, or empty for never. */
export function checkedSchedule(text: string, field: string): string {
  const schedule = text.trim();
  if (schedule === '') return '';
  try {
    // only read here: it starts nothing without a function
    void new Cron(schedule, { mode: '5-part', paused: true });
  } catch {
    throw new Fault('invalid_input', { field, reason: 'not five fields of cron, such as */15 * * * *' });
  }
  return schedule;
}

export function checkedTopics(abilities: Abilities, wanted: readonly string[]): string[] {
  const unknown = wanted.find((topic) => !abilities.pushes.some((push) => push === topic));
  if (unknown !== undefined)
    throw new Fault('invalid_input', { field: 'topics', reason: `it cannot be told of: ${unknown}` });
  return [...new Set(wanted)];
}

export function checkedName(text: string): string {
  const name = text.trim();
  if (name === '' || name.length > limits.title_chars_max)
    throw new Fault('invalid_input', { field: 'name' });
  return name;
}

export function checkPace({ gap_ms, calls_per_minute, timeout_ms }: PaceFields): void {
  within('gap_ms', gap_ms, 0, gap_ms_max);
  within('calls_per_minute', calls_per_minute, 1, calls_per_minute_max);
  within('timeout_ms', timeout_ms, timeout_ms_min, timeout_ms_max);
}

function within(field: string, value: number | null | undefined, min: number, max: number): void {
  if (value === null || value === undefined) return;
  if (!Number.isSafeInteger(value) || value < min || value > max)
    throw new Fault('invalid_input', { field, min, max });
}
