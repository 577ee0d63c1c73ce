import { isWished } from './kept-wish.ts';
import type { Verdict } from './verdict.ts';

/** Told apart with the eyes shut: one high tone, two middle ones, one long low one. */
const sounds: Readonly<
  Record<Verdict['mood'], readonly (readonly [hertz: number, at_s: number, for_s: number])[]>
> = {
  good: [[1_046, 0, 0.12]],
  look: [
    [587, 0, 0.12],
    [587, 0.2, 0.12],
  ],
  bad: [[196, 0, 0.5]],
};

const vibrations: Readonly<Record<Verdict['mood'], readonly number[]>> = {
  good: [80],
  look: [80, 80, 80],
  bad: [400],
};

let context: AudioContext | undefined;

/**
 * Some phones sound only what a touch began, and a ticket before the camera is no touch: the first touch of the page begins it.
 */
export function allowSound(): () => void {
  const begin = (): void => {
    context ??= new AudioContext();
    if (context.state === 'suspended') void context.resume();
  };
  const touches = ['pointerup', 'keydown'] as const;
  for (const touch of touches) addEventListener(touch, begin, { once: true });
  return () => touches.forEach((touch) => removeEventListener(touch, begin));
}

/** A phone that has neither sound nor motor, was told to be quiet, or does not allow it yet, shows the verdict alone. */
export function signal(mood: Verdict['mood']): void {
  if ('vibrate' in navigator && !isWished('still')) navigator.vibrate([...vibrations[mood]]);
  if (!isWished('silent')) sound(mood);
}

function sound(mood: Verdict['mood']): void {
  context ??= new AudioContext();
  // before the page was touched no sound is allowed
  if (context.state === 'suspended') void context.resume();
  const { currentTime, destination } = context;
  for (const [hertz, at_s, for_s] of sounds[mood]) {
    const tone = new OscillatorNode(context, { frequency: hertz, type: mood === 'bad' ? 'square' : 'sine' });
    tone.connect(new GainNode(context, { gain: 0.3 })).connect(destination);
    tone.start(currentTime + at_s);
    tone.stop(currentTime + at_s + for_s);
  }
}
