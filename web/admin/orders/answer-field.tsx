import { Checkbox, NativeSelect, Radio, Stack, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { words as kitWords } from '../../kit/words.ts';
import { useWords } from '../../words/use-words.ts';
import type { Asked } from './answers-shown.ts';
import { words } from './order-words.ts';

interface AnswerFieldProps {
  readonly asked: Asked;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

const inputs = {
  text: { maxLength: 500 },
  number: { inputMode: 'decimal', maxLength: 30 },
  date: { type: 'date' },
  email: { type: 'email', maxLength: 254 },
  phone: { type: 'tel', maxLength: 30 },
} as const;

/** The field for the kind of a question; the answer is a text in any of them. */
export function AnswerField({ asked, value, onChange }: AnswerFieldProps): ReactNode {
  const say = useWords(words);
  const sayKit = useWords(kitWords);
  const { label, kind, options, required } = asked;
  const common = { label, withAsterisk: required };
  if (kind === 'yes_no')
    return (
      <Radio.Group {...common} value={value} onChange={onChange}>
        <Stack gap="xs" mt="xs">
          <Radio value="yes" label={sayKit('yes')} />
          <Radio value="no" label={sayKit('no')} />
        </Stack>
      </Radio.Group>
    );
  if (kind === 'choices')
    return (
      <Checkbox.Group
        {...common}
        value={value === '' ? [] : value.split('\n')}
        onChange={(chosen) => onChange(options.filter((option) => chosen.includes(option)).join('\n'))}
      >
        <Stack gap="xs" mt="xs">
          {options.map((option) => (
            <Checkbox key={option} value={option} label={option} />
          ))}
        </Stack>
      </Checkbox.Group>
    );
  if (kind === 'choice')
    return (
      <NativeSelect
        {...common}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        data={[{ value: '', label: say('chooseAnswer') }, ...options]}
      />
    );
  if (kind === 'paragraph')
    return (
      <Textarea
        {...common}
        autosize
        minRows={3}
        maxLength={10_000}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...common}
      {...inputs[kind]}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
