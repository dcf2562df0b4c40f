import { failure, type Result } from '../../shared/errors/catalog.ts';
import { MAX_PHOTO_BYTES, MAX_PHOTO_SIDE_PX, type StoredPhoto } from '../../shared/stock/photo.ts';
import type { BridgeClient } from '../bridge/bridge-client.ts';

export interface Camera {
  /** A camera is plugged in; false also while nobody knows yet. */
  readonly present: () => boolean;
  /** One still, kept on this machine under its hash when it answers. Errors: CAMERA_ABSENT, PHOTO_FAILED. */
  readonly take: () => Promise<Result<StoredPhoto>>;
}

/** Opening a camera takes up to a second: between two parcels it stays open, and its light goes out after this. */
const CLOSE_AFTER_MS = 20_000;
/** A camera that gives no picture within this gives none. */
const FRAME_LIMIT_MS = 5_000;
const QUALITIES = [0.82, 0.6, 0.4] as const;

/** The bench's camera through the browser's own interface. Nothing is opened before the first picture is asked for. */
export function createCamera(bridge: Pick<BridgeClient, 'invoke'>): Camera {
  const { mediaDevices } = navigator;
  let present = false;
  let open: { readonly stream: MediaStream; readonly video: HTMLVideoElement } | undefined;
  let closing: ReturnType<typeof setTimeout> | undefined;
  let taking: Promise<Result<StoredPhoto>> | undefined;

  const look = (): void =>
    void mediaDevices
      .enumerateDevices()
      .then((devices) => (present = devices.some(({ kind }) => kind === 'videoinput')))
      .catch(() => (present = false));
  look();
  mediaDevices.addEventListener('devicechange', look);

  const close = (): void => {
    for (const track of open?.stream.getTracks() ?? []) track.stop();
    open = undefined;
  };

  async function opened(): Promise<HTMLVideoElement> {
    if (open !== undefined && open.stream.getVideoTracks().some(({ readyState }) => readyState === 'live'))
      return open.video;
    close();
    const stream = await mediaDevices.getUserMedia({
      audio: false,
      video: { width: { ideal: MAX_PHOTO_SIDE_PX }, height: { ideal: 1_200 } },
    });
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = stream;
    open = { stream, video };
    await video.play();
    return video;
  }

  async function capture(): Promise<Result<StoredPhoto>> {
    clearTimeout(closing);
    try {
      const video = await within(FRAME_LIMIT_MS, opened().then(nextFrame));
      const jpeg = await still(video);
      return jpeg === undefined
        ? failure('PHOTO_FAILED', 'the picture is larger than allowed')
        : await bridge.invoke('photos.keep', { jpeg });
    } catch (error) {
      close();
      const name = error instanceof Error ? error.name : '';
      return failure(
        name === 'NotFoundError' || name === 'NotAllowedError' ? 'CAMERA_ABSENT' : 'PHOTO_FAILED',
        String(error),
      );
    } finally {
      closing = setTimeout(close, CLOSE_AFTER_MS);
    }
  }

  return {
    present: () => present,
    // Two presses are one picture.
    take: () => (taking ??= capture().finally(() => (taking = undefined))),
  };
}

function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no picture within ${limitMs} ms`)), limitMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** The next picture the camera gives: the one before may be of the former parcel. */
const nextFrame = (video: HTMLVideoElement): Promise<HTMLVideoElement> =>
  new Promise((resolve) => void video.requestVideoFrameCallback(() => resolve(video)));

async function still(video: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { videoWidth, videoHeight } = video;
  const scale = Math.min(1, MAX_PHOTO_SIDE_PX / Math.max(videoWidth, videoHeight, 1));
  const canvas = new OffscreenCanvas(Math.round(videoWidth * scale), Math.round(videoHeight * scale));
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= MAX_PHOTO_BYTES) return new Uint8Array(await blob.arrayBuffer());
  }
  return undefined;
}
