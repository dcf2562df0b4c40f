import { Control } from './control.ts';
import type { Check } from './check.ts';
import { hidScaleCheck, hidScannerCheck } from './hid-checks.ts';
import { usbPrinterCheck } from './printer-check.ts';
import { acmDevice, ftdiDevice, identityCheck, plugCampaign, staleWriteCheck } from './serial-checks.ts';
import { rawLibraryFigure } from './raw-library.ts';

const [mode = 'slice', countText = '24'] = process.argv.slice(2);
const count = Number(countText);
const control = new Control();

const acmCount = Math.ceil(count / 2);
const checks: readonly Check[] = [
  {
    name: `ACM adapter, ${acmCount} plug cycles in every phase`,
    run: (context) => plugCampaign(context, async () => acmDevice(0, 'CYCLE'), acmCount),
  },
  {
    name: `FTDI adapter, ${count - acmCount} plug cycles in every phase`,
    run: (context) =>
      plugCampaign(
        context,
        async () => (await context.control.ask({ far: 'add', n: 0 }), ftdiDevice(context, 0)),
        count - acmCount,
      ),
  },
  { name: 'the scale is found by its serial number, not by its place', run: identityCheck },
  { name: 'a HID scale on hidraw', run: () => hidScaleCheck(mode === 'slice' ? 4 : 30) },
  { name: 'a HID-POS scanner on hidraw', run: hidScannerCheck },
  { name: 'a USB printer', run: usbPrinterCheck },
  { name: 'a command for an absent scale never comes out later', run: staleWriteCheck },
];

control.say({ event: 'start', checks: checks.length, mode });
for (const check of checks) {
  const { name } = check;
  const start = performance.now();
  const report = (ok: boolean, detail: string): void =>
    control.say({ event: 'check', name, ok, detail, ms: Math.round(performance.now() - start) });
  try {
    report(true, await check.run({ control }));
  } catch (error) {
    report(false, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}
control.say({
  event: 'figure',
  text: `serialport alone: ${await rawLibraryFigure(mode === 'slice' ? 3 : 10).catch(String)}`,
});
control.say({ event: 'end' });
// node-hid must not be closed while the process ends: it is simply ended.
setTimeout(() => process.exit(0), 200);
