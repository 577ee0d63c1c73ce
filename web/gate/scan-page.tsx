import { Alert, Badge, Button, Group, SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { CameraSwitch, useCameraWish } from './camera-switch.tsx';
import { Preferences } from '../kit/preferences.tsx';
import { useLanguage, useWords } from '../words/use-words.ts';
import type { Gate, GateView, Wanted } from './gate.ts';
import { Kept } from './kept.tsx';
import { NameSearch } from './name-search.tsx';
import { signal } from './signals.ts';
import type { Verdict } from './verdict.ts';
import { VerdictScreen } from './verdict-screen.tsx';
import { words } from './words.ts';

interface ScanPageProps {
  readonly gate: Gate;
  readonly view: GateView;
}

export function ScanPage({ gate, view }: ScanPageProps): ReactNode {
  const say = useWords(words);
  const { setup } = view;
  const [leaving, setLeaving] = useState(false);
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

  const [filming, setFilming] = useCameraWish();
  const input = useRef<HTMLInputElement>(null);
  useScannerKeys(input, () => setShown(undefined));

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
      <CameraSwitch
        on={filming}
        onSwitch={setFilming}
        paused={shown !== undefined}
        onCode={(code) => void scan({ code })}
      />
      <CodeForm input={input} onCode={(code) => void scan({ code })} />
      <NameSearch gate={gate} onTicket={(ticket_id) => void scan({ ticket_id })} />
      <Kept gate={gate} view={view} />
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
    </Stack>
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
      if (event.target instanceof HTMLInputElement) return;
      onTyping();
      input.current?.focus();
    };
    addEventListener('keydown', typed);
    return () => removeEventListener('keydown', typed);
  }, [input, onTyping]);
}

/** What the device holds and whether the office answers, in plain words. */
function Standing({ view }: { readonly view: GateView }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const now = useNow();
  const number = new Intl.NumberFormat(language);
  const { fresh_at, tickets, online, waiting, inside } = view;
  return (
    <Stack gap="xs">
      {fresh_at === undefined ? (
        <Alert color="orange" title={say('fetching')} role="status">
          {say('held', { count: tickets, number: number.format(tickets) })}
        </Alert>
      ) : (
        <Text>
          {say('held', { count: tickets, number: number.format(tickets) })},{' '}
          {say('ago', { ago: agoText(now - fresh_at, language) })}
        </Text>
      )}
      <Group gap="xs">
        <Badge
          className={online ? 'standing-on' : 'standing-off'}
          variant="filled"
          size="lg"
          tt="none"
          role="status"
        >
          {say(online ? 'online' : 'offline')}
        </Badge>
        <Badge className="standing-in" variant="filled" size="lg" tt="none">
          {say('inside', { number: number.format(inside) })}
        </Badge>
        {waiting > 0 && (
          <Badge className="standing-off" variant="filled" size="lg" tt="none">
            {say('waiting', { count: waiting })}
          </Badge>
        )}
      </Group>
    </Stack>
  );
}

const second_ms = 1_000;
const minute_ms = 60_000;
const hour_ms = 3_600_000;

function agoText(ms: number, language: string): string {
  const relative = new Intl.RelativeTimeFormat(language, { style: 'short' });
  if (ms < minute_ms) return relative.format(-Math.max(0, Math.floor(ms / second_ms)), 'second');
  if (ms < hour_ms) return relative.format(-Math.floor(ms / minute_ms), 'minute');
  return relative.format(-Math.floor(ms / hour_ms), 'hour');
}

function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), second_ms);
    return () => clearInterval(timer);
  }, []);
  return now;
}
