import { Alert, Badge, Group, Stack, Text } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useLanguage, useWords } from '../words/use-words.ts';
import type { GateView } from './gate-view.ts';
import { words } from './words.ts';

/** What the device holds and whether the office answers, in plain words. */
export function Standing({ view }: { readonly view: GateView }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const now = useNow();
  const number = new Intl.NumberFormat(language);
  const { fresh_at, tickets, online, waiting, inside } = view;
  // nothing was asked and not answered yet
  const connecting = !online && fresh_at === undefined && navigator.onLine;
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
          className={online ? 'standing-on' : connecting ? 'standing-in' : 'standing-off'}
          variant="filled"
          size="lg"
          tt="none"
          role="status"
        >
          {say(online ? 'online' : connecting ? 'connecting' : 'offline')}
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
