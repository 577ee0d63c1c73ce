import type { ReactNode } from 'react';
import { NavTo } from '../../kit/links.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { useAllowedNavigation } from './allowed-navigation.ts';

export function Navigation({ onFollowed }: { readonly onFollowed?: () => void }): ReactNode {
  const say = useWords(words);
  return useAllowedNavigation().map(({ to, word, icon: Icon }) => (
    <NavTo
      key={to}
      to={to}
      activeOptions={{ exact: to === '/', includeSearch: false }}
      activeProps={{ active: true }}
      label={say(word)}
      leftSection={<Icon width={20} aria-hidden />}
      onClick={() => onFollowed?.()}
    />
  ));
}
