import { Button, Group, Stack, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { useWords } from '../../words/use-words.ts';
import { ConnectionForm, type Filled } from './connection-form.tsx';
import type { Kind } from './fields.tsx';
import type { Connection } from './health.tsx';
import { words } from './words.ts';

const changes = ['find_connection', 'list_connections', 'home'] as const;

interface ChangeProps {
  readonly connection: Connection;
  readonly kind: Kind;
}

/** What a connection is set to, and whether it works at all. */
export function ChangeConnection({ connection, kind }: ChangeProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const params = { id: connection.id };
  const change = useWrite('change_connection', { changes });
  const enable = useWrite('enable_connection', { changes });
  const disable = useWrite('disable_connection', { changes });
  const remove = useWrite('remove_connection', { changes });
  const [asking, setAsking] = useState<'disable' | 'remove'>();
  const [saved, setSaved] = useState(false);
  const save = async ({ settings, secrets, ...filled }: Filled): Promise<void> => {
    const body = { ...filled, settings: { ...settings }, secrets: { ...secrets } };
    await change.mutateAsync({ params, body });
    setSaved(true);
  };
  const { id, name, base_url, settings } = connection;
  return (
    <Stack gap="md">
      <ConnectionForm kind={kind} kept={{ id, name, base_url, settings }} onSave={save} />
      {saved && <Text role="status">{say('saved')}</Text>}
      <Group gap="xs">
        {connection.enabled ? (
          <Button variant="default" onClick={() => setAsking('disable')}>
            {say('disable')}
          </Button>
        ) : (
          <Button variant="default" loading={enable.isPending} onClick={() => enable.mutate({ params })}>
            {say('enable')}
          </Button>
        )}
        <Button color="red.9" variant="outline" onClick={() => setAsking('remove')}>
          {say('remove')}
        </Button>
      </Group>
      <Confirm
        opened={asking === 'disable'}
        onClose={() => setAsking(undefined)}
        title={say('disableTitle')}
        act={say('disable')}
        onConfirm={async () => {
          await disable.mutateAsync({ params });
        }}
      >
        <Text size="sm">{say('disableHint')}</Text>
      </Confirm>
      <Confirm
        opened={asking === 'remove'}
        onClose={() => setAsking(undefined)}
        title={say('removeTitle')}
        act={say('remove')}
        final
        onConfirm={async () => {
          await remove.mutateAsync({ params });
          await navigate({ to: '/connections' });
        }}
      >
        <Text size="sm">{say('removeHint')}</Text>
      </Confirm>
    </Stack>
  );
}
