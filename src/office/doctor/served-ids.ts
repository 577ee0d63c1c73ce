import { sql } from 'kysely';
import { isReservedServedId } from '../../domain/served-id.ts';
import type { Rx } from '../../store/transaction.ts';
import { tables } from '../../store/tables.ts';
import { subjects_max, type Check, type Finding, type Subject } from './check.ts';

const limit = subjects_max + 1;
const page_rows = 5_000;

/** The ids under which the dialects show things. */
export const servedIdsCheck: Check = {
  name: 'served-ids',
  title: { en: 'Ids that dialects show', fr: 'Identifiants montrés par les dialectes' },
  diagnoses: {
    served_id_of_nothing: {
      severity: 'error',
      subject_kind: 'served_id',
      message: {
        en: 'A dialect would show something that does not exist.',
        fr: 'Un dialecte montrerait quelque chose qui n’existe pas.',
      },
      advice: { en: 'Delete the row of served_id.', fr: 'Supprimez la ligne de served_id.' },
    },
    served_id_in_reserved_range: {
      severity: 'error',
      subject_kind: 'served_id',
      message: {
        en: 'A fixed id lies in the range of our own: a client may get one thing when it asks for another.',
        fr: 'Un identifiant fixé est dans notre propre plage : un client peut recevoir une chose pour une autre.',
      },
      advice: {
        en: 'Delete the row: the thing is then shown under an id of ours.',
        fr: 'Supprimez la ligne : la chose sera montrée sous un identifiant à nous.',
      },
    },
  },
  async run(rx, { found }) {
    const findings: Finding[] = [];
    const kinds = await rx.db.selectFrom('served_id').select('kind').distinct().execute();
    for (const { kind } of kinds) {
      const known = kind in tables;
      const gone = known
        ? sql`left join ${sql.table(kind)} x on x."id" = s."local_id" where x."id" is null and`
        : sql`where`;
      const { rows } = await sql<Subject>`
        select s."served_id" as "id", s."dialect", s."kind", s."local_id" from "served_id" s
        ${gone} s."kind" = ${kind} order by 1 limit ${limit}`.execute(rx.db);
      findings.push(...found('served_id_of_nothing', rows));
    }
    return [...findings, ...found('served_id_in_reserved_range', await reserved(rx))];
  },
};

/** Page by page, in the order of the key: the rule itself decides what is reserved. */
async function reserved(rx: Rx): Promise<Subject[]> {
  const wrong: Subject[] = [];
  let after = { organizer_id: -1, dialect: '', kind: '', served_id: '' };
  for (;;) {
    const page = await rx.db
      .selectFrom('served_id')
      .select(['organizer_id', 'dialect', 'kind', 'served_id'])
      .where((eb) =>
        eb(
          eb.refTuple('organizer_id', 'dialect', 'kind', 'served_id'),
          '>',
          eb.tuple(after.organizer_id, after.dialect, after.kind, after.served_id),
        ),
      )
      .orderBy('organizer_id')
      .orderBy('dialect')
      .orderBy('kind')
      .orderBy('served_id')
      .limit(page_rows)
      .execute();
    for (const row of page) {
      if (isReservedServedId(row.served_id))
        wrong.push({ id: row.served_id, dialect: row.dialect, kind: row.kind });
      after = row;
    }
    if (page.length < page_rows || wrong.length >= limit) return wrong;
  }
}
