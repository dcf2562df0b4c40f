import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildLabelsStation } from '../campaign/build-labels-station.ts';
import { cupsAvailable } from '../support/cups-server.ts';
import { campaignPrinters, runLabelsCampaign, type CampaignPrinter } from '../campaign/run-labels-campaign.ts';

/** A slice of `npm run campaign:labels`: forty labels for each kind of printer, with a fault at every third and a few kills. */
let folder = '';
let station: Awaited<ReturnType<typeof buildLabelsStation>>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'weighhouse-campaign-'));
  station = await buildLabelsStation(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const withoutCups = !cupsAvailable();

describe('labels through a printer that breaks and a station that is killed', () => {
  it.each((Object.keys(campaignPrinters) as CampaignPrinter[]).filter((printer) => printer !== 'cups' || !withoutCups))(
    '%s: none twice without a word, none lost, in order',
    async (printer) => {
      const result = await runLabelsCampaign({
        printer,
        labels: 40,
        seed: 2_611,
        directory: join(folder, printer),
        ...station,
        faultShare: 0.33,
        killShare: 0.05,
      });
      expect(result).toMatchObject({
        labels: 40,
        duplicatesWithoutAWord: 0,
        silentLosses: 0,
        outOfOrder: 0,
        problems: [],
      });
      expect(Object.keys(result.faults).length).toBeGreaterThan(1);
    },
    120_000,
  );
});
