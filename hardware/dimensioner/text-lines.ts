import type { ItemReader } from '../supervisor/quiet-device.ts';
import { dimensionerFault, visibleText, type ParsedDimensions } from './dimensioner-protocol.ts';
import type { DimensionsReading } from '../../shared/devices/dimensions-frame.ts';

const LIMIT = 1_024;

/** Lines ended by LF or CR, each read as a whole; one that exceeds the limit is a fault and is thrown away up to its end. */
export function textLines(read: (line: string) => DimensionsReading | undefined): ItemReader<ParsedDimensions> {
  let line = '';
  let tooLong = false;
  const finish = (): ParsedDimensions[] => {
    const [text, cut] = [line.replace(/^\0+|\0+$/g, ''), tooLong];
    [line, tooLong] = ['', false];
    if (cut) return [{ reading: dimensionerFault('unreadable', 'line too long'), raw: visibleText(text) }];
    const reading = text.trim() === '' ? undefined : read(text);
    return reading === undefined ? [] : [{ reading, raw: visibleText(text) }];
  };
  return {
    push(bytes) {
      const items: ParsedDimensions[] = [];
      for (const char of Buffer.from(bytes).toString('latin1')) {
        if (char === '\n' || char === '\r') items.push(...finish());
        else if (line.length >= LIMIT) tooLong = true;
        else line += char;
      }
      return items;
    },
    end: finish,
  };
}
