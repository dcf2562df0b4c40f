import { scaleFrameSchema, type ScaleFrame } from '../../shared/devices/scale-reading.ts';
import { SCALE_PORT_MESSAGE } from '../../shared/ipc/contract.ts';

/** Frames of the live scale, straight from the device host. A newer port replaces the former one. */
export function receiveScaleStream(window: Window, onFrame: (frame: ScaleFrame) => void): () => void {
  let port: MessagePort | undefined;
  const onMessage = (event: MessageEvent): void => {
    if (event.source !== window || event.data !== SCALE_PORT_MESSAGE) return;
    const [next] = event.ports;
    if (next === undefined) return;
    port?.close();
    port = next;
    port.onmessage = ({ data }: MessageEvent) => {
      const frame = scaleFrameSchema.safeParse(data);
      if (frame.success) onFrame(frame.data);
    };
  };
  window.addEventListener('message', onMessage);
  return () => {
    window.removeEventListener('message', onMessage);
    port?.close();
  };
}
