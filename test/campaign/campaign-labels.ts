import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildLabelsStation } from './build-labels-station.ts';
import { campaignPrinters, runLabelsCampaign, type CampaignPrinter } from './run-labels-campaign.ts';

const usage = `usage: npm run campaign:labels -- [--labels N] [--seed N] [--printer P] [--faults SHARE] [--kills SHARE]

  --labels N      labels in all, shared among the printers        (default 10000)
  --seed N        the same faults again                           (default: from the clock, printed)
  --printer P     ${Object.keys(campaignPrinters).join(' | ')} | all          (default all)
  --faults SHARE  chance of a fault per label                     (default 0.15)
  --kills SHARE   chance per label that the station is killed     (default 0.02)
  --pace N        waits N times as long, on a machine at work with other things (default 1)
  --minutes N     weighs no new labels after N minutes, and judges what there is
One line of JSON per printer, then one with the sums. Exit code 0 when nothing was printed twice without a person's word, nothing lost in
silence and the order kept; else 1.
`;

const { values } = parseArgs({
  options: {
    labels: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    printer: { type: 'string', default: 'all' },
    faults: { type: 'string', default: '0.15' },
    kills: { type: 'string', default: '0.02' },
    minutes: { type: 'string', default: '600' },
    pace: { type: 'string', default: '1' },
    help: { type: 'boolean', default: false },
  },
});
const kinds = Object.keys(campaignPrinters) as CampaignPrinter[];
const chosen = values.printer === 'all' ? kinds : kinds.filter((kind) => kind === values.printer);
const number = (text: string, least: number, most: number): number => {
  const value = Number(text);
  if (!(value >= least && value <= most)) throw new Error(`${text}: expected ${least} to ${most}`);
  return value;
};

if (values.help || chosen.length === 0) {
  process.stdout.write(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const seed = number(values.seed, 0, 4_294_967_295);
  const labels = Math.ceil(number(values.labels, 1, 1_000_000) / chosen.length);
  const folder = mkdtempSync(join(tmpdir(), 'weighhouse-campaign-'));
  let bad = 0;
  const sums = {
    labels: 0,
    kills: 0,
    faults: 0,
    asked: 0,
    duplicates: 0,
    losses: 0,
    outOfOrder: 0,
    spoiled: 0,
    seconds: 0,
  };
  try {
    const station = await buildLabelsStation(folder);
    // Side by side: most of the time is waiting, for a printer that is off and for a person who looks.
    await Promise.all(
      chosen.map(async (printer, index) => {
        let shown = 0;
        const result = await runLabelsCampaign({
          printer,
          labels,
          seconds: 60 * number(values.minutes, 1, 6_000),
          seed: (seed + index) >>> 0,
          directory: join(folder, printer),
          ...station,
          faultShare: number(values.faults, 0, 1),
          killShare: number(values.kills, 0, 1),
          pace: number(values.pace, 1, 50),
          onProgress: (done) => {
            if (done - shown < 250) return;
            shown = done;
            process.stderr.write(`${printer} ${done}/${labels}\n`);
          },
        });
        process.stdout.write(`${JSON.stringify(result)}\n`);
        sums.labels += result.labels;
        sums.kills += result.kills;
        sums.faults += Object.values(result.faults).reduce((sum, times) => sum + times, 0);
        sums.asked += result.asked;
        sums.duplicates += result.duplicatesWithoutAWord;
        sums.losses += result.silentLosses;
        sums.outOfOrder += result.outOfOrder;
        sums.spoiled += result.spoiled;
        sums.seconds = Math.max(sums.seconds, result.seconds);
        bad += result.problems.length;
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${JSON.stringify({ seed, ok: bad === 0, ...sums })}\n`);
  process.exitCode = bad === 0 ? 0 : 1;
}
