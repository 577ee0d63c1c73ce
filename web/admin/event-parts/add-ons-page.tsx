import type { ReactNode } from 'react';
import { useAll } from '../../api/queries.ts';
import { useWords } from '../../words/use-words.ts';
import type { Field } from '../records/fields.ts';
import { EventPart, type Event } from './event-part.tsx';
import { OrderedRecords } from './ordered-records.tsx';
import { words } from './words.ts';

export default function AddOnsPage(): ReactNode {
  return <EventPart here="addOns">{(event) => <AddOns event={event} />}</EventPart>;
}

function AddOns({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const where = [{ column: 'event_id', value: event.id }];
  const pools = useAll('list_pools', { query: { where } });
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
    <OrderedRecords
      event={event}
      kind="add_ons"
      title={say('addOns')}
      lead={say('addOnsLead')}
      fields={fields}
      nameOf={({ name }) => name}
      noneNext={say('addOnsNone')}
    />
  );
}
