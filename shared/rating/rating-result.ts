import { exactText } from '../measure/exact-text.ts';
import { subtract, type Rational } from '../measure/rational.ts';
import type { Basis } from './choose-weight.ts';
import type { Evaluation } from './evaluate-ticket.ts';
import { explainEvaluation, type Reason } from './explain-evaluation.ts';
import { actualUnitOf } from './rule.ts';
import type { TrailStep } from './trail.ts';

/** A weight as decimal text in the rule's unit, with the fraction where the decimals would not end. */
export interface Weight {
  readonly value: string;
  readonly exact?: string;
  readonly unit: string;
}

export interface RaisedFlag {
  readonly id: string;
  readonly severity: 'block' | 'surcharge' | 'warn';
  readonly piece?: number;
  readonly minimumBillable?: string;
  readonly zh?: string;
  readonly en?: string;
}

/** The whole answer to one question, as text. */
export interface RatingResult {
  readonly ruleId: string;
  readonly ruleVersion: string;
  readonly status: 'sample' | 'confirmed';
  readonly source: string;
  readonly chargeable: Weight;
  readonly gross: Weight;
  readonly volumetric?: Weight;
  readonly basis: Basis;
  /** The other figure of the choice, and billed figure minus it: how much was won or lost by. */
  readonly comparedWith?: { readonly basis: Basis; readonly value: Weight; readonly difference: Weight };
  readonly beforeRounding: Weight;
  readonly step?: string;
  readonly blocked: boolean;
  readonly steps: readonly TrailStep[];
  readonly pieces: readonly {
    readonly gross: Weight;
    readonly volumetric?: Weight;
    /** Volumetric weight before its own rounding and before any gate. */
    readonly rawVolumetric?: Weight;
    readonly chargeable?: Weight;
    readonly basis?: Basis;
    readonly divisor?: string;
  }[];
  readonly flags: readonly RaisedFlag[];
  readonly disputes?: readonly {
    readonly piece: number;
    readonly low: string;
    readonly high: string;
    readonly by: Weight;
  }[];
  readonly reason: Reason;
}

/** Everything of an evaluation as text: for people, files and other programs. */
export function describeEvaluation(evaluation: Evaluation): RatingResult {
  const { compiled, chosen } = evaluation;
  const { rule } = compiled;
  const weight = (value: Rational): Weight => ({ ...exactText(value), unit: rule.weightUnit });
  return {
    ruleId: rule.id,
    ruleVersion: rule.version,
    status: rule.status,
    source: rule.source,
    chargeable: weight(evaluation.chargeable),
    gross: { ...exactText(evaluation.actual), unit: actualUnitOf(rule) },
    ...(evaluation.volumetric === undefined ? {} : { volumetric: weight(evaluation.volumetric) }),
    basis: evaluation.basis,
    ...(chosen.lost === undefined
      ? {}
      : {
          comparedWith: {
            basis: chosen.lost.basis,
            value: weight(chosen.lost.value),
            difference: weight(subtract(chosen.value, chosen.lost.value)),
          },
        }),
    beforeRounding: weight(evaluation.beforeRounding),
    ...(evaluation.roundedBy === undefined ? {} : { step: evaluation.roundedBy }),
    blocked: evaluation.flags.some(({ limit }) => limit.severity === 'block'),
    steps: evaluation.trail.read(),
    pieces: evaluation.pieces.map(({ figures, billable, basis }) => ({
      gross: { ...exactText(figures.actual), unit: actualUnitOf(rule) },
      ...(figures.volumetric === undefined ? {} : { volumetric: weight(figures.volumetric) }),
      ...(figures.rawVolumetric === undefined ? {} : { rawVolumetric: weight(figures.rawVolumetric) }),
      ...(billable === undefined ? {} : { chargeable: weight(billable) }),
      ...(basis === undefined ? {} : { basis }),
      ...(figures.divisorText === undefined ? {} : { divisor: figures.divisorText }),
    })),
    flags: evaluation.flags.map(({ limit, piece }) => ({
      id: limit.id,
      severity: limit.severity,
      ...(piece === undefined ? {} : { piece }),
      ...(limit.minimumBillable === undefined ? {} : { minimumBillable: limit.minimumBillable }),
      ...(limit.zh === undefined ? {} : { zh: limit.zh }),
      ...(limit.en === undefined ? {} : { en: limit.en }),
    })),
    ...(evaluation.disputes.length === 0
      ? {}
      : {
          disputes: evaluation.disputes.map(({ piece, low, high, difference }) => ({
            piece,
            low,
            high,
            by: weight(difference),
          })),
        }),
    reason: explainEvaluation(evaluation),
  };
}
