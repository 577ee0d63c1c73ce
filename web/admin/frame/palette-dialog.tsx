import '@mantine/spotlight/styles.css';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { openSpotlight, Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState, type ReactNode } from 'react';
import { words as kitWords } from '../../kit/words.ts';
import { speak } from '../../words/language.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { useAllowedNavigation } from './allowed-navigation.ts';
import { useFoundActions } from './found-actions.ts';
import { useSignOut } from './sign-out.ts';

/** A few letters of where to go or what to do. Opens each time that it is asked for. */
export default function PaletteDialog({ asked }: { readonly asked: number }): ReactNode {
  const say = useWords(words);
  const pages = usePageActions();
  const commands = useCommands();
  const [query, setQuery] = useState('');
  const found = useFoundActions(query);
  useEffect(openSpotlight, [asked]);
  useEffect(selectFirst, [found.length]);
  return (
    <Spotlight
      // the button of the frame listens to the keys
      shortcut={null}
      highlightQuery
      query={query}
      onQueryChange={setQuery}
      scrollable
      attributes={{ content: { 'aria-label': say('search') } }}
      nothingFound={say('searchNothing')}
      searchProps={{
        placeholder: say('searchHint'),
        'aria-label': say('search'),
        leftSection: <MagnifyingGlassIcon width={20} aria-hidden />,
      }}
      actions={[
        { group: say('go'), actions: pages },
        { group: say('act'), actions: commands },
        { group: say('found'), actions: found },
      ]}
    />
  );
}

/**
 * Spotlight selects the first action when a letter is typed. What the office finds comes later: where nothing is selected
 * then, Enter is to open the first of it all the same.
 */
function selectFirst(): void {
  const actions = [...document.querySelectorAll('[role="dialog"] [data-action]')];
  if (!actions.some((action) => action.hasAttribute('data-selected')))
    actions[0]?.setAttribute('data-selected', 'true');
}

function usePageActions(): SpotlightActionData[] {
  const say = useWords(words);
  const navigate = useNavigate();
  return useAllowedNavigation().map(({ to, word, icon: Icon }) => ({
    id: `go ${to}`,
    label: say(word),
    leftSection: <Icon width={20} aria-hidden />,
    onClick: () => void navigate({ to }),
  }));
}

function useCommands(): SpotlightActionData[] {
  const say = useWords(words);
  const sayKit = useWords(kitWords);
  const language = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const signOut = useSignOut();
  return [
    {
      id: 'language',
      label: say(language === 'fr' ? 'toEnglish' : 'toFrench'),
      keywords: ['language', 'langue', 'English', 'français'],
      onClick: () => void speak(language === 'fr' ? 'en' : 'fr'),
    },
    {
      id: 'scheme',
      label: sayKit(dark ? 'toLight' : 'toDark'),
      onClick: () => setColorScheme(dark ? 'light' : 'dark'),
    },
    { id: 'sign-out', label: say('signOut'), onClick: () => signOut() },
  ];
}
