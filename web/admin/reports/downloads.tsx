import { Button, Group, Stack } from '@mantine/core';
import { ArrowDownTrayIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { takeFile } from '../../api/call.ts';
import { isProblem } from '../../api/problem.ts';
import { sayFailed } from '../../kit/done.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Asked } from './asked.ts';
import { words } from './words.ts';

const files = {
  csv: 'read_report_csv',
  xlsx: 'read_report_xlsx',
  pdf: 'read_report_pdf',
} as const;
const kinds = Object.keys(files) as readonly (keyof typeof files)[];

/** Takes the report that is looked at away as a file. */
export function Downloads({ asked }: { readonly asked: Asked }): ReactNode {
  const say = useWords(words);
  const [working, setWorking] = useState<string>();
  const [trouble, setTrouble] = useState<unknown>();
  const take = async (kind: keyof typeof files): Promise<void> => {
    setWorking(kind);
    setTrouble(undefined);
    try {
      await takeFile(files[kind], asked);
    } catch (error) {
      if (isProblem(error, 'too_large')) sayFailed(say('too_long_for_paper'));
      else setTrouble(error);
    } finally {
      setWorking(undefined);
    }
  };
  return (
    <Stack gap="xs">
      <Group gap="xs" role="group" aria-label={say('download')}>
        <ArrowDownTrayIcon width={20} aria-hidden />
        {kinds.map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="default"
            loading={working === kind}
            disabled={working !== undefined && working !== kind}
            onClick={() => void take(kind)}
          >
            {say(`file_${kind}`)}
          </Button>
        ))}
      </Group>
      {trouble !== undefined && <Trouble error={trouble} />}
    </Stack>
  );
}
