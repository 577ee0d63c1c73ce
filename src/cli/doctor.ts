import type { Finding } from '../office/doctor/check.ts';
import { examine } from '../office/doctor/examine.ts';
import { formatUtc } from '../domain/local-time.ts';
import { closedFor, leftAloneUntil } from '../hub/breaker.ts';
import type { Connection } from '../hub/connections.ts';
import { findDrift } from '../hub/drift.ts';
import type { Shortcoming } from '../hub/port.ts';
import { exitCodes } from './exit.ts';
import { openRunner, toolOffice } from './open-hub.ts';
import { withStore, type ToolOptions } from './open-office.ts';
import type { Output } from './output.ts';
import { openProgress } from './progress.ts';
import { systemSurroundings } from '../store/surroundings.ts';
import type { Store } from '../store/transaction.ts';

/** ids named on one line */
const shown_max = 10;

/** Looks at everything that must always hold, and with `drift` at what connected systems hold. Gives the exit code: 3 when there are findings. */
export async function runDoctor(
  options: ToolOptions & { readonly drift: boolean },
  output: Output,
): Promise<number> {
  const language = /^fr/i.test(options.env.LC_ALL ?? options.env.LANG ?? '') ? 'fr' : 'en';
  return withStore(options, async ({ store, config, place }) => {
    const progress = await openProgress(output, 'Examining');
    const findings = await store
      .read((rx) =>
        examine(rx, {
          now: systemSurroundings().now(),
          onProgress: ({ part, check }) => progress.show(part, check.title[language]),
        }),
      )
      .finally(() => progress.end());
    if (options.drift) {
      const asking = await openProgress(output, 'Asking');
      const runner = await openRunner(toolOffice(store, config));
      const drift = findDrift(runner, { onProgress: ({ part, name }) => asking.show(part, name) });
      findings.push(...(await drift.finally(() => asking.end())));
    }
    const cannot = await shortcomingsOf(store);
    if (output.json) {
      const connections = cannot.length === 0 ? {} : { connections: cannot };
      output.tell('', { healthy: findings.length === 0, findings, ...connections });
    } else {
      if (findings.length === 0) output.tell(`All is well in ${place}.`, {});
      for (const finding of findings) output.tell(wordsOf(finding, language), finding);
      for (const one of cannot) output.tell(wordsOfShortcomings(one, language), one);
    }
    return findings.length === 0 ? exitCodes.ok : exitCodes.findings;
  });
}

/** What is wrong, with what, and what to do. */
function wordsOf(finding: Finding, language: 'en' | 'fr'): string {
  const { severity, code, subject_kind, subject_ids, more, details } = finding;
  const shown = subject_ids.slice(0, shown_max).join(', ');
  const rest = more || subject_ids.length > shown_max ? ', …' : '';
  return [
    `${severity === 'error' ? 'ERROR' : 'warning'} ${code}: ${finding.message[language]}`,
    `  ${subject_kind}: ${shown}${rest}${Object.keys(details).length > 0 ? `  ${JSON.stringify(details)}` : ''}`,
    `  ${finding.advice[language]}`,
  ].join('\n');
}

interface Shortcomings {
  readonly connection_id: number;
  readonly name: string;
  readonly dialect: string;
  readonly cannot: readonly Shortcoming[];
  /** why nobody calls it now, and until when that is a matter of time */
  readonly closed?: { readonly en: string; readonly fr: string };
  readonly until?: string;
}

/** What connected systems have no way to do, and those that are not called now: no fault of anybody's, but to be known. */
async function shortcomingsOf(store: Store): Promise<Shortcomings[]> {
  const connections = await store.read((rx) =>
    rx.db
      .selectFrom('connection')
      .selectAll()
      .where('deleted_at', 'is', null)
      // files that were imported are kept as connections without an address
      .where('base_url', '!=', '')
      .orderBy('id')
      .execute(),
  );
  if (connections.length === 0) return [];
  const { loadConnectors } = await import('./connectors.ts');
  const connectors = await loadConnectors();
  const now = systemSurroundings().now();
  return connections.flatMap((connection) => {
    const { id: connection_id, name, dialect } = connection;
    const cannot = connectors.get(dialect)?.abilities.cannot ?? [];
    const closed = closedFor(connection, now);
    const until = leftAloneUntil(connection, now);
    if (cannot.length === 0 && closed === undefined) return [];
    return {
      ...{ connection_id, name, dialect, cannot },
      ...(closed === undefined ? {} : { closed: { en: closed, fr: closedInFrench(connection, until) } }),
      ...(closed === undefined || until === undefined ? {} : { until: formatUtc(until) }),
    };
  });
}

function closedInFrench(connection: Connection, until: number | undefined): string {
  const { enabled, halted_at, asked_until, trouble } = connection;
  if (enabled === 0) return 'la connexion est désactivée';
  if (halted_at !== null || until === undefined) return `arrêtée tant que personne n’a regardé : ${trouble}`;
  const at = formatUtc(until);
  return asked_until === until
    ? `elle demande à ne pas être appelée avant ${at}`
    : `laissée en repos jusqu’à ${at} : ${trouble}`;
}

const heads = {
  en: { cannot: 'what the connection cannot do', closed: 'it is not called now' },
  fr: { cannot: 'ce que la connexion ne peut pas', closed: 'elle n’est pas appelée pour l’instant' },
} as const;

function wordsOfShortcomings(
  { connection_id, name, cannot, closed }: Shortcomings,
  language: 'en' | 'fr',
): string {
  const note = (head: string): string => `note ${connection_id} ${name}: ${head}`;
  return [
    ...(closed === undefined ? [] : [note(heads[language].closed), `  ${closed[language]}`]),
    ...(cannot.length === 0 ? [] : [note(heads[language].cannot)]),
    ...cannot.map((words) => `  ${words[language]}`),
  ].join('\n');
}
