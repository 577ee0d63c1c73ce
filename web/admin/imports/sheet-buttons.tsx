import { Button, Group } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { takeFile } from '../../api/call.ts';
import { sayFailed } from '../../kit/done.ts';
import type { Condition } from '../../kit/filters.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { useProblemText } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './sheet-words.ts';

interface SheetButtonsProps {
  readonly kind: 'promo_codes' | 'articles';
  /** the filter of the list that is looked at */
  readonly where?: Condition[] | undefined;
  /** whether rows may be taken in */
  readonly taking: boolean;
}

/** A list to a spreadsheet, as it is filtered, and from one. */
export function SheetButtons({ kind, where, taking }: SheetButtonsProps): ReactNode {
  const say = useWords(words);
  const textOf = useProblemText();
  const [working, setWorking] = useState<'csv' | 'xlsx'>();
  const takeAway = async (format: 'csv' | 'xlsx'): Promise<void> => {
    setWorking(format);
    const query = where === undefined ? {} : { where };
    await takeFile(format === 'csv' ? 'export_csv' : 'export_xlsx', { params: { kind }, query })
      .catch((error: unknown) => sayFailed(textOf(error)))
      .finally(() => setWorking(undefined));
  };
  return (
    <Group gap="xs">
      <Button variant="default" loading={working === 'csv'} onClick={() => void takeAway('csv')}>
        CSV
      </Button>
      <Button variant="default" loading={working === 'xlsx'} onClick={() => void takeAway('xlsx')}>
        Excel
      </Button>
      {taking && (
        <ButtonTo variant="default" to="/imports/$kind" params={{ kind }}>
          {say('import')}
        </ButtonTo>
      )}
    </Group>
  );
}
