import { Button, Center, Loader } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { words } from './words.ts';

// the reader is larger than the whole page
const CameraPart = lazy(() => import('./camera/camera-part.tsx'));

interface CameraSwitchProps {
  readonly on: boolean;
  readonly onSwitch: (on: boolean) => void;
  readonly paused: boolean;
  readonly onCode: (code: string) => void;
}

export function CameraSwitch({ on, onSwitch, ...rest }: CameraSwitchProps): ReactNode {
  const say = useWords(words);
  if (!on)
    return (
      <Button size="lg" onClick={() => onSwitch(true)}>
        {say('film')}
      </Button>
    );
  return (
    <Suspense
      fallback={
        <Center className="camera">
          <Loader aria-label={say('cameraOpening')} />
        </Center>
      }
    >
      <CameraPart {...rest} onClose={() => onSwitch(false)} />
    </Suspense>
  );
}

const wish_key = 'guichet.gate.filming';

/** Who works with the camera finds it open again. */
export function useCameraWish(): readonly [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(() => localStorage.getItem(wish_key) === 'yes');
  const keep = (wanted: boolean): void => {
    localStorage.setItem(wish_key, wanted ? 'yes' : 'no');
    setOn(wanted);
  };
  return [on, keep];
}
