import { Button, Group, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { InvitationLink } from './invitation-link.tsx';
import type { Member } from './user-state.ts';
import { words } from './words.ts';

/** How a member gets in, and the end of it. */
export function AccessSection({ member }: { readonly member: Member }): ReactNode {
  const say = useWords(words);
  const { id, name } = member;
  const renew = useWrite('renew_invitation');
  return (
    <Section title={say('access')}>
      {renew.error !== null && <Trouble error={renew.error} />}
      {renew.data !== undefined && <InvitationLink name={name} invitation={renew.data} />}
      <Group gap="xs">
        <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate({ params: { id } })}>
          {say('renew')}
        </Button>
        {member.second_step && <RemoveSecondStep member={member} />}
        <RemoveMember member={member} />
      </Group>
    </Section>
  );
}

function RemoveSecondStep({ member: { id, name } }: { readonly member: Member }): ReactNode {
  const say = useWords(words);
  const [opened, { open, close }] = useDisclosure();
  const remove = useWrite('remove_user_totp', { changes: ['list_users', 'find_user'] });
  return (
    <>
      <Button variant="default" onClick={open}>
        {say('removeSecond')}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={say('removeSecond')}
        act={say('removeSecond')}
        final
        onConfirm={async () => {
          await remove.mutateAsync({ params: { id } });
          sayDone(say('secondRemoved'));
        }}
      >
        <Text>{say('removeSecondLead', { name })}</Text>
      </Confirm>
    </>
  );
}

function RemoveMember({ member: { id, name } }: { readonly member: Member }): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure();
  const remove = useWrite('remove_user', { changes: ['list_users'] });
  return (
    <>
      <Button color="red.9" variant="filled" onClick={open}>
        {say('remove')}
      </Button>
      <Confirm
        opened={opened}
        onClose={close}
        title={say('removeTitle', { name })}
        act={say('remove')}
        final
        onConfirm={async () => {
          await remove.mutateAsync({ params: { id } });
          sayDone(say('removed', { name }));
          await navigate({ to: '/users' });
        }}
      >
        <Text>{say('removeLead')}</Text>
      </Confirm>
    </>
  );
}
