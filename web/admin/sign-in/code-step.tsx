import { Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { useWords } from '../../words/use-words.ts';
import { Refused } from './refused.tsx';
import { words } from './words.ts';

interface CodeStepProps {
  readonly onEntered: () => Promise<void>;
  readonly onBack: () => void;
}

/** The second step: a code of the app, or a recovery code where the app is lost. */
export function CodeStep({ onEntered, onBack }: CodeStepProps): ReactNode {
  const say = useWords(words);
  const [recovery, setRecovery] = useState(false);
  const signIn = useWrite('sign_in_totp');
  const form = useProblemForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() === '' ? say('codeNeeded') : null) },
    submit: async ({ code }) => {
      await signIn.mutateAsync({ body: { code: code.trim() } });
      await onEntered();
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        {form.trouble !== undefined && <Refused error={form.trouble} step="code" />}
        <Text size="sm">{say(recovery ? 'recoveryLead' : 'codeLead')}</Text>
        <TextInput
          // another kind of code is another field
          key={String(recovery)}
          label={say(recovery ? 'recoveryCode' : 'code')}
          autoComplete={recovery ? 'off' : 'one-time-code'}
          inputMode={recovery ? 'text' : 'numeric'}
          ref={focusWhenShown}
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={form.submitting}>
          {say('enter')}
        </Button>
        <Anchor component="button" type="button" size="sm" onClick={() => setRecovery(!recovery)}>
          {say(recovery ? 'toCode' : 'toRecovery')}
        </Anchor>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          {say('back')}
        </Anchor>
      </Stack>
    </form>
  );
}
