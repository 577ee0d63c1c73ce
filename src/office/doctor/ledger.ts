import { verifyLedger } from '../ledger/verify.ts';
import { subjects_max, type Check } from './check.ts';

/** how long a change may wait for its seal */
const late_ms = 15 * 60_000;

/** The chain over the ledger. */
export const ledgerCheck: Check = {
  name: 'ledger',
  title: { en: 'The sealed ledger', fr: 'Le journal scellé' },
  diagnoses: {
    ledger_broken: {
      severity: 'error',
      subject_kind: 'ledger_seal',
      message: {
        en: 'The ledger is not as it was sealed: a row or a seal was changed, removed, added or moved.',
        fr: 'Le journal n’est pas tel qu’il fut scellé : une ligne ou un sceau a été modifié, retiré, ajouté ou déplacé.',
      },
      advice: {
        en: 'Somebody wrote past Guichet, or the disk is failing. Keep this database as it is, and compare the row named with a backup.',
        fr: 'Quelqu’un a écrit hors de Guichet, ou le disque est en panne. Gardez cette base telle quelle et comparez la ligne indiquée avec une sauvegarde.',
      },
    },
    ledger_not_sealed: {
      severity: 'warning',
      subject_kind: 'ledger',
      message: {
        en: 'Changes have waited for more than fifteen minutes to be sealed.',
        fr: 'Des changements attendent d’être scellés depuis plus de quinze minutes.',
      },
      advice: {
        en: 'The office’s timer does not run: see whether `guichet serve` runs and what its log says.',
        fr: 'Le minuteur ne tourne pas : vérifiez que `guichet serve` tourne et ce que dit son journal.',
      },
    },
  },
  async run(rx, { now, found, progress }) {
    const { broken } = await verifyLedger(rx, {
      broken_max: subjects_max + 1,
      onProgress: ({ seals, seals_total }) => progress(seals / Math.max(1, seals_total)),
    });
    const waiting = await rx.db
      .selectFrom('ledger')
      .select(['id', 'recorded_at'])
      .where('seal_id', 'is', null)
      .where('recorded_at', '<=', now - late_ms)
      .orderBy('id')
      .limit(subjects_max + 1)
      .execute();
    return [
      ...found(
        'ledger_broken',
        broken.map((one) => ({ id: one.seal_id ?? one.row_id ?? 0, ...one })),
      ),
      ...found('ledger_not_sealed', waiting),
    ];
  },
};
