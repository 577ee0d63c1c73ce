import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { isProblem } from '../../api/problem.ts';
import { useWrite } from '../../api/queries.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export function PasswordStep({ onEntered }: { readonly onEntered: () => Promise<void> }): ReactNode {
  const say = useWords(words);
  const signIn = useWrite('sign_in');
  const form = useProblemForm({
    initialValues: { email: '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? say('emailNeeded') : null),
      password: (value) => (value === '' ? say('passwordNeeded') : null),
    },
    submit: async ({ email, password }) => {
      await signIn.mutateAsync({ body: { email: email.trim(), password } });
      await onEntered();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        {form.trouble !== undefined && <Refused error={form.trouble} />}
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

/** Why nobody got in, and what to do; whether the address is known is not said. */
function Refused({ error }: { readonly error: unknown }): ReactNode {
  const say = useWords(words);
  if (isProblem(error, 'unauthenticated'))
    return (
      <Alert color="red" variant="outline" role="alert" title={say('wrong')}>
        <Text size="sm">{say('wrongNext')}</Text>
      </Alert>
    );
  if (isProblem(error, 'rate_limited')) {
    const seconds = error.problem.details?.['retry_after_s'];
    return (
      <Alert color="red" variant="outline" role="alert" title={say('tooMany')}>
        <Text size="sm">
          {say('tooManyNext', { seconds: typeof seconds === 'number' ? Math.ceil(seconds) : 60 })}
        </Text>
      </Alert>
    );
  }
  return <Trouble error={error} />;
}
