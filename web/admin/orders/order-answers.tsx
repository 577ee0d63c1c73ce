import { Button, Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { AnswerText } from '../../kit/answer-text.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Section } from '../../kit/section.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { answersShown } from './answers-shown.ts';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

const AnswersDialog = lazy(() => import('./answers-dialog.tsx'));

/** What the event asks, and what was answered: here, on the order's own page, or by the system that it came from. */
export function OrderAnswers({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const [answering, setAnswering] = useState(false);
  const asked = useAsk('list_asked', { params: { id: order.id } }).data?.items ?? [];
  const shown = answersShown(order.answers, asked);
  if (shown.length === 0) return null;
  const act = asked.length > 0 && may('sales.write') && (
    <Button variant="default" size="xs" onClick={() => setAnswering(true)}>
      {say('answer')}
    </Button>
  );
  return (
    <Section wide title={say('answers')} actions={act}>
      <Facts>
        {shown.map(({ ticket_id, label, value, required }) => (
          <Fact
            key={`${ticket_id} ${label}`}
            name={ticket_id === null ? label : `${label} · ${say('ticket')} ${ticket_id}`}
          >
            {value === '' ? (
              <Text inherit {...(required ? { fw: 600 } : { c: 'dimmed' })}>
                {say(required ? 'answerMissing' : 'notAnswered')}
              </Text>
            ) : (
              <AnswerText value={value} />
            )}
          </Fact>
        ))}
      </Facts>
      <Suspense>
        {answering && <AnswersDialog order={order} asked={asked} onClose={() => setAnswering(false)} />}
      </Suspense>
    </Section>
  );
}
