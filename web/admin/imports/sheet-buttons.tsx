import { Button, Group } from '@mantine/core';
import { ArrowDownTrayIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { takeFile, type Input } from '../../api/call.ts';
import { sayFailed } from '../../kit/done.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { useProblemText } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { words } from './sheet-words.ts';
import type { Kind } from './import-page.tsx';

type Leaving = Input<'export_csv'>['params']['kind'];
type Where = NonNullable<NonNullable<Input<'export_csv'>['query']>['where']>;

interface SheetButtonsProps {
  readonly kind: Leaving;
  /** the filter of the list that is looked at */
  readonly where?: Where | undefined;
  readonly order?: string;
  /** whether rows may be taken away */
  readonly leaving?: boolean;
  /** what rows may be taken in as */
  readonly taking?: Kind | false;
}

const files = { csv: 'export_csv', xlsx: 'export_xlsx' } as const;
type Format = keyof typeof files;

/** A list to a spreadsheet, as it is filtered, and from one. */
export function SheetButtons(props: SheetButtonsProps): ReactNode {
  const { kind, where, order, leaving = true, taking = false } = props;
  const say = useWords(words);
  const language = useLanguage();
  const textOf = useProblemText();
  const [working, setWorking] = useState<Format>();
  const takeAway = async (format: Format): Promise<void> => {
    setWorking(format);
    const query = {
      language,
      ...(where === undefined ? {} : { where }),
      ...(order === undefined ? {} : { order }),
    };
    await takeFile(files[format], { params: { kind }, query })
      .catch((error: unknown) => sayFailed(textOf(error)))
      .finally(() => setWorking(undefined));
  };
  const button = (format: Format, label: string): ReactNode => (
    <Button
      size="xs"
      variant="default"
      aria-label={say(format)}
      title={say(format)}
      loading={working === format}
      disabled={working !== undefined && working !== format}
      onClick={() => void takeAway(format)}
    >
      {label}
    </Button>
  );
  return (
    <Group gap="xs" role="group" aria-label={say('sheets')}>
      {leaving && <ArrowDownTrayIcon width={20} aria-hidden />}
      {leaving && button('csv', 'CSV')}
      {leaving && button('xlsx', 'Excel')}
      {taking !== false && (
        <ButtonTo size="xs" variant="default" to="/imports/$kind" params={{ kind: taking }}>
          {say('import')}
        </ButtonTo>
      )}
    </Group>
  );
}
