import type { ReactNode } from 'react';
import type { EndpointName } from '../../api/call.ts';
import { useList, useWrite, type ItemOf, type ListName } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import type { Field, RecordRow } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import type { Event } from './event-part.tsx';

/** Lists of an event whose rows stand in an order of their own, with what writes them. */
const kinds = {
  add_ons: {
    list: 'list_add_ons',
    create: 'create_add_on',
    change: 'change_add_on',
    remove: 'delete_add_on',
  },
  questions: {
    list: 'list_questions',
    create: 'create_question',
    change: 'change_question',
    remove: 'delete_question',
  },
} as const satisfies Record<
  string,
  Record<'create' | 'change' | 'remove', EndpointName> & { list: ListName }
>;
type Kind = keyof typeof kinds;
type RowOf<K extends Kind> = ItemOf<(typeof kinds)[K]['list']>;

interface OrderedRecordsProps<K extends Kind> {
  readonly event: Event;
  readonly kind: K;
  readonly title: string;
  readonly lead: string;
  readonly fields: readonly Field[];
  readonly nameOf: (row: RowOf<K>) => string;
  readonly noneNext: string;
}

/** Rows that an event has of its own, in the order in which a buyer meets them: made at the end, moved, changed, taken out. */
export function OrderedRecords<K extends Kind>(props: OrderedRecordsProps<K>): ReactNode {
  const { event, kind, ...shown } = props;
  const of = kinds[kind];
  const may = useMay();
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList<(typeof kinds)[Kind]['list']>(of.list, {
    query: { where, order: 'position', limit: 200 },
  });
  const changes = [of.list] as const;
  const create = useWrite(of.create, { changes });
  const change = useWrite(of.change, { changes });
  const remove = useWrite(of.remove, { changes });
  const last = list.data?.pages.flatMap(({ items }) => items).at(-1);
  return (
    <Records
      ordered
      {...(shown as Omit<OrderedRecordsProps<Kind>, 'event' | 'kind'> & {
        nameOf: (row: RecordRow) => string;
      })}
      list={list}
      read={changes}
      currency={event.currency}
      may={may('catalogue.write')}
      writes={{
        create: (body) =>
          create.mutateAsync({
            // of the fields that the page declares
            body: {
              ...body,
              event_id: event.id,
              position: last === undefined ? 0 : last.position + 1,
            } as never,
          }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}
