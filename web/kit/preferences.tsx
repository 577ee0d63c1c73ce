import {
  ActionIcon,
  Group,
  SegmentedControl,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { MoonIcon, SunIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { asLanguage, speak } from '../words/language.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import { words } from './words.ts';

/** Language, and light or dark. */
export function Preferences(): ReactNode {
  return (
    <Group gap="xs" wrap="nowrap">
      <LanguageSwitch />
      <SchemeSwitch />
    </Group>
  );
}

function LanguageSwitch(): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  return (
    <SegmentedControl
      size="xs"
      aria-label={say('language')}
      value={language}
      onChange={(value) => void speak(asLanguage(value) ?? 'fr')}
      data={[
        { value: 'fr', label: <span lang="fr">Français</span> },
        { value: 'en', label: <span lang="en">English</span> },
      ]}
    />
  );
}

function SchemeSwitch(): ReactNode {
  const say = useWords(words);
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  const label = say(dark ? 'toLight' : 'toDark');
  return (
    <ActionIcon
      variant="default"
      size="md"
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(dark ? 'light' : 'dark')}
    >
      {dark ? <SunIcon width={18} aria-hidden /> : <MoonIcon width={18} aria-hidden />}
    </ActionIcon>
  );
}
