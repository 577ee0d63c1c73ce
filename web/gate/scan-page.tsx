import { Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { CameraSwitch } from './camera-switch.tsx';
import { Preferences } from '../kit/preferences.tsx';
import { useWords } from '../words/use-words.ts';
import type { Wanted } from './decide-and-keep.ts';
import type { GateView } from './gate-view.ts';
import type { Gate } from './gate.ts';
import { Kept } from './kept.tsx';
import { useKeptWish } from './kept-wish.ts';
import { NameSearch } from './name-search.tsx';
import { OperatorPart } from './operator-part.tsx';
import { allowSound, signal } from './signals.ts';
import { Standing } from './standing.tsx';
import type { Verdict } from './verdict.ts';
import { VerdictScreen } from './verdict-screen.tsx';
import { words } from './words.ts';

// below all that a ticket needs
const SignalsSwitch = lazy(() => import('./signals-switch.tsx'));

interface ScanPageProps {
  readonly gate: Gate;
  readonly view: GateView;
}

export function ScanPage({ gate, view }: ScanPageProps): ReactNode {
  const say = useWords(words);
  const { setup, operator, operators } = view;
  const [handing, setHanding] = useState(false);
  useEffect(allowSound, []);
  return (
    <Stack component="main" p="md" gap="md" maw={520} mx="auto">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Title order={1} size="h3">
            {setup?.control_point?.name ?? say('title')}
          </Title>
          <Text size="sm">{setup?.device?.name}</Text>
        </div>
        <Preferences />
      </Group>
      <Standing view={view} />
      {operator === undefined || handing ? (
        <OperatorPart
          operators={operators}
          onTaken={(name) => {
            void gate.takenBy(name);
            setHanding(false);
          }}
          onBack={operator === undefined ? undefined : () => setHanding(false)}
        />
      ) : (
        <>
          <Scanning gate={gate} view={view} />
          <Group justify="space-between" gap="xs">
            <Text size="sm">{say('whoNow', { name: operator })}</Text>
            <Button size="xs" variant="default" onClick={() => setHanding(true)}>
              {say('whoChange')}
            </Button>
          </Group>
          <Suspense>
            <SignalsSwitch />
          </Suspense>
        </>
      )}
      <Kept gate={gate} view={view} />
    </Stack>
  );
}

function Scanning({ gate, view: { setup } }: ScanPageProps): ReactNode {
  const say = useWords(words);
  const [leaving, setLeaving] = useKeptWish('leaving');
  const [shown, setShown] = useState<{ readonly verdict: Verdict; readonly wanted: Wanted }>();
  const given = setup?.control_point?.direction ?? 'in';
  const direction = given === 'both' ? (leaving ? 'out' : 'in') : given;

  const scan = async (wanted: Wanted, reason?: string): Promise<void> => {
    setShown(undefined);
    const verdict = await gate.scan(wanted, direction, reason);
    if (verdict === undefined) return;
    signal(verdict.mood);
    setShown({ verdict, wanted });
  };
  const scanCode = (code: string): void => void scan({ code });

  const [filming, setFilming] = useKeptWish('filming');
  const input = useRef<HTMLInputElement>(null);
  useScannerKeys(input, () => setShown(undefined));

  return (
    <>
      {given === 'both' && (
        <SegmentedControl
          aria-label={say('direction')}
          value={direction}
          onChange={(value) => setLeaving(value === 'out')}
          data={[
            { value: 'in', label: say('entering') },
            { value: 'out', label: say('leaving') },
          ]}
        />
      )}
      <CameraSwitch on={filming} onSwitch={setFilming} paused={shown !== undefined} onCode={scanCode} />
      <CodeForm input={input} onCode={scanCode} />
      <NameSearch gate={gate} onTicket={(ticket_id) => void scan({ ticket_id })} onCode={scanCode} />
      {shown !== undefined && (
        <VerdictScreen
          verdict={shown.verdict}
          zone={setup?.organizer.zone ?? 'UTC'}
          passing={filming}
          onForce={(reason) => void scan(shown.wanted, reason)}
          onNext={() => {
            setShown(undefined);
            // a focused field brings up a phone's keyboard, over the camera
            if (!filming) input.current?.focus();
          }}
        />
      )}
    </>
  );
}

function CodeForm({
  input,
  onCode,
}: {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly onCode: (code: string) => void;
}): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const code = text.trim();
        if (code === '') return;
        setText('');
        onCode(code);
      }}
    >
      <Group align="flex-end" wrap="nowrap" gap="xs">
        <TextInput
          ref={input}
          label={say('code')}
          description={say('codeHow')}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          style={{ flex: 1 }}
        />
        <Button type="submit">{say('check')}</Button>
      </Group>
    </form>
  );
}

/** A handheld scanner types: wherever the focus is, what it types goes into the field, and takes the last verdict away. */
function useScannerKeys(input: React.RefObject<HTMLInputElement | null>, onTyping: () => void): void {
  useEffect(() => {
    const typed = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.key.length !== 1 || event.key === ' ')
        return;
      // a switch that was tapped takes no letters
      if (event.target instanceof HTMLInputElement && !/^(radio|checkbox)$/.test(event.target.type)) return;
      onTyping();
      input.current?.focus();
    };
    addEventListener('keydown', typed);
    return () => removeEventListener('keydown', typed);
  }, [input, onTyping]);
}
