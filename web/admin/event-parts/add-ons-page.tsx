import type { ReactNode } from 'react';
import { useAsk, useList, useWrite } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { Field } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import { EventPart, type Event } from './event-part.tsx';
import { words } from './words.ts';

export default function AddOnsPage(): ReactNode {
  return <EventPart here="addOns">{(event) => <AddOns event={event} />}</EventPart>;
}

const changes = ['list_add_ons'] as const;

function AddOns({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList('list_add_ons', { query: { where, order: 'position', limit: 200 } });
  const pools = useAsk('list_pools', { query: { where, limit: 200 } });
  const create = useWrite('create_add_on', { changes });
  const change = useWrite('change_add_on', { changes });
  const remove = useWrite('delete_add_on', { changes });
  const fields: readonly Field[] = [
    { name: 'name', label: say('name'), kind: 'text', needed: true },
    { name: 'category', label: say('category'), kind: 'text', hint: say('categoryHint') },
    { name: 'amount', label: say('amount'), kind: 'amount', needed: true },
    { name: 'vat_bp', label: say('vat'), kind: 'percent' },
    {
      ...{ name: 'pool_id', label: say('capacity'), kind: 'row', hint: say('poolHint') },
      options: [
        { value: '', label: say('unlimited') },
        ...(pools.data?.items ?? []).map(({ id, name, kind }) => ({
          value: String(id),
          label: name === '' ? `${say(kind)} ${id}` : name,
        })),
      ],
    },
    { name: 'reference', label: say('reference'), kind: 'text', beside: true },
  ];
  return (
    <Records
      ordered
      title={say('addOns')}
      lead={say('addOnsLead')}
      list={list}
      fields={fields}
      currency={event.currency}
      nameOf={({ name }) => name}
      noneNext={say('addOnsNone')}
      may={may('catalogue.write')}
      writes={{
        create: (body) =>
          create.mutateAsync({
            body: { ...body, event_id: event.id, position: list.data?.pages[0]?.items.length ?? 0 } as never,
          }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}
