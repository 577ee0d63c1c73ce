import { Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Empty } from '../../kit/empty.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import type { Show } from './basket.ts';
import { useShows } from './use-shows.ts';
import { NothingNamed } from './nothing-named.tsx';
import { Tile } from './tile.tsx';
import { words } from './words.ts';

interface ShowTilesProps {
  /** names that are looked for; empty: all */
  readonly text: string;
  readonly onChoose: (show: Show) => void;
}

/** Sessions as tiles: today's first, then those that come, then events without dates. */
export function ShowTiles({ text, onChoose }: ShowTilesProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { zone } = useTill();
  const shows = useShows(text);
  if (shows.error !== null && shows.data === undefined)
    return <Trouble error={shows.error} onRetry={() => void shows.refetch()} />;
  if (shows.data === undefined) return <Loader aria-hidden />;
  const { items, at, complete } = shows.data;
  if (items.length === 0 && text === '') return <Empty title={say('noShows')} next={say('noShowsNext')} />;
  const dayOf = (instant: string): string => whenText(instant, 'day', { zone, language });
  const groupOf = ({ starts_at }: Show): 'today' | 'later' | 'undated' =>
    starts_at === null ? 'undated' : dayOf(starts_at) === dayOf(at) ? 'today' : 'later';
  const groups = (['today', 'later', 'undated'] as const).map((name) => ({
    name,
    shows: items.filter((show) => groupOf(show) === name),
  }));
  const [first] = groups.flatMap((group) => group.shows);
  if (first === undefined) return <NothingNamed text={text} />;
  return (
    <Stack gap="lg">
      {groups
        .filter((group) => group.shows.length > 0)
        .map((group) => (
          <Stack key={group.name} gap="sm">
            <Title order={2} size="h4">
              {say(group.name)}
            </Title>
            <div className="tiles">
              {group.shows.map((show) => (
                <ShowTile
                  key={`${show.event_id} ${show.session_id}`}
                  show={show}
                  as={group.name === 'today' ? 'time' : 'both'}
                  focused={show === first && text === ''}
                  onChoose={() => onChoose(show)}
                />
              ))}
            </div>
          </Stack>
        ))}
      {!complete && <Text size="sm">{say('more')}</Text>}
    </Stack>
  );
}

interface ShowTileProps {
  readonly show: Show;
  readonly as: 'time' | 'both';
  readonly focused: boolean;
  readonly onChoose: () => void;
}

function ShowTile({ show, as, focused, onChoose }: ShowTileProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { zone } = useTill();
  const { event, session, starts_at, hall, left } = show;
  return (
    <Tile
      ref={focused ? focusWhenShown : undefined}
      above={starts_at === null ? undefined : whenText(starts_at, as, { zone, language })}
      title={session === '' || session === event ? event : `${event} · ${session}`}
      below={hall}
      note={left === null ? undefined : left <= 0 ? say('soldOut') : say('left', { count: left })}
      onChoose={onChoose}
    />
  );
}
