import { Button, PasswordInput, Skeleton, Stack, Text } from '@mantine/core';
import { useLocation, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { isProblem } from '../../api/problem.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { AnchorTo } from '../../kit/links.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { Threshold } from '../sign-in/threshold.tsx';
import { words } from './words.ts';

const password_chars_min = 10;

/** Where an invitation leads: its secret stands behind `#`, which browsers keep to themselves. */
export default function InvitationPage(): ReactNode {
  const say = useWords(words);
  const token = useLocation().hash;
  const invited = useAsk('look_at_invitation', { body: { token } }, { enabled: token !== '' });
  const over = token === '' || isProblem(invited.error, 'not_found');
  if (over)
    return (
      <Threshold title={say('over')} lead={say('overNext')}>
        <AnchorTo to="/sign-in">{say('toSignIn')}</AnchorTo>
      </Threshold>
    );
  return (
    <Threshold title={say('title')}>
      {invited.isPending && <Skeleton height={80} />}
      {invited.error !== null && <Trouble error={invited.error} onRetry={() => void invited.refetch()} />}
      {invited.data !== undefined && (
        <>
          <Text>{say('lead', invited.data)}</Text>
          <PasswordForm token={token} email={invited.data.email} />
        </>
      )}
    </Threshold>
  );
}

interface PasswordFormProps {
  readonly token: string;
  readonly email: string;
}

function PasswordForm({ token, email }: PasswordFormProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const accept = useWrite('accept_invitation');
  const form = useProblemForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value.length < password_chars_min ? say('nextShort') : null) },
    submit: async ({ password }) => {
      await accept.mutateAsync({ body: { token, password } });
      await navigate({ to: '/sign-in' });
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        {/* for password managers, which keep the two together */}
        <input type="hidden" name="username" autoComplete="username" value={email} />
        <PasswordInput
          label={say('next')}
          description={say('nextHint')}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
        <Button type="submit" loading={form.submitting}>
          {say('set')}
        </Button>
      </Stack>
    </form>
  );
}
