import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printLimits } from '../../hardware/printer/transports/print-channel.ts';
import { SimulatedPrinter } from '../../hardware/simulators/printer/simulated-printer.ts';
import { buildLabelsStation } from '../campaign/build-labels-station.ts';
import { waitUntil } from '../support/wait-until.ts';
import type { Row } from './figures.ts';

/** A label of 6 inches and its gap under a head of 14 inches a second. */
const LABEL_MS = 430;
/** The first ones go alone: nobody knows what an earlier run has left in the printer. */
const LEAD_IN = 3;

/**
 * Labels that are all waiting, through the real journal, ledger, compiler and printer line to a head that takes its time for each: what
 * share of what the head could print comes out. Where the printer counts its labels or says how many it holds (ZPL) the next one is sent
 * while one prints; where it only says that it prints (TSPL) the next one is sent when it is idle.
 */
export async function measureHead(labels: number): Promise<Row[]> {
  const rows: Row[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'weighhouse-head-'));
  try {
    const { stationFile, fontsDirectory } = await buildLabelsStation(folder);
    for (const [language, counts, name] of [
      ['zpl', true, 'a printer that counts'],
      ['zpl', false, 'a printer that says how many labels it holds'],
      ['tspl', false, 'a printer that only says that it prints'],
    ] as const) {
      const printer = new SimulatedPrinter({ language, answers: true, counts, labelMs: LABEL_MS });
      await printer.switchOn();
      const station = fork(
        stationFile,
        [
          JSON.stringify({
            directory: join(folder, name.replaceAll(' ', '-')),
            transport: { type: 'tcp', host: '127.0.0.1', port: printer.port },
            language,
            limits: printLimits,
            fontsDirectory,
          }),
        ],
        { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
      );
      try {
        await new Promise<void>((resolve) =>
          station.on('message', (message) => typeof message === 'object' && 'up' in (message ?? {}) && resolve()),
        );
        for (let index = 0; index < labels; index += 1)
          station.send({ act: 'weigh', waybill: `YT${1_000_000 + index}` });
        await waitUntil('all labels', () => printer.paper.length === labels, labels * LABEL_MS * 4);
      } finally {
        station.kill('SIGKILL');
        await printer.switchOff();
      }
      const times = printer.paper.slice(LEAD_IN).map(({ atMs }) => atMs);
      const took = (times.at(-1) ?? 0) - (times[0] ?? 0);
      rows.push({
        name: `share of a 14 ips head in use, ${name}, ${labels} labels`,
        value: ((times.length - 1) * LABEL_MS * 100) / took,
        unit: '%',
        target: '≥ 95',
      });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}
