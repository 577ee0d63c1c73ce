import { Checkbox, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { AmountField } from '../../kit/amount-field.tsx';
import { fieldErrors } from '../../kit/problem-form.ts';
import type { EndpointName } from '../../api/call.ts';
import { Meanwhile, useSeen } from '../../kit/seen.tsx';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import {
  bodyOf,
  draftOf,
  fieldComplaints,
  fieldsAsked,
  isWanted,
  type Draft,
  type Field,
  type FieldComplaint,
  type FieldContext,
  type RecordRow,
} from './fields.ts';
import { useShownField } from './shown-field.tsx';
import { words } from './words.ts';

interface RecordDialogProps {
  readonly title: string;
  readonly fields: readonly Field[];
  readonly context: FieldContext;
  /** what is changed, as it is now; a new one without it */
  readonly row?: RecordRow | undefined;
  /** by what the row was read */
  readonly read?: readonly EndpointName[];
  /** of a row that stands: what was typed anew, and what it was */
  readonly onSave: (body: Record<string, unknown>, was: Record<string, unknown>) => Promise<unknown>;
  readonly onClose: () => void;
}

/** The fields of one row, new or to be changed. */
export default function RecordDialog(props: RecordDialogProps): ReactNode {
  const { title, fields, context, row, read = [], onSave, onClose } = props;
  const say = useWords(words);
  const [draft, setDraft] = useState(() => draftOf(fields, row, context));
  // of a row, what its fields send before anything is typed: what is sent as it stands was not typed
  const [untouched] = useState(() => (row === undefined ? {} : bodyOf(fields, draft, context, true)));
  const seen = useSeen<Record<string, unknown>>(row ?? {}, read);
  const shownField = useShownField(context);
  const [asked, setAsked] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<unknown>();
  const complaints = fieldComplaints(fields, draft, context);
  const told = fieldErrors(
    error,
    fields.map(({ name }) => name),
  );
  const labelOf = (name: string | undefined): string =>
    fields.find((field) => field.name === name)?.label ?? '';
  const sayComplaint = (complaint: FieldComplaint, { from }: Field): string =>
    complaint === 'tooEarly' ? say('tooEarly', { from: labelOf(from) }) : say(complaint);
  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (Object.keys(complaints).length > 0) return;
    setSaving(true);
    setError(undefined);
    try {
      const body = bodyOf(fields, draft, context, row !== undefined);
      if (row === undefined) await onSave(body, {});
      else {
        const anew = Object.entries(body).filter(
          ([name, value]) => JSON.stringify(value) !== JSON.stringify(untouched[name]),
        );
        const typed = seen.typed(Object.fromEntries(anew));
        if (typed !== undefined) await onSave(typed.body, typed.was);
      }
      onClose();
    } catch (thrown) {
      await seen.heard(thrown);
      setError(thrown);
    } finally {
      setSaving(false);
    }
  };
  const shown = fieldsAsked(fields, row !== undefined).filter((field) => isWanted(field, draft));
  return (
    <FormDialog
      title={title}
      act={say('save')}
      onSubmit={(event) => void save(event)}
      busy={saving}
      trouble={Object.keys(told).length === 0 ? error : undefined}
      onClose={onClose}
    >
      {shown.map((field, index) => {
        const complaint = complaints[field.name];
        return (
          <FieldInput
            key={field.name}
            field={field}
            first={index === 0}
            currency={context.currency}
            value={draft[field.name] ?? ''}
            error={asked && complaint !== undefined ? sayComplaint(complaint, field) : told[field.name]}
            onChange={(value) => setDraft((old): Draft => ({ ...old, [field.name]: value }))}
          />
        );
      })}
      <Meanwhile
        fields={fields.flatMap((field) =>
          seen.meanwhile.includes(field.name)
            ? [{ label: field.label, now: shownField(field, row?.[field.name]) }]
            : [],
        )}
      />
    </FormDialog>
  );
}

interface FieldInputProps {
  readonly field: Field;
  readonly first: boolean;
  readonly currency: string;
  readonly value: string | boolean;
  readonly error: string | undefined;
  readonly onChange: (value: string | boolean) => void;
}

function FieldInput({ field, first, currency, value, error, onChange }: FieldInputProps): ReactNode {
  const { label, kind, hint, options = [] } = field;
  const begins = first ? { 'data-autofocus': true } : {};
  if (typeof value === 'boolean')
    return (
      <Checkbox
        label={label}
        description={hint}
        checked={value}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
    );
  const plain = { label, description: hint, error, value, ...begins };
  if (kind === 'amount') return <AmountField {...plain} currency={currency} onChange={onChange} />;
  if (kind === 'word' || kind === 'row')
    return (
      <NativeSelect
        {...plain}
        data={[...options]}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  if (kind === 'lines')
    return (
      <Textarea
        {...plain}
        autosize
        minRows={3}
        maxRows={10}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
      />
    );
  return (
    <TextInput
      {...plain}
      {...(kind === 'instant' ? { type: 'datetime-local' } : {})}
      {...(kind === 'count' ? { inputMode: 'numeric' } : {})}
      {...(kind === 'percent' ? { inputMode: 'decimal', rightSection: '%' } : {})}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}
