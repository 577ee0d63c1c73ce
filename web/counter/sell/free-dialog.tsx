import { NativeSelect, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { AmountField } from '../../kit/amount-field.tsx';
import { amountIn } from '../../kit/amount-in.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { freeOf, withItem } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './dialog-words.ts';

interface FreeDialogProps {
  readonly departments: Answer<'till_catalogue'>['departments'];
  /** the one that is looked at */
  readonly department_id: number | null;
  readonly onClose: () => void;
}

/** Something that is no article: a name, an amount, and the department whose VAT it has. */
export default function FreeDialog({ departments, department_id, onClose }: FreeDialogProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const { change } = useBasket();
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [department, setDepartment] = useState(String(department_id ?? ''));
  const [asked, setAsked] = useState(false);
  const amount = amountIn(text, currency);
  const bad = amount === undefined || amount < 0;
  return (
    <FormDialog
      title={say('free')}
      act={say('add')}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (bad || title.trim() === '') return;
        const of = department === '' ? null : Number(department);
        change((basket) => withItem(basket, freeOf(title.trim(), amount, of)));
        onClose();
      }}
      size="md"
      onClose={onClose}
    >
      <TextInput
        size="md"
        data-autofocus
        label={say('what')}
        autoComplete="off"
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={asked && title.trim() === '' ? say('whatNeeded') : undefined}
      />
      <AmountField
        size="md"
        label={say('amount')}
        currency={currency}
        value={text}
        onChange={setText}
        error={asked && bad ? say('amountBad') : undefined}
      />
      {departments.length > 0 && (
        <NativeSelect
          size="md"
          label={say('department')}
          value={department}
          onChange={(event) => setDepartment(event.currentTarget.value)}
          data={[
            { value: '', label: say('noDepartment') },
            ...departments.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
      )}
    </FormDialog>
  );
}
