import { Badge, Button, Group, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useClosed } from '../day/closed.ts';
import { words } from '../words.ts';
import { Frame } from './frame.tsx';
import { OrganizerChoice } from './organizer-choice.tsx';
import { Threshold } from './threshold.tsx';
import { TillContext, type Setup } from './till.ts';

const OpenTillPage = lazy(() => import('./open-till.tsx'));
const ClosedTill = lazy(() => import('../day/closed-till.tsx'));

const kept_as = 'guichet-till-counter';

function keptId(): number | undefined {
  const text = localStorage.getItem(kept_as);
  return text === null ? undefined : Number(text);
}

/** Which till this screen is, which it remembers; then its float, where it is shut; then the till. */
export function ChooseTill({ setup }: { readonly setup: Setup }): ReactNode {
  const [id, setId] = useState(keptId);
  const till = setup.tills.find((one) => one.id === id);
  const choose = (chosen: number | undefined): void => {
    if (chosen === undefined) localStorage.removeItem(kept_as);
    else localStorage.setItem(kept_as, String(chosen));
    setId(chosen);
  };
  const leave = (): void => choose(undefined);
  const closed = useClosed();
  if (closed !== undefined)
    return (
      <Suspense>
        <ClosedTill closed={closed} setup={setup} />
      </Suspense>
    );
  if (till === undefined) return <Tills setup={setup} onChoose={choose} />;
  if (till.session === null)
    return (
      <Suspense>
        <OpenTillPage key={till.id} till={till} setup={setup} leave={leave} />
      </Suspense>
    );
  const { currency, zone } = setup.organizer;
  const { name, holder, session } = till;
  return (
    <TillContext value={{ counter_id: till.id, name, holder, session, setup, currency, zone, leave }}>
      <Frame />
    </TillContext>
  );
}

interface TillsProps {
  readonly setup: Setup;
  readonly onChoose: (id: number) => void;
}

function Tills({ setup, onChoose }: TillsProps): ReactNode {
  const say = useWords(words);
  const { tills, caller } = setup;
  return (
    <Threshold title={say('chooseTill')}>
      {caller.kind === 'user' && <OrganizerChoice />}
      {tills.length === 0 ? (
        <FirstTill mayCreate={caller.kind === 'user'} onChoose={onChoose} />
      ) : (
        <>
          <Text>{say('chooseTillLead')}</Text>
          <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
            {tills.map(({ id, name, session, holder }) => (
              <li key={id}>
                <UnstyledButton className="tile" w="100%" onClick={() => onChoose(id)}>
                  <Group justify="space-between">
                    <Text fw={600} size="lg">
                      {name}
                    </Text>
                    <Badge variant="outline" color={session === null ? 'gray.8' : 'green.9'} size="lg">
                      {session === null
                        ? say('shut')
                        : holder === ''
                          ? say('openUnnamed')
                          : say('open', { name: holder })}
                    </Badge>
                  </Group>
                </UnstyledButton>
              </li>
            ))}
          </Stack>
        </>
      )}
    </Threshold>
  );
}

/** Of an office that never sold at a till: who may set it up does it here. */
function FirstTill({
  mayCreate,
  onChoose,
}: {
  readonly mayCreate: boolean;
  readonly onChoose: (id: number) => void;
}): ReactNode {
  const say = useWords(words);
  const [name, setName] = useState('');
  const create = useWrite('create_counter', { changes: ['till_setup'] });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (name.trim() === '') return;
        create.mutate({ body: { name: name.trim() } }, { onSuccess: ({ id }) => onChoose(id) });
      }}
    >
      <Stack gap="sm">
        <Text fw={600}>{say('noTills')}</Text>
        <Text>{say(mayCreate ? 'noTillsNext' : 'noTillsAsk')}</Text>
        {create.error !== null && <Trouble error={create.error} />}
        {mayCreate && (
          <>
            <TextInput
              size="md"
              label={say('tillName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button type="submit" size="md" loading={create.isPending}>
              {say('createTill')}
            </Button>
          </>
        )}
      </Stack>
    </form>
  );
}
