import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { permissionsOf } from '../../../src/domain/roles.ts';
import { useMay, useMe } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { AccessSection } from './access-section.tsx';
import { PinSection } from './pin-section.tsx';
import { RoleBadges } from './role-badges.tsx';
import { RolesField } from './roles-field.tsx';
import { moods, type Member } from './user-state.ts';
import { words } from './words.ts';

export default function UserPage(): ReactNode {
  const say = useWords(words);
  const id = Number(useParams({ from: '/frame/users/$id' }).id);
  const user = useAsk('find_user', { params: { id } });
  const back = (
    <ButtonTo to="/users" variant="default">
      {say('back')}
    </ButtonTo>
  );
  return (
    <Page title={user.data?.name ?? say('title')} actions={back}>
      {user.isPending && <Skeleton height={120} maw={720} />}
      {user.error !== null && <Trouble error={user.error} onRetry={() => void user.refetch()} />}
      {user.data !== undefined && <Parts key={user.data.id} member={user.data} />}
    </Page>
  );
}

function Parts({ member }: { readonly member: Member }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const { user } = useMe();
  const own = user?.id === member.id;
  const changes = may('access.write') && !own;
  return (
    <>
      <Group gap="xs">
        <Text>{member.email}</Text>
        <StateBadge mood={moods[member.state]}>{say(member.state)}</StateBadge>
        {member.second_step && <StateBadge mood="good">{say('second')}</StateBadge>}
      </Group>
      {own && <Text c="dimmed">{say('you')}</Text>}
      <Section title={say('roles')}>
        {changes ? <RolesForm member={member} /> : <RoleBadges roles={member.roles} />}
      </Section>
      {sellsAt(member) && may('counter.use') && (changes || own) && (
        <PinSection name={member.name} set={member.till_pin} {...(own ? {} : { user_id: member.id })} />
      )}
      {changes && <AccessSection member={member} />}
    </>
  );
}

/** Whether any role of theirs lets them sell at a till. */
function sellsAt({ roles }: Member): boolean {
  return roles.some(({ role }) => permissionsOf(role).includes('counter.use'));
}

function RolesForm({ member }: { readonly member: Member }): ReactNode {
  const say = useWords(words);
  const put = useWrite('set_user_roles', { changes: ['list_users', 'find_user'] });
  const form = useProblemForm({
    initialValues: { roles: [...member.roles] },
    validate: { roles: (value) => (value.length === 0 ? say('roleNeeded') : null) },
    submit: async ({ roles }) => {
      await put.mutateAsync({ params: { id: member.id }, body: { roles } });
      sayDone(say('saved'));
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="sm">
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <RolesField
          value={form.values.roles}
          onChange={(roles) => form.setFieldValue('roles', roles)}
          error={form.errors['roles']}
        />
        <Group>
          <Button type="submit" loading={form.submitting}>
            {say('save')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
