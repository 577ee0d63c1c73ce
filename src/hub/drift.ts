import { finder, type Diagnosis, type Finding, type Subject } from '../office/doctor/check.ts';
import { closedFor, troubleOf } from './breaker.ts';
import { connectionById, type Connection } from './connections.ts';
import type { Runner } from './runner.ts';
import { compareHoldings, shownHoldings, type Differing, type HoldingDrift } from './holdings.ts';
import { untoldOrders } from './untold-orders.ts';

/** What may differ between the ledger and a connected system. Subjects are tickets but where said otherwise. */
const diagnoses = {
  drift_unanswered: {
    severity: 'warning',
    subject_kind: 'connection',
    message: {
      en: 'A connected system could not be asked what it holds.',
      fr: 'Un système connecté n’a pas pu dire ce qu’il détient.',
    },
    advice: {
      en: 'See what is wrong: guichet connections test.',
      fr: 'Voyez ce qui ne va pas : guichet connections test.',
    },
  },
  drift_unknown_here: {
    severity: 'warning',
    subject_kind: 'ticket',
    message: {
      en: 'A connected system has a ticket that is not in the ledger.',
      fr: 'Un système connecté a un billet qui n’est pas dans le registre.',
    },
    advice: {
      en: 'Pull everything: guichet sync --full; then see guichet quarantine list.',
      fr: 'Récupérez tout : guichet sync --full ; puis voyez guichet quarantine list.',
    },
  },
  drift_missing_there: {
    severity: 'warning',
    subject_kind: 'ticket',
    message: {
      en: 'A ticket that a connected system knew is not there any more.',
      fr: 'Un billet que connaissait un système connecté n’y est plus.',
    },
    advice: {
      en: 'Where it sold the ticket, pull everything: guichet sync --full. Where it was told of it, somebody deleted it there.',
      fr: 'S’il l’a vendu, récupérez tout : guichet sync --full. S’il en a été informé, quelqu’un l’y a supprimé.',
    },
  },
  drift_ended: {
    severity: 'warning',
    subject_kind: 'ticket',
    message: {
      en: 'A ticket is good here and not there, or the other way round.',
      fr: 'Un billet est bon ici et non là-bas, ou l’inverse.',
    },
    advice: {
      en: 'Synchronise, and look again: guichet sync --full. If it stays, see guichet outbox dead.',
      fr: 'Synchronisez, et regardez à nouveau : guichet sync --full. Si cela reste, voyez guichet outbox dead.',
    },
  },
  drift_used: {
    severity: 'warning',
    subject_kind: 'ticket',
    message: {
      en: 'A ticket is used here and not there, or the other way round.',
      fr: 'Un billet est composté ici et non là-bas, ou l’inverse.',
    },
    advice: {
      en: 'Synchronise everything, which tells it again: guichet sync --full. If it stays, see guichet outbox dead; where somebody took the scan back there, take it back here.',
      fr: 'Synchronisez tout, ce qui l’en informe à nouveau : guichet sync --full. Si cela reste, voyez guichet outbox dead ; si quelqu’un l’a annulé là-bas, annulez-le ici.',
    },
  },
  drift_not_told: {
    severity: 'warning',
    subject_kind: 'order',
    message: {
      en: 'A connected system was never told of an order that it takes.',
      fr: 'Un système connecté n’a jamais été informé d’une commande qui le concerne.',
    },
    advice: {
      en: 'Tell it of everything: guichet sync --full.',
      fr: 'Informez-le de tout : guichet sync --full.',
    },
  },
} as const satisfies Readonly<Record<string, Diagnosis>>;

export type Drift = keyof typeof diagnoses;

/** How the doctor says it. */
export const driftWords: Readonly<Record<Drift, Diagnosis>> = diagnoses;

const found = finder({
  name: 'drift',
  title: { en: 'Other systems', fr: 'Autres systèmes' },
  diagnoses,
  run: () => Promise.resolve([]),
});

/** subjects named of one finding, and one more */
const named_max = 101;

/**
 * Asks every enabled connection what it holds, and says what differs from the ledger. Calls other systems, and changes
 * nothing, here or there.
 */
export async function findDrift(
  runner: Runner,
  of: {
    /** undefined: everybody's */
    readonly organizer_id?: number;
    readonly onProgress?: (progress: { readonly part: number; readonly name: string }) => void;
  } = {},
): Promise<Finding[]> {
  const { store } = runner.parts.office;
  const { organizer_id, onProgress } = of;
  const keys = await store.read((rx) => {
    let query = rx.db
      .selectFrom('connection')
      .select(['id as connection_id', 'organizer_id'])
      .where('enabled', '=', 1)
      .where('deleted_at', 'is', null)
      .orderBy('id');
    if (organizer_id !== undefined) query = query.where('organizer_id', '=', organizer_id);
    return query.execute();
  });
  const findings: Finding[] = [];
  for (const [index, key] of keys.entries()) {
    const connection = await store.read((rx) => connectionById(rx, key));
    onProgress?.({ part: index / keys.length, name: connection.name });
    findings.push(...(await driftOf(runner, connection)).findings());
  }
  return findings;
}

/** Asks one connection's system, and says what differs. Calls it, and changes nothing. */
export async function driftOf(runner: Runner, connection: Connection): Promise<Drifts> {
  const { store, surroundings } = runner.parts.office;
  const drifts = new Drifts(connection);
  const closed = closedFor(connection, surroundings.now());
  if (closed !== undefined) drifts.add('drift_unanswered', { id: connection.id, why: closed });
  else {
    try {
      const { peer } = await store.read((rx) => runner.peers.open(rx, connection, runner));
      const pages = peer.holdings?.() ?? shownHoldings(peer);
      const parts = {
        parts: runner.parts,
        connection,
        onDrift: (drift: HoldingDrift, ticket: Differing) => drifts.add(drift, { ...ticket }),
      };
      await compareHoldings(parts, pages);
    } catch (error) {
      drifts.add('drift_unanswered', { id: connection.id, why: troubleOf(error).message });
    }
  }
  if ((JSON.parse(connection.topics) as string[]).includes('order')) {
    const untold = await store.read((rx) => untoldOrders(rx, connection, 0));
    for (const id of untold) drifts.add('drift_not_told', { id });
  }
  return drifts;
}

/** The differences of one connection, as many of each kind as are named. */
class Drifts {
  readonly #subjects = new Map<Drift, Subject[]>();
  readonly #counts = new Map<Drift, number>();
  readonly #connection: Connection;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  readonly add = (drift: Drift, subject: Subject): void => {
    const known = this.#subjects.get(drift) ?? [];
    if (known.length < named_max) known.push({ ...subject, connection: this.#connection.name });
    this.#subjects.set(drift, known);
    this.#counts.set(drift, (this.#counts.get(drift) ?? 0) + 1);
  };

  /** How many of each kind there are, and those that are named. */
  all(): { code: Drift; count: number; subjects: readonly Subject[] }[] {
    return [...this.#subjects].map(([code, subjects]) => ({
      code,
      count: this.#counts.get(code) ?? subjects.length,
      subjects,
    }));
  }

  findings(): Finding[] {
    return [...this.#subjects].flatMap(([drift, subjects]) => found(drift, subjects));
  }
}
