import { Alert, Anchor, Button, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { isProblem } from '../../api/problem.ts';
import { joinCodeIn } from '../../kit/join-code.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { joinTill, WrongRole } from './caller.ts';
import { Threshold } from './threshold.tsx';

/** What a screen shows that nobody has joined and where nobody is signed in. */
export default function ToJoin({ taken_out }: { readonly taken_out: boolean }): ReactNode {
  const say = useWords(words);
  const [code, setCode] = useState(() =>
    location.hash.startsWith('#join=') ? joinCodeIn(location.hash) : '',
  );
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<'codeOver' | 'codeElsewhere' | 'noOffice'>();

  const join = async (): Promise<void> => {
    setBusy(true);
    setTrouble(undefined);
    // the code is good once: it does not stay in the address
    const { href } = location;
    history.replaceState(null, '', location.pathname);
    try {
      await joinTill(joinCodeIn(code));
    } catch (error) {
      const refused = isProblem(error);
      setTrouble(error instanceof WrongRole ? 'codeElsewhere' : refused ? 'codeOver' : 'noOffice');
      // nobody has heard of it: who loads the page again has it still
      if (!refused && !(error instanceof WrongRole)) history.replaceState(null, '', href);
      setBusy(false);
    }
  };

  return (
    <Threshold title={say('title')}>
      {taken_out && (
        <Alert color="orange" title={say('takenOut')} role="alert">
          {say('takenOutNext')}
        </Alert>
      )}
      <Text>{say('lead')}</Text>
      <Text>{say('join')}</Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (code.trim() !== '') void join();
        }}
      >
        <Stack gap="sm">
          <TextInput
            size="md"
            label={say('joinCode')}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            error={trouble === undefined ? undefined : say(trouble)}
          />
          <Button type="submit" size="md" loading={busy}>
            {say('joinNow')}
          </Button>
        </Stack>
      </form>
      <Text>
        {say('or')} <Anchor href="/admin/sign-in?face=counter">{say('signIn')}</Anchor>
      </Text>
      <Anchor href="/admin">{say('desk')}</Anchor>
    </Threshold>
  );
}
