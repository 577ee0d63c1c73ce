import { sql, type Expression } from 'kysely';
import type { SqlColumn } from '../filters/compile.ts';

/**
 * What other systems call a thing: the id that a connection gave it, or the one under which a dialect shows it. A value is
 * looked up by its index, for each connection of the organizer.
 */
export function linkedTo(kind: 'order' | 'ticket', id: Expression<unknown>, organizer_id: number): SqlColumn {
  const own = sql`(select connection.id from connection where connection.organizer_id = ${organizer_id})`;
  return {
    type: 'text',
    sql: sql`(select link.foreign_id from link where link.connection_id in ${own} and link.kind = ${kind}
      and link.local_id = ${id} and link.deleted_at is null order by link.connection_id limit 1)`,
    kindOf: () => '',
    among: (values) => {
      const asked = sql.join(values.map((value) => value.bind(String)));
      return sql`(${id} in (select link.local_id from link where link.connection_id in ${own}
        and link.kind = ${kind} and link.foreign_id in (${asked}) and link.deleted_at is null
        union all select served_id.local_id from served_id where served_id.organizer_id = ${organizer_id}
        and served_id.dialect in (select distinct shown.dialect from connection as shown where shown.organizer_id = ${organizer_id})
        and served_id.kind = ${kind} and served_id.served_id in (${asked})))`;
    },
  };
}
