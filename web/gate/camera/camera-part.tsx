import { Alert, Button, Group, Loader, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useEffectEvent, useRef, useState, type ReactNode, type RefObject } from 'react';
import { useWords } from '../../words/use-words.ts';
import { Camera, CameraFault, type CameraTrouble, type CameraView } from './camera.ts';
import { words } from './words.ts';

interface CameraPartProps {
  /** a verdict is shown: nothing is read meanwhile */
  readonly paused: boolean;
  readonly onCode: (code: string) => void;
  readonly onClose: () => void;
}

const chosen_key = 'guichet.gate.camera';

/** What the camera sees, read all the time. */
export default function CameraPart(props: CameraPartProps): ReactNode {
  const [tries, setTries] = useState(0);
  return <OneTry key={tries} {...props} onAgain={() => setTries(tries + 1)} />;
}

interface OneTryProps extends CameraPartProps {
  readonly onAgain: () => void;
}

function OneTry({ paused, onCode, onClose, onAgain }: OneTryProps): ReactNode {
  const say = useWords(words);
  const video = useRef<HTMLVideoElement>(null);
  const [wanted, setWanted] = useState(() => localStorage.getItem(chosen_key) ?? undefined);
  const { camera, view, trouble } = useCamera(video, wanted, onCode);
  useEffect(() => camera?.pause(paused), [camera, paused]);
  return (
    <Stack gap="xs">
      {trouble === undefined ? (
        <div className="camera">
          <video ref={video} muted playsInline aria-label={say('picture')} />
          {view === undefined ? <Loader aria-label={say('opening')} /> : <div className="camera-frame" />}
        </div>
      ) : (
        <Alert color="orange" title={say(trouble)} role="alert">
          <Text mb="xs">{say(`${trouble}Next`)}</Text>
          <Button variant="default" onClick={onAgain}>
            {say('again')}
          </Button>
        </Alert>
      )}
      <Group gap="xs">
        {view?.has_torch === true && <Torch key={view.camera_id} camera={camera} />}
        {view !== undefined && view.cameras.length > 1 && (
          <NativeSelect
            aria-label={say('which')}
            value={view.camera_id}
            onChange={({ currentTarget: { value } }) => {
              localStorage.setItem(chosen_key, value);
              setWanted(value);
            }}
            data={view.cameras.map(({ id, label }, index) => ({
              value: id,
              label: label === '' ? say('cameraOf', { number: index + 1 }) : label,
            }))}
          />
        )}
        <Button variant="default" onClick={onClose}>
          {say('close')}
        </Button>
      </Group>
    </Stack>
  );
}

function Torch({ camera }: { readonly camera: Camera | undefined }): ReactNode {
  const say = useWords(words);
  const [on, setOn] = useState(false);
  return (
    <Button
      variant={on ? 'filled' : 'default'}
      aria-pressed={on}
      onClick={() =>
        void camera?.light(!on).then(
          () => setOn(!on),
          () => undefined,
        )
      }
    >
      {say('torch')}
    </Button>
  );
}

/** Opens the camera while the page is looked at: what is not seen needs no camera, and other programs may want it. */
function useCamera(
  video: RefObject<HTMLVideoElement | null>,
  camera_id: string | undefined,
  onCode: (code: string) => void,
) {
  const [opened, setOpened] = useState<{ readonly camera: Camera; readonly view: CameraView }>();
  const [trouble, setTrouble] = useState<CameraTrouble>();
  const visible = useVisible();
  const found = useEffectEvent(onCode);
  useEffect(() => {
    if (!visible || video.current === null) return undefined;
    const leaving = new AbortController();
    const { signal } = leaving;
    const open = async (shown: HTMLVideoElement): Promise<void> => {
      const onFound = (code: string): void => found(code);
      const camera = await Camera.open({ video: shown, camera_id, onCode: onFound, signal });
      const view = await camera.view();
      if (!signal.aborted) setOpened({ camera, view });
    };
    open(video.current).catch((error: unknown) => {
      if (!signal.aborted) setTrouble(error instanceof CameraFault ? error.trouble : 'none');
    });
    return () => {
      leaving.abort();
      setOpened(undefined);
    };
  }, [video, camera_id, visible]);
  return { camera: opened?.camera, view: opened?.view, trouble };
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState === 'visible');
  useEffect(() => {
    const changed = (): void => setVisible(document.visibilityState === 'visible');
    document.addEventListener('visibilitychange', changed);
    return () => document.removeEventListener('visibilitychange', changed);
  }, []);
  return visible;
}
