import { NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk, useWrite } from '../../../api/queries.ts';
import { AmountField } from '../../../kit/amount-field.tsx';
import { amountIn } from '../../../kit/amount-in.ts';
import { sayDone } from '../../../kit/done.ts';
import { tagOf } from '../../../kit/money-text.ts';
import { percentIn } from '../../../kit/percent-in.ts';
import { useProblemForm } from '../../../kit/problem-form.ts';
import { FormDialog } from '../../../kit/form-dialog.tsx';
import { useOrganizer } from '../../../session/me.ts';
import { useLanguage, useWords } from '../../../words/use-words.ts';
import { countIn } from '../event-draft.ts';
import type { Event } from '../event-state.tsx';
import { words } from './words.ts';

interface AddPriceProps {
  readonly event: Event;
  readonly onClose: () => void;
}

/** One more price of the event, in all of its sessions or in one. */
export default function AddPrice({ event, onClose }: AddPriceProps): ReactNode {
  const say = useWords(words);
  const add = useWrite('add_price', { changes: ['list_offers', 'list_pools', 'list_prices'] });
  const form = useProblemForm({
    initialValues: { name: '', amount: '', vat: '', quota: '', session: '' },
    validate: {
      name: (name) => (name.trim() === '' ? say('nameMissing') : null),
      amount: (amount) => ((amountIn(amount, event.currency) ?? -1) < 0 ? say('amountWrong') : null),
      quota: (quota) => (countIn(quota) === undefined ? say('numberWrong') : null),
      vat: (vat) => (vat !== '' && percentIn(vat) === undefined ? say('vatWrong') : null),
    },
    submit: async ({ name, amount, vat, quota, session }) => {
      await add.mutateAsync({
        params: { id: event.id },
        body: {
          name: name.trim(),
          amount: amountIn(amount, event.currency) ?? 0,
          vat_bp: percentIn(vat) ?? 0,
          quota: countIn(quota) ?? null,
          ...(session === '' ? {} : { session_ids: [Number(session)] }),
        },
      });
      sayDone(say('added'));
      onClose();
    },
  });
  return (
    <FormDialog
      title={say('add')}
      act={say('addAct')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      <TextInput label={say('name')} data-autofocus {...form.getInputProps('name')} />
      <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="sm">
        <AmountField label={say('amount')} currency={event.currency} {...form.getInputProps('amount')} />
        <TextInput
          label={say('vat')}
          inputMode="decimal"
          rightSection="%"
          placeholder="0"
          {...form.getInputProps('vat')}
        />
        <TextInput
          label={say('quota')}
          inputMode="numeric"
          placeholder="∞"
          {...form.getInputProps('quota')}
        />
      </SimpleGrid>
      <SessionChoice event={event} {...form.getInputProps('session')} />
    </FormDialog>
  );
}

interface SessionChoiceProps {
  readonly event: Event;
  readonly value?: string;
  readonly onChange: (session: string) => void;
}

function SessionChoice({ event, value = '', onChange }: SessionChoiceProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const sessions = useAsk('list_sessions', {
    query: { where: [{ column: 'event_id', value: event.id }], order: 'starts_at', limit: 200 },
  });
  const at = new Intl.DateTimeFormat(tagOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const found = sessions.data?.items.filter(({ status }) => status === 'scheduled') ?? [];
  if (found.length < 2) return null;
  return (
    <NativeSelect
      label={say('where')}
      value={value}
      data={[
        { value: '', label: say('everywhere') },
        ...found.map(({ id, name, starts_at }) => ({
          value: String(id),
          label: [at.format(new Date(starts_at)), name].filter(Boolean).join(' · '),
        })),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
