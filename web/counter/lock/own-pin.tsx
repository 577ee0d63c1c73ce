import { Button, Group, PasswordInput, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { isPin } from './pin.ts';
import { words } from './words.ts';

/** Where somebody who is signed in chooses the PIN that takes a till over. */
export function OwnPin(): ReactNode {
  const say = useWords(words);
  const { setup } = useTill();
  const [pin, setPin] = useState('');
  const [asked, setAsked] = useState(false);
  const set = useWrite('set_till_pin', { changes: ['till_catalogue'] });
  if (setup.caller.kind !== 'user')
    return (
      <Section title={say('ownTitle')}>
        <Text>{say('ownDevice')}</Text>
      </Section>
    );
  const put = async (next: string | null): Promise<void> => {
    await set.mutateAsync({ body: { pin: next } });
    setPin('');
    setAsked(false);
    sayDone(say(next === null ? 'ownDropped' : 'ownSaved'));
  };
  return (
    <Section title={say('ownTitle')} lead={say('ownLead')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (isPin(pin)) void put(pin).catch(() => undefined);
        }}
      >
        <PasswordInput
          size="md"
          label={say('ownNew')}
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          error={asked && !isPin(pin) ? say('pinBad') : undefined}
          onChange={(event) => setPin(event.currentTarget.value)}
        />
        {set.error !== null && <Trouble error={set.error} />}
        <Group mt="sm" justify="space-between">
          <Button
            variant="subtle"
            size="md"
            loading={set.isPending}
            onClick={() => void put(null).catch(() => undefined)}
          >
            {say('ownDrop')}
          </Button>
          <Button type="submit" size="md" variant="default" loading={set.isPending}>
            {say('ownSave')}
          </Button>
        </Group>
      </form>
    </Section>
  );
}
