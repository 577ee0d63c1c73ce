import { Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { useWords } from '../../words/use-words.ts';
import { Refused } from './refused.tsx';
import { words } from './words.ts';

interface PasswordStepProps {
  readonly onEntered: () => Promise<void>;
  /** the password was right, and a code is needed */
  readonly onCodeNeeded: () => void;
}

export function PasswordStep({ onEntered, onCodeNeeded }: PasswordStepProps): ReactNode {
  const say = useWords(words);
  const signIn = useWrite('sign_in');
  const form = useProblemForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? say('emailNeeded') : null),
      password: (value) => (value === '' ? say('passwordNeeded') : null),
    },
    submit: async ({ email, password }) => {
      const { second_step } = await signIn.mutateAsync({ body: { email: email.trim(), password } });
      if (second_step) onCodeNeeded();
      else await onEntered();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        {form.trouble !== undefined && <Refused error={form.trouble} step="password" />}
        <TextInput
          label={say('email')}
          type="email"
          autoComplete="username"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={say('password')}
          autoComplete="current-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={form.submitting}>
          {say('enter')}
        </Button>
      </Stack>
    </form>
  );
}
