import { sql } from 'kysely';
import { tables } from '../../store/tables.ts';
import { subjects_max, type Check, type Finding, type Subject } from './check.ts';

const limit = subjects_max + 1;

/** What was pulled from other systems, and what it became here. */
export const linksCheck: Check = {
  name: 'links',
  title: { en: 'Records of other systems', fr: 'Fiches d’autres systèmes' },
  diagnoses: {
    link_to_nothing: {
      severity: 'error',
      subject_kind: 'link',
      message: {
        en: 'A record of another system is linked to something that does not exist here.',
        fr: 'Une fiche d’un autre système est liée à quelque chose qui n’existe pas ici.',
      },
      advice: {
        en: 'Delete the row of link: the next pull takes the record in again.',
        fr: 'Supprimez la ligne de link : la prochaine récupération reprendra la fiche.',
      },
    },
    link_twice: {
      severity: 'error',
      subject_kind: 'link',
      message: {
        en: 'Two records of one connection are linked to the same thing here.',
        fr: 'Deux fiches d’une connexion sont liées à la même chose ici.',
      },
      advice: {
        en: 'See at the source which of the two it is, and delete the other row of link.',
        fr: 'Voyez à la source laquelle des deux c’est, et supprimez l’autre ligne de link.',
      },
    },
    link_of_unknown_kind: {
      severity: 'error',
      subject_kind: 'link',
      message: {
        en: 'A link is of a kind that Guichet does not know.',
        fr: 'Un lien est d’un genre que Guichet ne connaît pas.',
      },
      advice: {
        en: 'A newer Guichet may have written it: start that version again.',
        fr: 'Une version plus récente l’a peut-être écrit : relancez cette version.',
      },
    },
  },
  async run(rx, { found }) {
    const findings: Finding[] = [];
    const kinds = await rx.db.selectFrom('link').select('kind').distinct().execute();
    for (const { kind } of kinds) {
      if (!(kind in tables)) {
        findings.push(...found('link_of_unknown_kind', [{ id: kind, kind }]));
        continue;
      }
      const { rows } = await sql<Subject>`
        select l."foreign_id" as "id", l."connection_id", l."kind", l."local_id" from "link" l
        left join ${sql.table(kind)} x on x."id" = l."local_id"
        where l."kind" = ${kind} and x."id" is null order by 1 limit ${limit}`.execute(rx.db);
      findings.push(...found('link_to_nothing', rows));
    }
    const twice = await sql<Subject>`
      select min("foreign_id") as "id", "connection_id", "kind", "local_id", count(*) as "links" from "link"
      where "deleted_at" is null group by "connection_id", "kind", "local_id" having count(*) > 1
      order by 1 limit ${limit}`.execute(rx.db);
    return [...findings, ...found('link_twice', twice.rows)];
  },
};
