import { Button, Code, Group, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Qr } from '../../kit/qr.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface ConfirmTotpProps {
  readonly secret: string;
  readonly uri: string;
  readonly onCodes: (codes: readonly string[]) => void;
  readonly onCancel: () => void;
}

/** Shows the secret to an app and asks for the first code: only then does it count. */
export function ConfirmTotp({ secret, uri, onCodes, onCancel }: ConfirmTotpProps): ReactNode {
  const say = useWords(words);
  const confirm = useWrite('confirm_totp', { changes: ['my_second_step'] });
  const form = useProblemForm({
    initialValues: { code: '' },
    validate: { code: (value) => (value.trim() === '' ? say('codeNeeded') : null) },
    submit: async ({ code }) => {
      const { recovery_codes } = await confirm.mutateAsync({ body: { code: code.trim() } });
      onCodes(recovery_codes);
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="sm">
        <Text size="sm">{say('scan')}</Text>
        <Qr text={uri} label={say('qr')} />
        <Text size="sm">
          {say('secret')} : <Code style={{ overflowWrap: 'anywhere' }}>{secret}</Code>
        </Text>
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <TextInput
          label={say('code')}
          inputMode="numeric"
          autoComplete="one-time-code"
          ref={focusWhenShown}
          {...form.getInputProps('code')}
        />
        <Group gap="xs">
          <Button type="submit" loading={form.submitting}>
            {say('confirm')}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {say('cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
