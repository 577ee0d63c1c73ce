import { Alert, Anchor, Button, Center, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { CameraSwitch } from './camera-switch.tsx';
import { isProblem } from '../api/problem.ts';
import { joinCodeIn } from '../kit/join-code.ts';
import { Preferences } from '../kit/preferences.tsx';
import { useWords } from '../words/use-words.ts';
import type { Gate } from './gate.ts';
import { words } from './words.ts';

interface ToJoinProps {
  readonly gate: Gate;
  /** it was joined, and the office took it out */
  readonly wiped: boolean;
}

/** What a device shows that has not been joined: what it is for, and the code that joins it. */
export function ToJoin({ gate, wiped }: ToJoinProps): ReactNode {
  const say = useWords(words);
  const [code, setCode] = useState(() =>
    location.hash.startsWith('#join=') ? joinCodeIn(location.hash) : '',
  );
  const [filming, setFilming] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<'codeOver' | 'noOffice'>();

  const join = async (text: string): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    // the code is good once: it does not stay in the address
    const { href } = location;
    history.replaceState(null, '', location.pathname);
    try {
      await gate.join(joinCodeIn(text));
    } catch (error) {
      const refused = isProblem(error);
      setTrouble(refused ? 'codeOver' : 'noOffice');
      // nobody has heard of it: who loads the page again has it still
      if (!refused) history.replaceState(null, '', href);
      setBusy(false);
    }
  };

  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack maw={420} gap="md">
        <Group justify="flex-end">
          <Preferences />
        </Group>
        <Title order={1} size="h2">
          {say('title')}
        </Title>
        {wiped && (
          <Alert color="orange" title={say('wiped')} role="alert">
            {say('wipedNext')}
          </Alert>
        )}
        <Text>{say('lead')}</Text>
        <Text>{say('join')}</Text>
        <CameraSwitch
          on={filming}
          onSwitch={setFilming}
          paused={busy}
          onCode={(text) => {
            setCode(joinCodeIn(text));
            void join(text);
          }}
        />
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (code.trim() !== '') void join(code);
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={say('joinCode')}
              value={code}
              onChange={(event) => setCode(event.currentTarget.value)}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              error={trouble === undefined ? undefined : say(trouble)}
            />
            <Button type="submit" loading={busy}>
              {say('joinNow')}
            </Button>
          </Stack>
        </form>
        <Anchor href="/admin">{say('desk')}</Anchor>
      </Stack>
    </Center>
  );
}
