import type { LabelRequest } from '../devices/print-job.ts';
import type { Mass } from '../measure/quantity.ts';
import { fromDecimal, toDecimal } from '../measure/rational.ts';
import type { Billed, ChargeableResult } from '../rating/chargeable-result.ts';
import { cargoWord, isGeneralCargo } from '../rating/cargo/cargo-classes.ts';
import { explainInWords } from '../rating/explain-in-words.ts';
import type { Line } from '../reference/reference-data.ts';
import type { OpenParcel } from './weigh-bench-state.ts';

const UNANNOUNCED = '无预报 UNANNOUNCED';

const massText = (mass: Mass | Billed): string => `${mass.value} ${mass.unit}`;

/** The parcel label's data: text exactly as it shall appear. The serial is added when the operation has its number. */
export function parcelLabel(
  parcel: OpenParcel & { readonly dimensions: NonNullable<OpenParcel['dimensions']> },
  gross: Mass,
  chargeable: ChargeableResult,
  bench: {
    readonly line: Line | undefined;
    readonly language: 'zh' | 'en';
    readonly station: string;
    readonly operator: string;
    readonly time: string;
  },
): LabelRequest {
  const { length, width, height, unit } = parcel.dimensions;
  const { line, language } = bench;
  return {
    template: 'parcel-100x150',
    data: {
      waybill: parcel.waybill,
      line: parcel.line ?? '',
      lineName: line === undefined ? '' : `${line.nameZh} ${line.nameEn}`,
      destination: parcel.destination ?? '',
      // Nobody has said who it is for: whoever finds it later has to see that.
      receiver: parcel.receiver ?? parcel.customer ?? (parcel.announced ? '' : UNANNOUNCED),
      gross: massText(gross),
      dimensions: `${length} × ${width} × ${height} ${unit}`,
      volumetric:
        chargeable.volumetric === undefined
          ? ''
          : `${toDecimal(fromDecimal(chargeable.volumetric.value), 3)} ${chargeable.volumetric.unit}`,
      chargeable: massText(chargeable.chargeable),
      why: explainInWords(chargeable, language).why,
      // General cargo needs no mark; only what has to be handled apart is printed.
      cargoClass: isGeneralCargo(parcel.cargoClass) ? '' : cargoWord(parcel.cargoClass, language),
      station: bench.station,
      time: bench.time,
      operator: bench.operator,
    },
  };
}
