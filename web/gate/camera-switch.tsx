import { Button, Center, Loader } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
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
