import { formatUtc } from '../domain/local-time.ts';
import { closedFor } from '../hub/breaker.ts';
import {
  addConnection,
  changeConnection,
  connectorOf,
  removeConnection,
  setEnabled,
  type Connection,
  type ConnectionFields,
} from '../hub/connections.ts';
import { countWaiting } from '../hub/outbox/waiting.ts';
import type { Connector } from '../hub/port.ts';
import { testConnection } from '../hub/test-connection.ts';
import { lastResults } from '../hub/results.ts';
import { systemActor } from '../store/transaction.ts';
import { exitCodes } from './exit.ts';
import { connectionOfNumber, withHub } from './open-hub.ts';
import type { ToolOptions } from './open-office.ts';
import { organizerBySlug } from './organizers.ts';
import type { Output } from './output.ts';
import { tableOf } from './table.ts';

export async function listConnections(
  options: ToolOptions & { readonly organizer: string | undefined },
  output: Output,
): Promise<void> {
  await withHub(options, async ({ store, runner }) => {
    const now = runner.parts.office.surroundings.now();
    const rows = await store.read(async (rx) => {
      let query = rx.db
        .selectFrom('connection')
        .innerJoin('organizer', 'organizer.id', 'connection.organizer_id')
        .selectAll('connection')
        .select('organizer.slug')
        .where('connection.deleted_at', 'is', null)
        // files that were imported are kept as connections without an address
        .where('connection.base_url', '!=', '')
        .orderBy('connection.id');
      if (options.organizer !== undefined) query = query.where('organizer.slug', '=', options.organizer);
      const connections = await query.execute();
      const waiting = new Map((await countWaiting(rx)).map((each) => [each.connection_id, each]));
      const runs = new Map((await lastResults(rx, undefined)).map((each) => [each.connection_id, each]));
      return connections.map(({ slug, ...connection }) => ({
        number: connection.id,
        organizer: slug,
        dialect: connection.dialect,
        name: connection.name,
        url: connection.base_url,
        state: closedFor(connection, now) ?? (connection.trouble === '' ? 'ok' : connection.trouble),
        last_run: runs.get(connection.id)?.started_at ?? null,
        outcome: runs.get(connection.id)?.outcome ?? null,
        waiting: waiting.get(connection.id)?.waiting ?? 0,
        dead: waiting.get(connection.id)?.dead ?? 0,
      }));
    });
    output.tell(tableOf(rows, 'Nobody is connected yet: guichet connections add does that.'), rows);
  });
}

/** What one is set to and what it can do; its secrets by their names alone. */
export async function showConnection(options: ToolOptions, number: number, output: Output): Promise<void> {
  await withHub(options, async ({ store, runner }) => {
    const connection = await store.read((rx) => connectionOfNumber(rx, number));
    const connector = connectorOf(runner.parts, connection.dialect);
    const shown = shownConnection(connection, connector);
    output.tell(JSON.stringify(shown, null, 2), shown);
  });
}

function shownConnection(connection: Connection, connector: Connector) {
  const {
    secrets_sealed: _sealed,
    settings,
    topics,
    paused_until,
    asked_until,
    halted_at,
    ...rest
  } = connection;
  const instant = (at: number | null): string | null => (at === null ? null : formatUtc(at));
  return {
    ...rest,
    trouble_why: rest.trouble_why === null ? null : (JSON.parse(rest.trouble_why) as unknown),
    paused_until: instant(paused_until),
    asked_until: instant(asked_until),
    halted_at: instant(halted_at),
    created_at: formatUtc(rest.created_at),
    updated_at: formatUtc(rest.updated_at),
    settings: JSON.parse(settings) as unknown,
    topics: JSON.parse(topics) as unknown,
    secrets: Object.keys(connector.secrets.properties),
    pulls: connector.abilities.pulls,
    pushes: connector.abilities.pushes,
    cannot: connector.abilities.cannot.map(({ en }) => en),
  };
}

/** What each system can do and asks for, for a person who is about to connect one. */
export async function listConnectors(output: Output): Promise<void> {
  const { loadConnectors } = await import('./connectors.ts');
  const kinds = [...(await loadConnectors()).values()].map((connector) => ({
    dialect: connector.dialect,
    title: connector.title,
    url: connector.default_base_url,
    pulls: connector.abilities.pulls,
    pushes: connector.abilities.pushes,
    cannot: connector.abilities.cannot.map(({ en }) => en),
    pace: connector.pace,
    fields: [...fieldsOf(connector, 'setting'), ...fieldsOf(connector, 'secret')],
  }));
  output.tell(kinds.map(wordsOfKind).join('\n\n'), kinds);
}

interface Kind {
  readonly dialect: string;
  readonly title: string;
  readonly url: string;
  readonly pulls: readonly string[];
  readonly pushes: readonly string[];
  readonly cannot: readonly string[];
  readonly fields: readonly Readonly<Record<string, unknown>>[];
}

const default_chars_max = 40;

/** A long table of defaults is for `--json`. */
function shortened(field: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const fallback = String(field['default']);
  const fits = fallback.length <= default_chars_max;
  return fits ? field : { ...field, default: `${fallback.slice(0, default_chars_max - 1)}…` };
}

function wordsOfKind({ dialect, title, url, pulls, pushes, cannot, fields }: Kind): string {
  const listed = (names: readonly string[]): string => (names.length === 0 ? 'nothing' : names.join(', '));
  return [
    `${dialect}: ${title}, ${url}`,
    `  pulls ${listed(pulls)}; is told of ${listed(pushes)}`,
    ...cannot.map((words) => `  cannot: ${words}`),
    tableOf(fields.map(shortened), 'asks for nothing').replaceAll(/^/gm, '  '),
  ].join('\n');
}

function fieldsOf(connector: Connector, what: 'setting' | 'secret') {
  const schema = what === 'setting' ? connector.settings : connector.secrets;
  const needed = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, field]) => {
    const { description = '', default: fallback } = field as { description?: string; default?: unknown };
    return {
      field: what,
      name,
      needed: needed.has(name) && fallback === undefined ? 'yes' : '',
      default: fallback === undefined ? '' : JSON.stringify(fallback),
      description,
    };
  });
}

export async function addOne(
  options: ToolOptions,
  wanted: ConnectionFields & { readonly dialect: string; readonly organizer: string },
  output: Output,
): Promise<void> {
  const { organizer, ...fields } = wanted;
  await withHub(options, async ({ store, runner }) => {
    const connection_id = await store.write(systemActor, async (tx) => {
      const { id: organizer_id } = await organizerBySlug(tx, organizer);
      return addConnection(tx, runner.parts, { ...fields, organizer_id });
    });
    output.tell(
      `Made the connection ${connection_id}. See whether it answers: guichet connections test ${connection_id}`,
      { connection_id },
    );
  });
}

export async function changeOne(
  options: ToolOptions,
  wanted: ConnectionFields & { readonly number: number },
  output: Output,
): Promise<void> {
  const { number, ...fields } = wanted;
  await withHub(options, async ({ store, runner }) => {
    await store.write(systemActor, async (tx) => {
      const { organizer_id, id: connection_id } = await connectionOfNumber(tx, number);
      await changeConnection(tx, runner.parts, { ...fields, organizer_id, connection_id });
    });
    output.tell(`Changed the connection ${number}.`, { connection_id: number });
  });
}

/** Asks the other system who we are to it. Gives the exit code. */
export async function testOne(options: ToolOptions, number: number, output: Output): Promise<number> {
  return withHub(options, async ({ store, runner }) => {
    const { organizer_id, id: connection_id } = await store.read((rx) => connectionOfNumber(rx, number));
    const found = await testConnection(runner, { organizer_id, connection_id });
    if (found.reached) output.tell(`It answers: ${found.words}`, { connection_id, ...found });
    else output.complain(`It does not: ${found.kind ?? ''}: ${found.words}`, { connection_id, ...found });
    return found.reached ? exitCodes.ok : exitCodes.failed;
  });
}

export async function switchOne(
  options: ToolOptions,
  wanted: { readonly number: number; readonly to: 'enabled' | 'disabled' | 'removed' },
  output: Output,
): Promise<void> {
  const { number, to } = wanted;
  await withHub(options, async ({ store }) => {
    await store.write(systemActor, async (tx) => {
      const { organizer_id, id: connection_id } = await connectionOfNumber(tx, number);
      const key = { organizer_id, connection_id };
      if (to === 'removed') await removeConnection(tx, key);
      else await setEnabled(tx, { ...key, enabled: to === 'enabled' });
    });
    output.tell(`The connection ${number} is ${to}.`, { connection_id: number, state: to });
  });
}
