import type { ManifestFacts, Transport } from '../../../shared/consolidation/manifest-bench-state.ts';
import { findManifestFacts } from '../../../shared/consolidation/fold-lookups.ts';
import { handoverPaper, manifestPaper, type ManifestParcel } from '../../../shared/consolidation/manifest-papers.ts';
import type { ErrorCode } from '../../../shared/errors/catalog.ts';
import { massToMilligrams } from '../../../shared/measure/mass.ts';
import { massSchema } from '../../../shared/measure/quantity.ts';
import type { FlowParts } from '../../app/flow.ts';
import { timeText } from '../../text/time-text.ts';

export type PapersMade =
  | { readonly ok: true; readonly manifest: string; readonly paths: readonly string[] }
  | { readonly ok: false; readonly manifest: string; readonly code: ErrorCode };

/** Manifest and handover sheet of what is loaded now, as PDF on this disk. */
export async function makePapers(parts: FlowParts, manifest: string, transport: Transport): Promise<PapersMade> {
  const facts = findManifestFacts(parts.bags.fold, manifest);
  if (facts === undefined) return { ok: false, manifest, code: 'MANIFEST_NOT_OPEN' };
  const head = {
    transport,
    from: parts.station().settings.bagging.from,
    printed: `${timeText(parts.wallMs())} ${parts.operator().name}`,
  };
  const papers = [
    { paper: 'handover-a4', name: `${manifest}-HANDOVER`, data: handoverPaper(facts, head) },
    {
      paper: 'manifest-a4',
      name: `${manifest}-MANIFEST`,
      data: manifestPaper(facts, await parcelsOf(parts, facts), head),
    },
  ] as const;
  // What the driver drew stands on both; on paper people sign themselves.
  const signature = parts.bags.fold.manifests.get(manifest)?.handedOver?.signature;
  const ink = signature?.way === 'screen' ? { ink: signature.strokes } : {};
  const paths: string[] = [];
  for (const { paper, name, data } of papers) {
    const made = await parts.bridge.invoke('papers.make', {
      ...{ paper, name },
      data: { fields: { ...data.fields }, rows: data.rows.map((row) => ({ ...row })), ...ink },
    });
    if (!made.ok) return { ok: false, manifest, code: made.error.code };
    paths.push(made.value.path);
  }
  return { ok: true, manifest, paths };
}

/** In the order of the bags, then of the scans. */
async function parcelsOf(
  { bags, operations, reference }: FlowParts,
  manifest: ManifestFacts,
): Promise<ManifestParcel[]> {
  const billed = new Map((await operations.parcels()).map((row) => [row.waybill, row]));
  return manifest.bags.flatMap(({ bag }) =>
    [...(bags.fold.bags.get(bag)?.parcels ?? [])].map((waybill): ManifestParcel => {
      const row = billed.get(waybill);
      const mass = massSchema.safeParse({ value: row?.chargeableValue, unit: row?.chargeableUnit });
      const { receiver = '', destination = '' } = reference.findPreAlert(waybill) ?? {};
      return {
        ...{ waybill, bag, receiver: [receiver, destination].filter((word) => word !== '').join(', ') },
        grossMilligrams: bags.fold.parcels.get(waybill)?.milligrams ?? 0,
        chargeableMilligrams: mass.success ? massToMilligrams(mass.data) : undefined,
      };
    }),
  );
}
