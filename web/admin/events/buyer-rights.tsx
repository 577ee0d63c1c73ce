import { Button, Group, SimpleGrid, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { buyer_hours_max } from '../../../src/domain/buyer-rights.ts';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Meanwhile, useSeen } from '../../kit/seen.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { countIn } from './event-draft.ts';
import type { Event } from './event-state.tsx';
import { words } from './words.ts';

const typedOf = (hours: number | null): string => (hours === null ? '' : String(hours));

/** What buyers change alone on the page of their order, and until when. */
export function BuyerRights({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_event', { changes: ['find_event', 'list_events'] });
  const { buyer_cancel_hours, buyer_holder_hours } = event;
  const now = { buyer_cancel_hours, buyer_holder_hours };
  const seen = useSeen<typeof now>(now, ['find_event']);
  const wrong = (typed: string): string | null => {
    const hours = countIn(typed);
    return hours === undefined || (hours ?? 0) > buyer_hours_max ? say('hoursWrong') : null;
  };
  const form = useProblemForm({
    initialValues: {
      buyer_cancel_hours: typedOf(buyer_cancel_hours),
      buyer_holder_hours: typedOf(buyer_holder_hours),
    },
    validate: { buyer_cancel_hours: wrong, buyer_holder_hours: wrong },
    submit: async ({ buyer_cancel_hours, buyer_holder_hours }) => {
      const body = {
        buyer_cancel_hours: countIn(buyer_cancel_hours) ?? null,
        buyer_holder_hours: countIn(buyer_holder_hours) ?? null,
      };
      const typed = seen.typed(body);
      if (typed !== undefined) {
        await change.mutateAsync({ params: { id: event.id }, body: { ...typed.body, was: typed.was } });
        seen.kept(typed.body);
      }
      sayDone(say('saved'));
    },
    refused: seen.heard,
  });
  const field = { inputMode: 'numeric', placeholder: say('notAlone') } as const;
  return (
    <Section title={say('buyerRights')} lead={say('buyerRightsLead')}>
      <form onSubmit={form.onSubmit} noValidate>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" maw={720}>
          <TextInput label={say('cancelHours')} {...field} {...form.getInputProps('buyer_cancel_hours')} />
          <TextInput label={say('holderHours')} {...field} {...form.getInputProps('buyer_holder_hours')} />
        </SimpleGrid>
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <Meanwhile
          fields={seen.meanwhile.map((name) =>
            name === 'buyer_cancel_hours'
              ? { label: say('cancelHours'), now: typedOf(buyer_cancel_hours) || say('notAlone') }
              : { label: say('holderHours'), now: typedOf(buyer_holder_hours) || say('notAlone') },
          )}
        />
        <Group justify="flex-end" mt="sm">
          <Button type="submit" variant="default" loading={form.submitting}>
            {say('saveRights')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
