import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMe } from '../../session/me.ts';
import { asLanguage, speak } from '../../words/language.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export function ProfileSection(): ReactNode {
  const say = useWords(words);
  const { user } = useMe();
  const change = useWrite('change_me', { changes: ['me'] });
  const form = useProblemForm({
    initialValues: { name: user?.name ?? '', language: asLanguage(user?.language) ?? 'fr' },
    validate: { name: (value) => (value.trim() === '' ? say('nameNeeded') : null) },
    submit: async ({ name, language }) => {
      await change.mutateAsync({ body: { name: name.trim(), language } });
      await speak(language);
      sayDone(say('saved'));
    },
  });
  return (
    <Section title={say('profile')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <Text size="sm">
            {say('email')} : {user?.email}
          </Text>
          <TextInput label={say('name')} autoComplete="name" {...form.getInputProps('name')} />
          <NativeSelect
            label={say('language')}
            data={[
              { value: 'fr', label: 'Français' },
              { value: 'en', label: 'English' },
            ]}
            {...form.getInputProps('language')}
          />
          <Group>
            <Button type="submit" loading={form.submitting}>
              {say('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
