import {
  Button,
  CloseButton,
  Group,
  NativeSelect,
  NumberInput,
  PasswordInput,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import type { Language, PlainKey } from '../../words/define.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { choiceWords, frenchHelp } from './field-help.ts';
import { words as fieldWords } from './field-words.ts';
import { words } from './words.ts';

export type Kind = Answer<'list_connection_kinds'>['items'][number];
export type Field = Kind['settings'][number];
export type Values = Readonly<Record<string, unknown>>;

/** What a field is called, in the user's language where we have the word, else as the connector says. */
function useTitles(dialect: string): (field: Pick<Field, 'name' | 'title'>) => string {
  const say = useWords(fieldWords);
  return ({ name, title }) => {
    const found = [`${dialect}_${name}`, name].find((key) => Object.hasOwn(fieldWords.fr, key));
    return found === undefined ? title : say(found as PlainKey<typeof fieldWords.fr>);
  };
}

/** What a connector says of a field itself is English. */
function helpOf(language: Language, dialect: string, { name, description }: Field): string | undefined {
  if (language === 'fr') return frenchHelp(dialect, name);
  return description === '' ? undefined : description;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

interface FieldProps {
  readonly dialect: string;
  readonly field: Field;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}

/** Asks for one setting, by what the connector says that it is. */
export function SettingField({ dialect, field, value, onChange }: FieldProps): ReactNode {
  const titleOf = useTitles(dialect);
  const language = useLanguage();
  const label = titleOf(field);
  const description = helpOf(language, dialect, field);
  const common = { label, required: field.required, ...(description === undefined ? {} : { description }) };
  if (field.type === 'flag')
    return (
      <Switch
        {...common}
        checked={value === true}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  if (field.type === 'choice')
    return (
      <NativeSelect
        {...common}
        data={(field.choices ?? []).map((choice) => ({
          value: choice,
          label: choiceWords(language, field.name, choice) ?? choice,
        }))}
        value={textOf(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (field.type === 'integer')
    return (
      <NumberInput
        {...common}
        value={typeof value === 'number' ? value : ''}
        allowDecimal={false}
        onChange={(next) => onChange(next === '' ? undefined : Number(next))}
      />
    );
  if (field.type === 'text')
    return (
      <TextInput
        {...common}
        value={textOf(value)}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  if (field.type === 'list') return <ListField {...{ field, value, onChange }} common={common} />;
  return <PairsField {...{ dialect, field, value, onChange }} label={label} />;
}

interface ListProps extends Omit<FieldProps, 'dialect'> {
  readonly common: { readonly label: string; readonly required: boolean; readonly description?: string };
}

function ListField({ field, value, onChange, common }: ListProps): ReactNode {
  const say = useWords(words);
  const lines = Array.isArray(value) ? value.map(String) : [];
  const read = (text: string): void => {
    const given = text.split('\n').filter((line) => line.trim() !== '');
    onChange(field.items === 'integer' ? given.map(Number) : given);
  };
  return (
    <Textarea
      {...common}
      description={[common.description, say('oneByLine')].filter((part) => part !== undefined).join(' ')}
      autosize
      minRows={2}
      maxRows={8}
      defaultValue={lines.join('\n')}
      onChange={(event) => read(event.currentTarget.value)}
    />
  );
}

type Pair = Readonly<Record<string, unknown>>;

/** A table of two columns: what it is called here, and there. */
function PairsField({
  dialect,
  field,
  value,
  onChange,
  label,
}: FieldProps & { readonly label: string }): ReactNode {
  const say = useWords(words);
  const titleOf = useTitles(dialect);
  const description = helpOf(useLanguage(), dialect, field);
  const named = field.type === 'names';
  const [from, to] = field.fields ?? [
    { name: 'from', title: say('here'), type: 'text' },
    { name: 'to', title: say('there'), type: 'text' },
  ];
  const pairs: readonly Pair[] = named
    ? Object.entries((value ?? {}) as Record<string, string>).map(([key, one]) => ({ from: key, to: one }))
    : ((value ?? []) as readonly Pair[]);
  const put = (next: readonly Pair[]): void =>
    onChange(named ? Object.fromEntries(next.map((pair) => [textOf(pair['from']), pair['to']])) : next);
  if (from === undefined || to === undefined) return null;
  const change = (index: number, cell: typeof from, text: string): void => {
    const typed = cell.type === 'integer' ? Number(text) : text;
    put(pairs.map((pair, at) => (at === index ? { ...pair, [cell.name]: typed } : pair)));
  };
  return (
    <Stack
      component="fieldset"
      gap={6}
      m={0}
      p="xs"
      style={{ border: '1px solid var(--mantine-color-default-border)' }}
    >
      <Text component="legend" size="sm" fw={500}>
        {label}
      </Text>
      {description !== undefined && (
        <Text size="xs" c="dimmed">
          {description}
        </Text>
      )}
      {pairs.map((pair, index) => (
        <Group key={index} gap={6} wrap="nowrap">
          {[from, to].map((cell) => (
            <TextInput
              key={cell.name}
              size="xs"
              flex={1}
              aria-label={`${label} ${index + 1}, ${titleOf(cell)}`}
              value={textOf(pair[cell.name])}
              onChange={(event) => change(index, cell, event.currentTarget.value)}
            />
          ))}
          <CloseButton
            aria-label={say('removeLine', { number: index + 1 })}
            onClick={() => put(pairs.filter((_, at) => at !== index))}
          />
        </Group>
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          onClick={() => put([...pairs, { [from.name]: '', [to.name]: to.type === 'integer' ? 0 : '' }])}
        >
          {say('addLine')}
        </Button>
      </Group>
    </Stack>
  );
}

interface SecretProps {
  readonly dialect: string;
  readonly field: Field;
  readonly value: string;
  /** one is stored: nothing has to be given */
  readonly kept: boolean;
  readonly onChange: (value: string) => void;
}

export function SecretField({ dialect, field, value, kept, onChange }: SecretProps): ReactNode {
  const say = useWords(words);
  const titleOf = useTitles(dialect);
  const language = useLanguage();
  const description = kept ? say('keptSecret') : helpOf(language, dialect, field);
  return (
    <PasswordInput
      label={titleOf(field)}
      {...(description === undefined ? {} : { description })}
      required={field.required && !kept}
      autoComplete="off"
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
