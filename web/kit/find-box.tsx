import { TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import type { FilterTexts } from './filters.tsx';

interface FindBoxProps {
  readonly label: string;
  readonly hint: string;
  /** what the address asks for */
  readonly asked: string;
}

/** One box for whatever is known of a thing; what it asks stands in the address, as `q`. Its `key` is what is asked. */
export function FindBox({ label, hint, asked }: FindBoxProps): ReactNode {
  const navigate = useNavigate();
  const [text, setText] = useState(asked);
  const find = (event: FormEvent): void => {
    event.preventDefault();
    const q = text.trim();
    void navigate({ to: '.', search: (old: FilterTexts) => ({ ...old, q: q === '' ? undefined : q }) });
  };
  return (
    <form role="search" onSubmit={find}>
      <TextInput
        type="search"
        label={label}
        description={hint}
        leftSection={<MagnifyingGlassIcon width={18} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        enterKeyHint="search"
        autoComplete="off"
      />
    </form>
  );
}
