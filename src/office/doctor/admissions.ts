import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;

/** Entries used, against those allowed and those that scans tell of. */
export const admissionsCheck: Check = {
  name: 'admissions',
  title: { en: 'Entries and scans', fr: 'Entrées et contrôles' },
  diagnoses: {
    entries_beyond_allowed: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A ticket was used more often than it allows, and neither staff nor another platform says so.',
        fr: 'Un billet a servi plus souvent qu’il ne le permet, sans que l’équipe ni une autre plateforme l’ait dit.',
      },
      advice: {
        en: 'See its scans: somebody may have entered on a copy. Undo its entries if it was a mistake.',
        fr: 'Voyez ses contrôles : quelqu’un est peut-être entré avec une copie. Annulez ses entrées s’il s’agit d’une erreur.',
      },
    },
    entries_without_scan: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'More entries of a ticket are used than scans tell of.',
        fr: 'Plus d’entrées d’un billet sont utilisées que les contrôles n’en racontent.',
      },
      advice: {
        en: 'Its holder may be refused wrongly: undo its entries if nobody has entered.',
        fr: 'Son titulaire peut être refusé à tort : annulez ses entrées si personne n’est entré.',
      },
    },
    scans_without_entry: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'Scans let a ticket in more often than entries were used or taken back: it may be let in again.',
        fr: 'Des contrôles ont admis un billet plus souvent que ses entrées utilisées ou reprises : il peut être admis à nouveau.',
      },
      advice: {
        en: 'Set `used` of its entitlement to the number of its admitted scans.',
        fr: 'Mettez `used` de son entitlement au nombre de ses contrôles admis.',
      },
    },
    scan_lost: {
      severity: 'error',
      subject_kind: 'scan',
      message: {
        en: 'An entry cannot be found from its ticket: the ticket’s history and the erasure of a person would miss it.',
        fr: 'Une entrée ne se trouve pas depuis son billet : l’historique du billet et l’effacement d’une personne la manqueraient.',
      },
      advice: {
        en: 'Set its `earlier_scan_id` to null: it is then found by the ticket itself.',
        fr: 'Mettez son `earlier_scan_id` à null : elle se trouve alors par le billet lui-même.',
      },
    },
  },
  async run(rx, { found, progress }) {
    // staff may let in beyond what is allowed; what a vendor reports is a fact, and raises an alarm
    const beyond = await sql<Subject>`
      select e."ticket_id" as "id", e."id" as "entitlement_id", e."used", e."allowed" from "entitlement" e
      where e."used" > e."allowed" and e."id" not in (
          select s."entitlement_id" from "scan" s
          where s."entitlement_id" is not null and (s."forced" = 1 or s."outcome" = 'reported'))
      order by e."id" limit ${limit}`.execute(rx.db);
    const without = await sql<Subject>`
      select e."ticket_id" as "id", e."id" as "entitlement_id", e."used" from "entitlement" e
      left join (
        select "entitlement_id", count(*) as "entries" from "scan"
        where "direction" = 'in' and "outcome" in ('admitted', 'reported') and "entitlement_id" is not null
        group by "entitlement_id") s on s."entitlement_id" = e."id"
      where e."used" > coalesce(s."entries", 0)
      order by e."id" limit ${limit}`.execute(rx.db);
    progress(0.5);
    const lost = await sql<Subject>`
      select s."id", s."ticket_id" from "scan" s
      where s."earlier_scan_id" is not null
        and s."id" not in (select e."latest_scan_id" from "entitlement" e)
        and s."id" not in (select l."earlier_scan_id" from "scan" l where l."earlier_scan_id" is not null)
      order by s."id" limit ${limit}`.execute(rx.db);
    progress(0.7);
    return [
      ...found('entries_beyond_allowed', beyond.rows),
      ...found('entries_without_scan', without.rows),
      ...found('scans_without_entry', await scansWithoutEntry(rx)),
      ...found('scan_lost', lost.rows),
    ];
  },
};

interface Candidate {
  readonly id: number;
  readonly entitlement_id: number;
  readonly used: number;
  readonly admitted: number;
}

/**
 * Entries that were let in but not counted. Who went out may have come back without using an entry, and entries may have
 * been taken back, which the ledger tells.
 */
async function scansWithoutEntry(rx: Rx): Promise<Subject[]> {
  const wrong: Subject[] = [];
  let after = 0;
  while (wrong.length < limit) {
    const { rows } = await sql<Candidate>`
      select e."ticket_id" as "id", e."id" as "entitlement_id", e."used", s."admitted" from "entitlement" e
      join (
        select "ticket_id", "entitlement_id", count(*) as "admitted" from "scan"
        where "direction" = 'in' and "outcome" = 'admitted' and "entitlement_id" > ${after}
        group by "ticket_id", "entitlement_id") s on s."ticket_id" = e."ticket_id" and s."entitlement_id" = e."id"
      where e."used" < s."admitted" and e."ticket_id" not in (
        select o."ticket_id" from "scan" o where o."direction" = 'out' and o."ticket_id" is not null)
      order by e."id" limit ${limit}`.execute(rx.db);
    for (const { id, entitlement_id, used, admitted } of rows) {
      const undone = await undoneOf(rx, id, entitlement_id);
      if (used + undone < admitted) wrong.push({ id, entitlement_id, used, undone, admitted });
      after = entitlement_id;
    }
    if (rows.length < limit) break;
  }
  return wrong;
}

type Told = readonly { readonly id: number; readonly used: number }[];

/** Entries taken back of an entitlement, as `undoEntries` told the ledger. */
async function undoneOf(rx: Rx, ticket_id: number, entitlement_id: number): Promise<number> {
  const rows = await rx.db
    .selectFrom('ledger')
    .select(['before', 'after'])
    .where('subject_kind', '=', 'ticket')
    .where('subject_id', '=', ticket_id)
    .where('action', '=', 'ticket.entries_undone')
    .execute();
  const usedIn = (text: string | null): number =>
    (JSON.parse(text ?? '[]') as Told).find((entry) => entry.id === entitlement_id)?.used ?? 0;
  return rows.reduce((sum, { before, after }) => sum + usedIn(before) - usedIn(after), 0);
}
