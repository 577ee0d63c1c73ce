import type { ReactNode } from 'react';
import type { EndpointName } from '../../api/call.ts';
import { useList, useWrite, type ItemOf, type ListName } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import type { Field, RecordRow } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import type { Event } from './event-part.tsx';

/** Lists of an event whose rows stand in an order of their own, with what writes them. */
const writesOf = {
  list_add_ons: { create: 'create_add_on', change: 'change_add_on', remove: 'delete_add_on' },
  list_questions: { create: 'create_question', change: 'change_question', remove: 'delete_question' },
} as const satisfies Partial<Record<ListName, Record<'create' | 'change' | 'remove', EndpointName>>>;
type OrderedList = keyof typeof writesOf;

interface OrderedRecordsProps<N extends OrderedList> {
  readonly event: Event;
  readonly list: N;
  readonly title: string;
  readonly lead: string;
  readonly fields: readonly Field[];
  readonly nameOf: (row: ItemOf<N>) => string;
  readonly noneNext: string;
}

/** Rows that an event has of its own, in the order in which a buyer meets them: made at the end, moved, changed, taken out. */
export function OrderedRecords<N extends OrderedList>(props: OrderedRecordsProps<N>): ReactNode {
  const { event, list: name, ...shown } = props;
  const may = useMay();
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList<OrderedList>(name, { query: { where, order: 'position', limit: 200 } });
  const changes = [name] as const;
  const create = useWrite(writesOf[name].create, { changes });
  const change = useWrite(writesOf[name].change, { changes });
  const remove = useWrite(writesOf[name].remove, { changes });
  const last = list.data?.pages.flatMap(({ items }) => items).at(-1);
  return (
    <Records
      ordered
      {...(shown as Omit<OrderedRecordsProps<OrderedList>, 'event' | 'list'> & {
        nameOf: (row: RecordRow) => string;
      })}
      list={list}
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
