import type { ScaleFrame } from '../devices/scale-reading.ts';
import type { Dimensions, Mass } from '../measure/quantity.ts';
import type { OperationPayload, ParcelWeighed } from './operations.ts';
import type { ParcelToCheck } from './parcel-to-check.ts';
import { parcelLabel } from './parcel-label.ts';
import { onLine } from './rate-parcel.ts';
import { evidenceOf } from './steady-run.ts';
import { notRated, objection, stopFor } from './weigh-bench-admit.ts';
import type { BenchContext, BenchEvent, BenchMemory, BenchStep } from './weigh-bench-events.ts';
import type { BookedParcel, OpenParcel, PieceCount } from './weigh-bench-state.ts';
import { askUnknown, cue, refuse } from './weigh-bench-steps.ts';

/** The weight stands still: everything that speaks against it is said now, or it is booked. */
export function book(
  memory: BenchMemory,
  gross: Mass,
  milligrams: number,
  frame: ScaleFrame,
  context: BenchContext,
): BenchStep {
  const { bench, run } = memory;
  const parcel = bench.parcel;
  if (parcel?.line === undefined || run === undefined) return { memory, effects: [] };
  const { line, dimensions } = parcel;
  if (milligrams < context.minimumMg)
    return refuse(memory, { code: 'WEIGHT_TOO_SMALL', subject: parcel.waybill, answers: [] }, 'check');
  if (dimensions === undefined && context.measuresSizes === true) return { memory, effects: [] };
  if (dimensions === undefined)
    return refuse(
      memory,
      {
        code: 'DIMENSIONS_MISSING',
        subject: parcel.waybill,
        answers: bench.last === undefined ? [] : ['last-size'],
      },
      'check',
    );
  const evidence: ParcelWeighed['evidence'] = {
    ...evidenceOf(
      { run, stableFrames: bench.stableFrames },
      frame,
      // A person's word that the plate was empty is in `answered`; the scale did not see it.
      bench.zeroSeen && parcel.answered?.some(({ code }) => code === 'SCALE_NOT_AT_ZERO') !== true,
    ),
    scaleName: context.scaleName,
    simulated: context.scaleSimulated,
  };
  return bookWith(
    memory,
    { ...parcel, line, dimensions },
    { gross, grossMilligrams: milligrams, evidence, wallMs: frame.wallMs },
    context,
  );
}

/** Books a parcel with a weight and its evidence. Errors of the rating and everything that the rules object to stop it. */
export function bookWith(
  memory: BenchMemory,
  parcel: OpenParcel & { readonly line: string; readonly dimensions: Dimensions },
  weight: Pick<ParcelWeighed, 'gross' | 'grossMilligrams' | 'evidence'> & { readonly wallMs: number },
  context: BenchContext,
): BenchStep {
  const { line, dimensions } = parcel;
  const { gross, grossMilligrams, evidence } = weight;
  const opened: BenchMemory = { ...memory, bench: { ...memory.bench, parcel } };
  const against = objection(parcel, { gross }, context);
  if (against !== undefined) return stopFor(opened, against);
  const ofLine = context.lines.find((known) => known.code === line);
  const { waybill, cargoClass, country, packaging, dutyMode, declared } = parcel;
  const toRate = onLine(
    { waybill, line, cargoClass, country, packaging, dutyMode, declared, gross, dimensions },
    ofLine,
  );
  const rated = context.rate(toRate);
  if (!rated.ok) return stopFor(opened, notRated(parcel.waybill, rated.error, context));
  const together = rateTogether(parcel, toRate, context);
  const { answered, consignment } = parcel;
  const payload: OperationPayload<'parcelWeighed'> = {
    waybill: parcel.waybill,
    announced: parcel.announced,
    line,
    cargoClass: parcel.cargoClass,
    gross,
    grossMilligrams,
    dimensions,
    dimensionsFrom: parcel.dimensionsFrom ?? 'keypad',
    ...(parcel.dimensionsEvidence === undefined ? {} : { dimensionsEvidence: parcel.dimensionsEvidence }),
    chargeable: rated.value,
    evidence,
    label: parcelLabel(parcel, gross, rated.value, {
      line: ofLine,
      language: context.language,
      station: context.station,
      operator: context.operator,
      time: context.timeText(weight.wallMs),
    }),
    practice: context.practice,
    ...(parcel.supersedes === undefined ? {} : { supersedes: parcel.supersedes }),
    ...(parcel.supersedesEpoch === undefined ? {} : { supersedesEpoch: parcel.supersedesEpoch }),
    ...(answered === undefined || answered.length === 0 ? {} : { answered: [...answered] }),
    ...(consignment === undefined ? {} : { consignment }),
    ...(together === undefined ? {} : { together }),
    ratedWith: {
      ...(toRate.country === undefined ? {} : { country: toRate.country }),
      ...(toRate.packaging === undefined ? {} : { packaging: toRate.packaging }),
      ...(declared === undefined ? {} : { declared }),
    },
    ...(parcel.kept === undefined ? {} : { corrected: true as const }),
  };
  return {
    memory: { ...opened, bench: { ...opened.bench, phase: 'booking', refusal: undefined } },
    effects: [{ type: 'append', operation: 'parcelWeighed', entity: `parcel:${parcel.waybill}`, payload }],
  };
}

/** The pieces of its consignment that are weighed, with this one, as one ticket; undefined where the line bills each alone. */
function rateTogether(
  { consignment }: OpenParcel,
  parcel: ParcelToCheck,
  { rules }: BenchContext,
): ParcelWeighed['together'] {
  if (consignment === undefined) return undefined;
  const others = rules
    .findPieces(consignment.id)
    .weighed.flatMap(({ piece, parcel: other }) =>
      piece === consignment.piece || other?.line !== parcel.line || other?.dimensions === undefined
        ? []
        : [{ piece, other }],
    );
  if (others.length === 0) return undefined;
  const rated = rules.rateTogether([parcel, ...others.map(({ other }) => other)]);
  return rated?.ok === true
    ? {
        pieces: [consignment.piece, ...others.map(({ piece }) => piece)].sort((a, b) => a - b),
        chargeable: rated.value,
      }
    : undefined;
}

export function onBooked(
  memory: BenchMemory,
  event: Extract<BenchEvent, { type: 'booked' }>,
  context: BenchContext,
): BenchStep {
  const { payload, seq, job, wallMs } = event;
  const last: BookedParcel = {
    waybill: payload.waybill,
    seq,
    job,
    gross: payload.gross,
    dimensions: payload.dimensions,
    chargeable: payload.chargeable,
    label: 'queued',
    inCloud: false,
    voided: false,
    wallMs,
    record: payload,
    scanBack: context.rules.wantsScanBack(payload.line),
    pieces: piecesAfter(payload, context),
  };
  const { bench } = memory;
  const step = askUnknown({
    memory: {
      ...memory,
      run: undefined,
      // The scan that opened this parcel is used up: the same code again, however soon, is its label scanned back.
      lastScan: undefined,
      bench: {
        ...bench,
        phase: 'booked',
        parcel: undefined,
        refusal: undefined,
        keypad: undefined,
        last,
        zeroSeen: false,
      },
    },
    effects: [cue('ok')],
  });
  return context.rules.photo === 'each' && payload.corrected !== true
    ? { memory: step.memory, effects: [...step.effects, { type: 'take-photo', waybill: payload.waybill }] }
    : step;
}

/** Pieces of the consignment with the one just booked, and which are missing. */
function piecesAfter(
  { consignment, grossMilligrams, together }: ParcelWeighed,
  { rules }: BenchContext,
): PieceCount | undefined {
  if (consignment === undefined) return undefined;
  const { weighed, waybills } = rules.findPieces(consignment.id);
  const others = weighed.filter(({ piece }) => piece !== consignment.piece);
  const there = new Set([consignment.piece, ...others.map(({ piece }) => piece)]);
  const missing = Array.from({ length: consignment.of }, (_, i) => i + 1).filter((piece) => !there.has(piece));
  return {
    ...consignment,
    weighed: there.size,
    sumMilligrams: others.reduce((sum, { milligrams }) => sum + milligrams, grossMilligrams),
    missing: missing.map((piece) => ({ piece, waybill: waybills.get(piece) })),
    together: together?.chargeable,
  };
}
