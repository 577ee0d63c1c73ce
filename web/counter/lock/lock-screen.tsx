import { Button, PasswordInput, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { useState, type FormEvent, type ReactNode } from 'react';
import { isProblem } from '../../api/problem.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useAway } from '../away/use-away.ts';
import { useTill } from '../frame/till.ts';
import './lock.css';
import { setLocked } from './lock.ts';
import { isPin } from './pin.ts';
import { words } from './words.ts';

interface PinHolder {
  readonly id: number;
  readonly name: string;
}

/** Nothing of the till is seen until somebody's PIN takes it: whoever holds it already, or whoever comes next. */
export default function LockScreen(): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('lockedTitle')} · Guichet`);
  const { name, session } = useTill();
  const catalogue = useAsk('till_catalogue', {});
  const [chosen, setChosen] = useState<PinHolder>();
  const { away } = useAway();
  const people = catalogue.data?.pin_holders ?? [];
  // who holds the till and has no PIN could not come back
  const locks = people.some(({ id }) => id === session.user_id);
  return (
    <main id="locked" className="lock" tabIndex={-1} data-in-front>
      <Stack gap="md" maw={560} w="100%">
        <div>
          <Text c="dimmed">{name}</Text>
          <Title order={1} size="h2">
            {chosen === undefined ? say('lockedTitle') : say('pinOf', { name: chosen.name })}
          </Title>
        </div>
        {away && (
          <Text fw={600} role="status">
            {say('away')}
          </Text>
        )}
        {catalogue.error !== null && !away && <Trouble error={catalogue.error} />}
        {chosen !== undefined ? (
          <PinEntry person={chosen} onOther={() => setChosen(undefined)} />
        ) : people.length === 0 && catalogue.isSuccess ? (
          <Empty title={say('noPins')} next={say('noPinsNext')} />
        ) : (
          <>
            <Text>{say('lockedLead')}</Text>
            <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm">
              {people.map((person, index) => (
                <UnstyledButton
                  key={person.id}
                  className="tile lock-person"
                  ref={index === 0 ? focusWhenShown : undefined}
                  onClick={() => setChosen(person)}
                >
                  <Text span fw={600} size="lg">
                    {person.name}
                  </Text>
                  {person.id === session.user_id && <span className="tile-note">{say('holds')}</span>}
                </UnstyledButton>
              ))}
            </SimpleGrid>
          </>
        )}
        {!locks && (
          <Button size="md" variant="default" onClick={() => setLocked(false)}>
            {say('back')}
          </Button>
        )}
      </Stack>
    </main>
  );
}

interface PinEntryProps {
  readonly person: PinHolder;
  readonly onOther: () => void;
}

function PinEntry({ person, onOther }: PinEntryProps): ReactNode {
  const say = useWords(words);
  const { session } = useTill();
  const [pin, setPin] = useState('');
  const [asked, setAsked] = useState(false);
  const take = useWrite('hand_over_till', { changes: ['till_setup', 'find_counter_session'] });
  const wrong = isProblem(take.error, 'wrong_code');
  const complaint = asked && !isPin(pin) ? say('pinBad') : wrong ? say('wrong') : undefined;
  const enter = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (!isPin(pin)) return;
    setPin('');
    setAsked(false);
    await take.mutateAsync({ params: { id: session.id }, body: { user_id: person.id, pin } });
    setLocked(false);
  };
  return (
    <form noValidate onSubmit={(event) => void enter(event).catch(() => undefined)}>
      <Stack gap="sm">
        <PasswordInput
          size="xl"
          ref={focusWhenShown}
          label={say('pin')}
          inputMode="numeric"
          autoComplete="off"
          value={pin}
          error={complaint}
          onChange={(event) => setPin(event.currentTarget.value)}
        />
        {take.error !== null && !wrong && <Trouble error={take.error} />}
        <Button size="xl" type="submit" loading={take.isPending}>
          {say('enter')}
        </Button>
        <Button size="md" variant="default" onClick={onOther}>
          {say('other')}
        </Button>
      </Stack>
    </form>
  );
}
