import { NativeSelect, SimpleGrid, Stack, Text, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { AmountField } from '../../kit/amount-field.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { CodeDraft, Kind } from './code-draft.ts';
import { ScopesField } from './scopes-field.tsx';
import { words } from './words.ts';

interface CodeFieldsProps {
  readonly draft: CodeDraft;
  readonly wrong: (field: keyof CodeDraft) => string | undefined;
  readonly onChange: (part: Partial<CodeDraft>) => void;
  /** what a code does never changes once it is made */
  readonly made?: boolean;
}

/** The terms of codes: what they take off, when, how often, on what. */
export function CodeFields({ draft, wrong, onChange, made = false }: CodeFieldsProps): ReactNode {
  const say = useWords(words);
  const { zone = 'UTC', currency = 'EUR' } = useOrganizer() ?? {};
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        {!made && (
          <NativeSelect
            label={say('kind')}
            value={draft.kind}
            data={(['percent', 'value', 'reveal'] as const).map((value) => ({ value, label: say(value) }))}
            onChange={({ currentTarget }) => onChange({ kind: currentTarget.value as Kind })}
          />
        )}
        {draft.kind === 'percent' && (
          <TextInput
            label={say('percentOff')}
            inputMode="decimal"
            rightSection="%"
            rightSectionPointerEvents="none"
            value={draft.percent}
            error={wrong('percent')}
            onChange={({ currentTarget }) => onChange({ percent: currentTarget.value })}
          />
        )}
        {draft.kind === 'value' && (
          <AmountField
            label={say('valueOff')}
            currency={currency}
            value={draft.value}
            error={wrong('value')}
            onChange={(value) => onChange({ value })}
          />
        )}
        <TextInput
          label={say('uses')}
          inputMode="numeric"
          placeholder={say('unlimited')}
          value={draft.uses}
          error={wrong('uses')}
          onChange={({ currentTarget }) => onChange({ uses: currentTarget.value })}
        />
      </SimpleGrid>
      {draft.kind === 'reveal' && (
        <Text size="sm" c="dimmed">
          {say('revealLead')}
        </Text>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          type="datetime-local"
          label={say('startsAt')}
          value={draft.starts}
          error={wrong('starts')}
          onChange={({ currentTarget }) => onChange({ starts: currentTarget.value })}
        />
        <TextInput
          type="datetime-local"
          label={say('endsAt')}
          value={draft.ends}
          error={wrong('ends')}
          onChange={({ currentTarget }) => onChange({ ends: currentTarget.value })}
        />
      </SimpleGrid>
      <Text size="sm" c="dimmed">
        {say('zoneLead', { zone })}
      </Text>
      <ScopesField value={draft.scopes} onChange={(scopes) => onChange({ scopes })} />
      <Textarea
        label={say('description')}
        autosize
        minRows={2}
        value={draft.description}
        onChange={({ currentTarget }) => onChange({ description: currentTarget.value })}
      />
    </Stack>
  );
}
