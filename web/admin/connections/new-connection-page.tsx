import { Button, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { Abilities } from './abilities.tsx';
import { ConnectionForm, type Filled } from './connection-form.tsx';
import type { Kind } from './fields.tsx';
import { words } from './words.ts';

/** From "which system" to a connection that was tried. */
export default function NewConnectionPage(): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const kinds = useAsk('list_connection_kinds', {});
  const add = useWrite('add_connection', { changes: ['list_connections', 'home'] });
  const [kind, setKind] = useState<Kind>();
  const save = async (chosen: Kind, { settings, secrets, ...filled }: Filled): Promise<void> => {
    const body = { dialect: chosen.dialect, ...filled, settings: { ...settings }, secrets: { ...secrets } };
    const { id } = await add.mutateAsync({ body });
    await navigate({ to: '/connections/$id', params: { id: String(id) } });
  };
  return (
    <Page title={say('add')}>
      {kinds.isError && <Trouble error={kinds.error} onRetry={() => void kinds.refetch()} />}
      {kind === undefined ? (
        <>
          <Text>{say('chooseKind')}</Text>
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            {(kinds.data?.items ?? []).map((one) => (
              <KindCard key={one.dialect} kind={one} onChoose={() => setKind(one)} />
            ))}
          </SimpleGrid>
        </>
      ) : (
        <Stack gap="md">
          <Group gap="xs">
            <Title order={2} size="h4">
              {kind.title}
            </Title>
            <Button size="xs" variant="subtle" onClick={() => setKind(undefined)}>
              {say('change')}
            </Button>
          </Group>
          <Abilities kind={kind} />
          <ConnectionForm key={kind.dialect} kind={kind} onSave={(filled) => save(kind, filled)} />
        </Stack>
      )}
    </Page>
  );
}

function KindCard({ kind, onChoose }: { readonly kind: Kind; readonly onChoose: () => void }): ReactNode {
  return (
    <Card withBorder padding="sm">
      <Stack gap="xs" align="flex-start">
        <Button variant="default" onClick={onChoose}>
          {kind.title}
        </Button>
        <Abilities kind={kind} />
      </Stack>
    </Card>
  );
}
