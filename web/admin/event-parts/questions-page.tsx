import type { ReactNode } from 'react';
import { useAsk, useList, useWrite } from '../../api/queries.ts';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { Field } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import { EventPart, type Event } from './event-part.tsx';
import { words } from './words.ts';

export default function QuestionsPage(): ReactNode {
  return <EventPart here="questions">{(event) => <Questions event={event} />}</EventPart>;
}

const changes = ['list_questions'] as const;

function Questions({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList('list_questions', { query: { where, order: 'position', limit: 200 } });
  const prices = useAsk('list_prices', { query: { where, limit: 200 } });
  const create = useWrite('create_question', { changes });
  const change = useWrite('change_question', { changes });
  const remove = useWrite('delete_question', { changes });
  const fields: readonly Field[] = [
    { name: 'label', label: say('question'), kind: 'text', needed: true },
    {
      ...{ name: 'scope', label: say('askedOf'), kind: 'word', initial: 'ticket' },
      options: [
        { value: 'ticket', label: say('ofTicket') },
        { value: 'order', label: say('ofOrder') },
      ],
    },
    {
      ...{ name: 'price_id', label: say('askedFor'), kind: 'row', fixed: true },
      options: [
        { value: '', label: say('allPrices') },
        ...(prices.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
      ],
    },
    { name: 'options', label: say('options'), kind: 'lines', hint: say('optionsHint') },
    { name: 'required', label: say('required'), kind: 'flag' },
    { name: 'at_gate', label: say('atGate'), kind: 'flag', beside: true },
  ];
  return (
    <Records
      ordered
      title={say('questions')}
      lead={say('questionsLead')}
      list={list}
      fields={fields}
      nameOf={({ label }) => label}
      noneNext={say('questionsNone')}
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
