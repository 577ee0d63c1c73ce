import { Button, Checkbox, Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { words } from './printer-words.ts';
import { usePrinter, type Printer } from './use-printer.ts';

const papers = [32, 42, 44, 48] as const;
const usual_port = 9100;
const port_max = 65_535;

/** The receipt printer of this till in the venue's network; without one, receipts are printed by the browser. */
export default function PrinterDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords(words);
  const { counter_id } = useTill();
  const known = usePrinter();
  const put = useWrite('set_counter_printer', { changes: ['till_setup'] });
  const save = async (printer: Printer | null): Promise<void> => {
    await put.mutateAsync({ params: { id: counter_id }, body: { printer } });
    onClose();
  };
  const form = useProblemForm({
    initialValues: {
      host: known?.host ?? '',
      port: known?.port ?? usual_port,
      columns: String(known?.columns ?? 42),
      opens_drawer: known?.opens_drawer ?? false,
    },
    validate: { host: (value) => (value.trim() === '' ? say('hostNeeded') : null) },
    submit: ({ host, port, columns, opens_drawer }) =>
      save({
        ...{ host: host.trim(), port, opens_drawer },
        columns: papers.find((paper) => String(paper) === columns) ?? 42,
      }),
  });
  return (
    <FormDialog
      title={say('title')}
      lead={say('lead')}
      act={say('save')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      size="md"
      onClose={onClose}
      beside={
        known !== null && (
          <Button
            size="md"
            variant="default"
            loading={put.isPending}
            onClick={() => void save(null).catch(() => undefined)}
          >
            {say('none')}
          </Button>
        )
      }
    >
      <Group grow align="flex-start">
        <TextInput
          size="md"
          data-autofocus
          label={say('host')}
          placeholder="192.168.1.50"
          autoComplete="off"
          {...form.getInputProps('host')}
        />
        <NumberInput
          size="md"
          label={say('port')}
          min={1}
          max={port_max}
          allowDecimal={false}
          {...form.getInputProps('port')}
        />
      </Group>
      <NativeSelect
        size="md"
        label={say('paper')}
        data={papers.map((paper) => ({ value: String(paper), label: say('columns', { count: paper }) }))}
        {...form.getInputProps('columns')}
      />
      <Checkbox
        size="md"
        label={say('drawer')}
        {...form.getInputProps('opens_drawer', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}
