import { openReader, type ReadCode } from './reader.ts';
import { Repeats } from './repeats.ts';

/** What keeps a camera from showing anything: not allowed, none there, held by another program, no reader for its pictures. */
export type CameraTrouble = 'refused' | 'none' | 'taken' | 'noReader';

export interface CameraChoice {
  readonly id: string;
  readonly label: string;
}

/** an open camera */
export interface CameraView {
  readonly cameras: readonly CameraChoice[];
  readonly camera_id: string | undefined;
  readonly has_torch: boolean;
}

interface Wish {
  readonly video: HTMLVideoElement;
  readonly camera_id: string | undefined;
  readonly onCode: (code: string) => void;
  /** nobody waits for it any more */
  readonly signal: AbortSignal;
}

/** between two looks: what the phone does besides, and its battery, need their share */
const look_every_ms = 100;

/** One camera, shown in a video and read until it is closed. */
export class Camera {
  readonly #stream: MediaStream;
  readonly #wish: Wish;
  readonly #read: ReadCode;
  readonly #repeats = new Repeats();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #paused = false;
  #closed = false;
  #awake: WakeLockSentinel | undefined;

  private constructor(stream: MediaStream, read: ReadCode, wish: Wish) {
    this.#stream = stream;
    this.#read = read;
    this.#wish = wish;
  }

  /** Throws a `CameraFault`, or the signal's reason. */
  static async open(wish: Wish): Promise<Camera> {
    const [stream, reader] = await Promise.allSettled([streamOf(wish.camera_id), openReader()]);
    if (stream.status === 'rejected') throw new CameraFault(troubleOf(stream.reason));
    if (reader.status === 'rejected' || wish.signal.aborted) {
      stop(stream.value);
      wish.signal.throwIfAborted();
      throw new CameraFault('noReader');
    }
    const camera = new Camera(stream.value, reader.value, wish);
    wish.signal.addEventListener('abort', () => camera.#close());
    wish.video.srcObject = stream.value;
    // a page that is left at once plays nothing any more
    await wish.video.play().catch(() => undefined);
    await camera.#stayAwake();
    camera.#wait();
    return camera;
  }

  async view(): Promise<CameraView> {
    const devices = await navigator.mediaDevices.enumerateDevices();
    const cameras = devices.filter(({ kind }) => kind === 'videoinput');
    return {
      cameras: cameras.map(({ deviceId, label }) => ({ id: deviceId, label })),
      camera_id: this.#track?.getSettings().deviceId,
      has_torch: this.#hasTorch(),
    };
  }

  get #track(): MediaStreamTrack | undefined {
    return this.#stream.getVideoTracks()[0];
  }

  #hasTorch(): boolean {
    const able = this.#track?.getCapabilities?.() as { readonly torch?: boolean } | undefined;
    return able?.torch === true;
  }

  /** https://w3c.github.io/mediacapture-image/#torch */
  async light(on: boolean): Promise<void> {
    const wanted = { advanced: [{ torch: on }] } as unknown as MediaTrackConstraints;
    await this.#track?.applyConstraints(wanted);
  }

  pause(paused: boolean): void {
    if (this.#paused && !paused) this.#repeats.resume(performance.now());
    this.#paused = paused;
  }

  #close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    stop(this.#stream);
    void this.#awake?.release();
  }

  #wait(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => void this.#look().finally(() => this.#wait()), look_every_ms);
  }

  async #look(): Promise<void> {
    const { video, onCode } = this.#wish;
    if (this.#paused || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
    // a picture that cannot be read is followed by the next one
    const code = (await this.#read(video).catch(() => undefined))?.trim();
    if (code === undefined || code === '' || this.#paused || this.#closed) return;
    if (this.#repeats.isNew(code, performance.now())) onCode(code);
  }

  /** A phone that goes dark between two visitors costs each of them a tap. */
  async #stayAwake(): Promise<void> {
    if (!('wakeLock' in navigator)) return;
    this.#awake = await navigator.wakeLock.request('screen').catch(() => undefined);
  }
}

export class CameraFault extends Error {
  readonly trouble: CameraTrouble;
  constructor(trouble: CameraTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** The camera that is asked for; the one at the back where none is, or where it is gone. */
async function streamOf(camera_id: string | undefined): Promise<MediaStream> {
  const size = { width: { ideal: 1_280 }, height: { ideal: 720 } };
  const open = (which: MediaTrackConstraints) =>
    navigator.mediaDevices.getUserMedia({ audio: false, video: { ...size, ...which } });
  const back = { facingMode: { ideal: 'environment' } };
  if (camera_id === undefined) return open(back);
  return open({ deviceId: { exact: camera_id } }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'OverconstrainedError') return open(back);
    throw error;
  });
}

/** https://w3c.github.io/mediacapture-main/#dom-mediadevices-getusermedia */
function troubleOf(error: unknown): CameraTrouble {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused';
  return name === 'NotReadableError' || name === 'AbortError' ? 'taken' : 'none';
}
