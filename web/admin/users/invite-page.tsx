import { Button, Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useWrite } from '../../api/queries.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { InvitationLink } from './invitation-link.tsx';
import type { RoleHeld } from './role-badges.tsx';
import { RolesField } from './roles-field.tsx';
import { words } from './words.ts';

export default function InvitePage(): ReactNode {
  const say = useWords(words);
  const [done, setDone] = useState<Answer<'invite_user'>>();
  return (
    <Page
      title={say('invite')}
      actions={
        <ButtonTo to="/users" variant="default">
          {say('back')}
        </ButtonTo>
      }
    >
      {done === undefined ? (
        <InviteForm onInvited={setDone} />
      ) : (
        <Stack gap="md" maw={720} align="flex-start">
          {done.invitation === null ? (
            <Text>{say('known', { name: done.user.name })}</Text>
          ) : (
            <InvitationLink name={done.user.name} invitation={done.invitation} />
          )}
          <Button variant="default" onClick={() => setDone(undefined)}>
            {say('another')}
          </Button>
        </Stack>
      )}
    </Page>
  );
}

function InviteForm({ onInvited }: { readonly onInvited: (done: Answer<'invite_user'>) => void }): ReactNode {
  const say = useWords(words);
  const invite = useWrite('invite_user', { changes: ['list_users'] });
  const form = useProblemForm({
    initialValues: {
      name: '',
      email: '',
      language: useLanguage(),
      roles: [{ role: 'read_only', event_id: null }] as RoleHeld[],
    },
    validate: {
      name: (value) => (value.trim() === '' ? say('nameNeeded') : null),
      email: (value) => (value.trim() === '' ? say('emailNeeded') : null),
      roles: (value) => (value.length === 0 ? say('roleNeeded') : null),
    },
    submit: async ({ name, email, language, roles }) =>
      onInvited(
        await invite.mutateAsync({ body: { name: name.trim(), email: email.trim(), language, roles } }),
      ),
  });
  return (
    <Section title={say('invite')} lead={say('inviteLead')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <TextInput label={say('name')} autoComplete="off" {...form.getInputProps('name')} />
          <TextInput label={say('email')} type="email" autoComplete="off" {...form.getInputProps('email')} />
          <NativeSelect
            label={say('language')}
            data={[
              { value: 'fr', label: 'Français' },
              { value: 'en', label: 'English' },
            ]}
            {...form.getInputProps('language')}
          />
          <RolesField
            value={form.values.roles}
            onChange={(roles) => form.setFieldValue('roles', roles)}
            error={form.errors['roles']}
          />
          <Group>
            <Button type="submit" loading={form.submitting}>
              {say('send')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
