import { findLabelTemplate } from '../../shared/labels/templates/all-templates.ts';
import { Floor } from '../support/floor.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Figure } from './figures.ts';

/**
 * The first label after a start: the station comes up `rounds` times, and as soon as its page is there a parcel label is asked for, by the
 * command that every label goes through (journal, ledger, compiler, printer). From the request to the label's first byte at the printer.
 */
export async function measureFirstLabel(rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [answers, name] of [
    [true, 'a printer that answers'],
    [false, 'a printer that says nothing'],
  ] as const) {
    const floor = await Floor.open({ cloud: false });
    floor.printer.answers = answers;
    floor.settings();
    const samples: number[] = [];
    try {
      for (let round = 0; round < rounds; round += 1) {
        await floor.start({ until: 'screen' });
        const before = floor.printer.firstByteAtMs.length;
        const askedAtMs = await requestLabel(floor, round);
        await waitUntil('the first byte of the label', () => floor.printer.firstByteAtMs.length > before);
        samples.push((floor.printer.firstByteAtMs[before] ?? Number.NaN) - askedAtMs);
        await waitUntil('the whole label', () => floor.printer.labels.length === round + 1);
        await floor.stopStation();
      }
    } finally {
      await floor.close();
    }
    figures.push({
      name: `first label after launch → first byte, ${name}`,
      unit: 'ms',
      samples,
      target: { percentile: 95, atMost: 300 },
    });
  }
  return figures;
}

/** Wall clock in ms of the moment the page asks. */
function requestLabel(floor: Floor, round: number): Promise<number> {
  const template = findLabelTemplate('parcel-100x150');
  if (template === undefined) throw new Error('no template');
  const waybill = `YT66${String(round).padStart(8, '0')}`;
  const input = { label: { template: template.name, data: { ...template.sample, waybill } }, subject: waybill };
  return floor.station.page.evaluate(async (request) => {
    const { weighhouse } = window as unknown as {
      weighhouse: { invoke(name: string, input: unknown): Promise<{ ok: boolean }> };
    };
    const askedAtMs = performance.timeOrigin + performance.now();
    const answer = await weighhouse.invoke('labels.print', request);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return askedAtMs;
  }, input);
}
