/** How a maker lays out its report. */
export type HidPosVariant = 'standard' | 'shifted' | 'bare';

const REPORT_LENGTH = 64;
const room: Readonly<Record<HidPosVariant, number>> = { standard: 56, shifted: 55, bare: 60 };

/** The input reports with which a HID-POS scanner tells one bar code, real bytes. codeId: Honeywell's letter, 0 for none. */
export function hidPosReports(
  text: string,
  aim: string,
  variant: HidPosVariant = 'standard',
  codeId = 0,
): Uint8Array[] {
  const bytes = Buffer.from(text, 'latin1');
  const each = room[variant];
  const count = Math.max(1, Math.ceil(bytes.length / each));
  return Array.from({ length: count }, (_, part) => {
    const data = bytes.subarray(part * each, (part + 1) * each);
    const report = new Uint8Array(REPORT_LENGTH);
    report[0] = variant === 'bare' ? 1 : 2;
    report[1] = data.length;
    const dataAt = { standard: 5, shifted: 6, bare: 2 }[variant];
    if (variant !== 'bare') report.set(Buffer.from(aim, 'latin1'), dataAt - 3);
    report.set(data, dataAt);
    if (variant === 'standard') report[61] = codeId;
    report[63] = part < count - 1 ? 1 : 0;
    return report;
  });
}
