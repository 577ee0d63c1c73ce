import type { ReactNode } from 'react';
import { questionKinds } from '../../../src/domain/question-kinds.ts';
import { useAll } from '../../api/queries.ts';
import { useWords } from '../../words/use-words.ts';
import type { Field } from '../records/fields.ts';
import { EventPart, type Event } from './event-part.tsx';
import { OrderedRecords } from './ordered-records.tsx';
import { words } from './words.ts';

export default function QuestionsPage(): ReactNode {
  return <EventPart here="questions">{(event) => <Questions event={event} />}</EventPart>;
}

function Questions({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const where = [{ column: 'event_id', value: event.id }];
  const prices = useAll('list_prices', { query: { where } });
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
    {
      ...{ name: 'kind', label: say('answeredAs'), kind: 'word', initial: 'text' },
      options: questionKinds.map((kind) => ({ value: kind, label: say(`kind_${kind}`) })),
    },
    {
      ...{ name: 'options', label: say('options'), kind: 'lines', hint: say('optionsHint'), needed: true },
      where: { field: 'kind', is: ['choice', 'choices'] },
    },
    { name: 'required', label: say('required'), kind: 'flag' },
    { name: 'at_gate', label: say('atGate'), kind: 'flag', beside: true },
  ];
  return (
    <OrderedRecords
      event={event}
      kind="questions"
      title={say('questions')}
      lead={say('questionsLead')}
      fields={fields}
      nameOf={({ label }) => label}
      noneNext={say('questionsNone')}
    />
  );
}
