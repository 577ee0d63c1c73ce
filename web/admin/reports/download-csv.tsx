import { Button, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { call } from '../../api/call.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Asked } from './reports-page.tsx';
import { words } from './words.ts';

/** Takes the report that is looked at away as a file. */
export function DownloadCsv({ asked }: { readonly asked: Asked }): ReactNode {
  const say = useWords(words);
  const [working, setWorking] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const take = async (): Promise<void> => {
    setWorking(true);
    setTrouble(undefined);
    try {
      const text = await call('read_report_csv', asked);
      save(text, `${asked.params.report}.csv`);
    } catch (error) {
      setTrouble(error);
    } finally {
      setWorking(false);
    }
  };
  return (
    <Stack gap="xs">
      <Button variant="default" loading={working} onClick={() => void take()}>
        {say('download')}
      </Button>
      {trouble !== undefined && <Trouble error={trouble} />}
    </Stack>
  );
}

/** Hands the browser a file. The byte order mark tells spreadsheets that it is UTF-8: reading text has taken it off. */
function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text.replace(/^\uFEFF/, '')], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
