import { CloseButton, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useEffect, useRef, type ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { typesElsewhere } from './shortcuts.ts';

interface FindFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  /** it was emptied on purpose */
  readonly onClear: () => void;
  /** Enter: what stands there is meant */
  readonly onEnter: () => void;
}

/** Takes what is typed anywhere on the page: who scans, or types a name or a number, need not aim first. */
export function FindField({ label, hint, text, onChange, onClear, onEnter }: FindFieldProps): ReactNode {
  const say = useWords(words);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const type = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.key.length > 1) return;
      // space presses the button that has the focus, plus and minus count
      if ([' ', '+', '-'].includes(event.key) || typesElsewhere(event)) return;
      field.current?.focus();
    };
    addEventListener('keydown', type);
    return () => removeEventListener('keydown', type);
  }, []);
  return (
    <form
      role="search"
      className="find"
      onSubmit={(event) => {
        event.preventDefault();
        onEnter();
      }}
    >
      <TextInput
        ref={field}
        size="md"
        type="search"
        aria-label={label}
        placeholder={hint}
        autoComplete="off"
        spellCheck={false}
        leftSection={<MagnifyingGlassIcon width={20} aria-hidden />}
        rightSection={text === '' ? null : <CloseButton aria-label={say('clearFind')} onClick={onClear} />}
        value={text}
        onChange={(event) => onChange(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || text === '') return;
          event.preventDefault();
          onClear();
        }}
      />
    </form>
  );
}
