import { sql } from 'kysely';
import { damageWords } from '../../domain/journal-check.ts';
import { counterJournals } from '../counter/archive.ts';
import { verifyJournal } from '../counter/verify-journal.ts';
import { subjects_max, type Check, type Subject } from './check.ts';

/** The journals of the counters, and whether they hold what was sold there. */
export const journalsCheck: Check = {
  name: 'journals',
  title: { en: 'Journals of the counters', fr: 'Journaux des caisses' },
  diagnoses: {
    journal_broken: {
      severity: 'error',
      subject_kind: 'journal_line',
      message: {
        en: 'The journal of a counter is not as it was written: a line was changed, removed, added or moved.',
        fr: 'Le journal d’une caisse n’est pas tel qu’il fut écrit : une ligne a été modifiée, retirée, ajoutée ou déplacée.',
      },
      advice: {
        en: 'Somebody wrote past Guichet, or the disk is failing. Keep this database as it is, and compare the line named with an archive or a backup.',
        fr: 'Quelqu’un a écrit hors de Guichet, ou le disque est en panne. Gardez cette base telle quelle et comparez la ligne indiquée avec une archive ou une sauvegarde.',
      },
    },
    sale_not_in_journal: {
      severity: 'error',
      subject_kind: 'order',
      message: {
        en: 'An order was sold at a counter, and the journal of the counter has no line for it.',
        fr: 'Une commande a été vendue à une caisse dont le journal n’a pas de ligne pour elle.',
      },
      advice: {
        en: 'Run `guichet journal verify`. If the journal is sound, the order was written past Guichet: look for who made it in the ledger.',
        fr: 'Lancez `guichet journal verify`. Si le journal est intact, la commande a été écrite hors de Guichet : cherchez son auteur dans le journal scellé.',
      },
    },
  },
  async run(rx, { found, progress }) {
    const broken: Subject[] = [];
    const journals = await counterJournals(rx);
    for (const [index, journal] of journals.entries()) {
      const shown = (lines: number) =>
        progress((index + Math.min(1, lines / Math.max(1, journal.number))) / journals.length);
      const { damages } = await verifyJournal({ read: (query) => query(rx) }, journal, { onProgress: shown });
      const { counter_id, name } = journal;
      for (const { number, what } of damages)
        broken.push({ id: number, counter_id, counter: name, what: damageWords[what] });
      if (broken.length > subjects_max) break;
    }
    const unwritten = await sql<Subject>`
      select o."id", o."total" from "order" o
      where o."counter_session_id" is not null and o."confirmed_at" is not null and not exists (
        select 1 from "journal_line" j where j."order_id" = o."id" and j."kind" in ('sale', 'return'))
      order by o."id" limit ${subjects_max + 1}`.execute(rx.db);
    return [...found('journal_broken', broken), ...found('sale_not_in_journal', unwritten.rows)];
  },
};
