import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { focusWhenShown } from '../../kit/focus.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface PasswordQuestionProps {
  readonly act: string;
  readonly onAnswered: (password: string) => Promise<void>;
  readonly onCancel: () => void;
}

/** Before anything changes in how one signs in. */
export function PasswordQuestion({ act, onAnswered, onCancel }: PasswordQuestionProps): ReactNode {
  const say = useWords(words);
  const form = useProblemForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value === '' ? say('currentNeeded') : null) },
    submit: ({ password }) => onAnswered(password),
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="sm">
        <Text size="sm">{say('confirmLead')}</Text>
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <PasswordInput
          label={say('current')}
          autoComplete="current-password"
          ref={focusWhenShown}
          {...form.getInputProps('password')}
        />
        <Group gap="xs">
          <Button type="submit" loading={form.submitting}>
            {act}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {say('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
