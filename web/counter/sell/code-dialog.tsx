import { Button, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './dialog-words.ts';

export default function CodeDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const say = useWords(words);
  const { basket, change } = useBasket();
  const [text, setText] = useState(basket.promo_code ?? '');
  const [asked, setAsked] = useState(false);
  const put = (promo_code: string | undefined): void => {
    change((old) => ({ ...old, promo_code }));
    onClose();
  };
  return (
    <FormDialog
      title={say('code')}
      lead={say('codeLead')}
      act={say('save')}
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (text.trim() !== '') put(text.trim());
      }}
      size="md"
      onClose={onClose}
      beside={
        basket.promo_code !== undefined && (
          <Button size="md" variant="default" onClick={() => put(undefined)}>
            {say('remove')}
          </Button>
        )
      }
    >
      <TextInput
        size="lg"
        data-autofocus
        label={say('code')}
        autoComplete="off"
        autoCapitalize="characters"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={asked && text.trim() === '' ? say('codeNeeded') : undefined}
      />
    </FormDialog>
  );
}
