import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './pin-words.ts';

interface PinSectionProps {
  /** whose; undefined: one's own */
  readonly user_id?: number;
  readonly name: string;
  /** whether there is one; undefined: it is not known here */
  readonly set?: boolean;
}

/** The PIN with which a till is handed over to somebody: chosen, changed, taken away, and never shown. */
export function PinSection({ user_id, name, set }: PinSectionProps): ReactNode {
  const say = useWords(words);
  const put = useWrite('set_till_pin', { changes: ['list_users', 'find_user'] });
  const whose = user_id === undefined ? {} : { user_id };
  const form = useProblemForm({
    initialValues: { pin: '' },
    validate: { pin: (pin) => (/^\d{4,8}$/.test(pin) ? null : say('wrong')) },
    submit: async ({ pin }) => {
      await put.mutateAsync({ body: { ...whose, pin } });
      form.reset();
      sayDone(say('saved'));
    },
  });
  return (
    <Section title={say('title')} lead={say('lead')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {set !== undefined && (
            <Group>
              <StateBadge mood={set ? 'good' : 'over'}>{say(set ? 'has' : 'hasNone')}</StateBadge>
            </Group>
          )}
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <PasswordInput
            label={say('pin')}
            description={say('hint')}
            maw={280}
            inputMode="numeric"
            autoComplete="off"
            maxLength={8}
            {...form.getInputProps('pin')}
          />
          <Group gap="xs">
            <Button type="submit" variant="default" loading={form.submitting}>
              {say('save')}
            </Button>
            {set !== false && (
              <ConfirmButton
                act={say('remove')}
                title={say('removeTitle', { name })}
                lead={say('removeLead')}
                onConfirm={async () => {
                  await put.mutateAsync({ body: { ...whose, pin: null } });
                  sayDone(say('removed'));
                }}
              />
            )}
          </Group>
          <Text size="sm" c="dimmed">
            {say('kept')}
          </Text>
        </Stack>
      </form>
    </Section>
  );
}
