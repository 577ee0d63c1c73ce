import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

const password_chars_min = 10;

export function PasswordSection(): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_my_password', { changes: ['list_my_sessions'] });
  const form = useProblemForm({
    initialValues: { password: '', new_password: '' },
    validate: {
      password: (value) => (value === '' ? say('currentNeeded') : null),
      new_password: (value) => (value.length < password_chars_min ? say('nextShort') : null),
    },
    submit: async (body) => {
      await change.mutateAsync({ body });
      form.reset();
      sayDone(say('changed'));
    },
  });
  return (
    <Section title={say('password')} lead={say('passwordLead')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <PasswordInput
            label={say('current')}
            autoComplete="current-password"
            {...form.getInputProps('password')}
          />
          <PasswordInput
            label={say('next')}
            description={say('nextHint')}
            autoComplete="new-password"
            {...form.getInputProps('new_password')}
          />
          <Group>
            <Button type="submit" loading={form.submitting}>
              {say('change')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
