import { MAX_SCAN_LENGTH } from '../../shared/devices/scan.ts';
import type { ItemReader } from '../supervisor/quiet-device.ts';
import { scannedItem, type ScannedItem } from './scanned-item.ts';

const [STX, ETX, LF, CR] = [0x02, 0x03, 0x0a, 0x0d];
/** Bytes of one scan: text, identifier, marks. */
const LIMIT = MAX_SCAN_LENGTH + 16;

/**
 * Scanners on a serial line (USB-COM, RS-232): a scan ends with CR, LF, CR LF, ETX or, on guns without an end mark, with silence. What exceeds
 * the limit is thrown away up to the next end mark: half a bar code is another bar code.
 */
export function scanLineReader(): ItemReader<ScannedItem> {
  let line: number[] = [];
  let tooLong = false;
  const finish = (): readonly ScannedItem[] => {
    const bytes = Uint8Array.from(line);
    const whole = !tooLong;
    line = [];
    tooLong = false;
    const item = whole ? scannedItem(bytes, bytes) : undefined;
    return item === undefined ? [] : [item];
  };
  return {
    push(bytes) {
      const items: ScannedItem[] = [];
      for (const byte of bytes) {
        if (byte === CR || byte === LF || byte === ETX) items.push(...finish());
        else if (byte === STX) line = [];
        else if (line.length >= LIMIT) tooLong = true;
        else line.push(byte);
      }
      return items;
    },
    end: finish,
  };
}
