import { z } from 'zod';
import { dimensionsFrameSchema, type DimensionsFrame } from '../../shared/devices/dimensions-frame.ts';
import { scaleFrameSchema, type ScaleFrame } from '../../shared/devices/scale-reading.ts';
import { scanSchema, type Scan } from '../../shared/devices/scan.ts';
import { SCALE_PORT_MESSAGE } from '../../shared/ipc/contract.ts';

export interface DeviceStreamHandlers {
  readonly onFrame: (frame: ScaleFrame) => void;
  readonly onScan: (scan: Scan) => void;
  readonly onDimensions: (frame: DimensionsFrame) => void;
}

const messageSchema = z.union([
  scaleFrameSchema,
  z.strictObject({ scan: scanSchema }),
  z.strictObject({ dimensions: dimensionsFrameSchema }),
]);

/** Live weights, scans and sizes, straight from the device host. A newer port replaces the former one. */
export function receiveDeviceStream(window: Window, handlers: DeviceStreamHandlers): () => void {
  let port: MessagePort | undefined;
  const onMessage = (event: MessageEvent): void => {
    if (event.source !== window || event.data !== SCALE_PORT_MESSAGE) return;
    const [next] = event.ports;
    if (next === undefined) return;
    port?.close();
    port = next;
    port.onmessage = ({ data }: MessageEvent) => {
      const message = messageSchema.safeParse(data);
      if (!message.success) return;
      if ('scan' in message.data) handlers.onScan(message.data.scan);
      else if ('dimensions' in message.data) handlers.onDimensions(message.data.dimensions);
      else handlers.onFrame(message.data);
    };
  };
  window.addEventListener('message', onMessage);
  return () => {
    window.removeEventListener('message', onMessage);
    port?.close();
  };
}
