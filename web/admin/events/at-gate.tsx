import { Button, Group, Stack, Switch, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk, useWrite, type ItemOf } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './at-gate-words.ts';

type Price = ItemOf<'list_prices'>;
type Question = ItemOf<'list_questions'>;

const rows_max = 200;

/** What the one who scans is told: an alert for each price, and the answers that are worth reading at the door. */
export default function AtGate({ event_id }: { readonly event_id: number }): ReactNode {
  const say = useWords(words);
  const query = { where: [{ column: 'event_id', value: event_id }], order: 'position', limit: rows_max };
  const prices = useAsk('list_prices', { query });
  const questions = useAsk('list_questions', { query });
  if (prices.data === undefined || prices.data.items.length === 0) return null;
  return (
    <Section title={say('title')} lead={say('lead')}>
      <Alerts prices={prices.data.items} />
      {(questions.data?.items.length ?? 0) > 0 && (
        <Stack gap="xs" mt="md">
          <Text fw={600} size="sm">
            {say('answers')}
          </Text>
          {questions.data?.items.map((question) => (
            <Shown key={question.id} question={question} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

function Alerts({ prices }: { readonly prices: readonly Price[] }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_price', { changes: ['list_prices'] });
  const form = useProblemForm({
    initialValues: Object.fromEntries(prices.map(({ id, gate_alert }) => [`price_${id}`, gate_alert ?? ''])),
    submit: async (values) => {
      for (const { id, gate_alert } of prices) {
        const text = (values[`price_${id}`] ?? '').trim();
        const wanted = text === '' ? null : text;
        if (wanted !== gate_alert) await change.mutateAsync({ params: { id }, body: { gate_alert: wanted } });
      }
      sayDone(say('saved'));
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="xs" maw={520}>
        {prices.map(({ id, name }) => (
          <TextInput
            key={id}
            label={name}
            placeholder={say('nothing')}
            maxLength={200}
            {...form.getInputProps(`price_${id}`)}
          />
        ))}
      </Stack>
      {form.trouble !== undefined && <Trouble error={form.trouble} />}
      <Group justify="flex-end" mt="sm">
        <Button type="submit" variant="default" loading={form.submitting}>
          {say('save')}
        </Button>
      </Group>
    </form>
  );
}

function Shown({ question }: { readonly question: Question }): ReactNode {
  const change = useWrite('change_question', { changes: ['list_questions'] });
  const { id, label, at_gate } = question;
  return (
    <>
      <Switch
        label={label}
        checked={at_gate}
        disabled={change.isPending}
        onChange={({ currentTarget: { checked } }) =>
          change.mutate({ params: { id }, body: { at_gate: checked } })
        }
      />
      {change.error !== null && <Trouble error={change.error} />}
    </>
  );
}
