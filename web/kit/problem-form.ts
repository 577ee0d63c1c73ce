import { useForm, type UseFormInput, type UseFormReturnType } from '@mantine/form';
import { useState, type FormEvent } from 'react';
import { ApiProblem } from '../api/problem.ts';

type Values = Record<string, unknown>;

interface ProblemFormInput<V extends Values> extends Pick<UseFormInput<V>, 'validate'> {
  readonly initialValues: V;
  /** Sends the values; what it throws is shown at the fields that a problem document names, or above the form. */
  readonly submit: (values: V) => Promise<void>;
  /** Hears why it was refused, before that is shown. */
  readonly refused?: (error: unknown) => Promise<void>;
}

interface ProblemForm<V extends Values> extends Omit<UseFormReturnType<V>, 'submitting' | 'onSubmit'> {
  readonly onSubmit: (event?: FormEvent<HTMLFormElement>) => void;
  readonly submitting: boolean;
  /** what is wrong with none of the fields */
  readonly trouble: unknown;
}

/** `@mantine/form` that is sent to the office and shows what it says: `<form onSubmit={form.onSubmit}>`. */
export function useProblemForm<V extends Values>(input: ProblemFormInput<V>): ProblemForm<V> {
  const { initialValues, validate, submit, refused } = input;
  const [submitting, setSubmitting] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const form = useForm<V>({
    mode: 'controlled',
    initialValues,
    ...(validate === undefined ? {} : { validate }),
  });
  const send = async (values: V): Promise<void> => {
    setSubmitting(true);
    setTrouble(undefined);
    try {
      await submit(values);
    } catch (error) {
      await refused?.(error);
      const errors = fieldErrors(error, Object.keys(values));
      if (Object.keys(errors).length > 0) form.setErrors(errors);
      else setTrouble(error);
    } finally {
      setSubmitting(false);
    }
  };
  return { ...form, onSubmit: form.onSubmit((values) => void send(values)), submitting, trouble };
}

/** What a problem document says of fields that the form has, by their names; others are no business of a field. */
export function fieldErrors(error: unknown, fields: readonly string[]): Record<string, string> {
  if (!(error instanceof ApiProblem)) return {};
  const told = (error.problem.errors ?? []).filter(({ path }) => fields.includes(path.split('.')[0] ?? ''));
  return Object.fromEntries(told.map(({ path, message }) => [path, message]));
}
