import { Text, UnstyledButton } from '@mantine/core';
import type { ReactNode, Ref } from 'react';

interface TileProps {
  readonly title: string;
  readonly above?: string | undefined;
  readonly below?: ReactNode;
  /** what is left of it, or why it is not sold */
  readonly note?: string | undefined;
  readonly disabled?: boolean;
  /** of what can be marked; undefined: it acts at once */
  readonly pressed?: boolean | undefined;
  readonly onChoose: () => void;
  readonly ref?: Ref<HTMLButtonElement> | undefined;
}

/** Something to sell, large enough for a thumb. */
export function Tile(props: TileProps): ReactNode {
  const { title, above, below, note, disabled = false, pressed, onChoose, ref } = props;
  return (
    <UnstyledButton className="tile" disabled={disabled} aria-pressed={pressed} onClick={onChoose} ref={ref}>
      {above !== undefined && <span className="tile-above">{above}</span>}
      <Text span fw={600} size="lg" lh={1.25} lineClamp={3}>
        {title}
      </Text>
      <span className="tile-foot">
        <span className="tile-price">{below}</span>
        {note !== undefined && <span className="tile-note">{note}</span>}
      </span>
    </UnstyledButton>
  );
}
