import { letterOrder } from '../../shared/consolidation/floor-fold.ts';
import { CHOICES_ON_SHEET, linesOnSheet } from '../../shared/labels/templates/choices-100x150.ts';
import { standTagName } from '../../shared/labels/templates/stand-tag-100x150.ts';
import type { FlowParts } from './flow.ts';

type Printer = Pick<FlowParts, 'bridge' | 'reference' | 'station'>;

/**
 * What hangs on the wall beside the gun, in both languages: commands, lines of this house, classes of cargo. Labels like every other, in
 * the ledger.
 */
export function printSheets({ bridge, reference, station: of }: Printer): void {
  const station = of().settings.station.name;
  const { lines } = reference;
  const sheets = Array.from({ length: Math.ceil(lines.length / CHOICES_ON_SHEET) }, (_, sheet) =>
    lines.slice(sheet * CHOICES_ON_SHEET, (sheet + 1) * CHOICES_ON_SHEET),
  );
  for (const [template, data] of [
    ['commands-100x150', {}],
    ...sheets.map((some) => ['lines-100x150', linesOnSheet(some)] as const),
    ['cargo-100x150', {}],
  ] as const)
    void bridge.invoke('labels.print', { label: { template, data: { station, ...data } }, subject: 'commands' });
}

/** The tag of one stand, to hang where it is torn or missing. */
export function printStandTag({ bridge }: Printer, letter: string): void {
  const code = `BAG:${letter}`;
  const label = { template: standTagName(letterOrder(letter)), data: { letter, code } };
  void bridge.invoke('labels.print', { label, subject: code });
}
