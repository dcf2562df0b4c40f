import type { Dimensions, Mass } from '../measure/quantity.ts';
import type { DutyMode } from '../reference/reference-data.ts';

/** What is known of a parcel at the step that asks. What is not known yet is not judged: it will be at the next step. */
export interface ParcelToCheck {
  readonly waybill: string;
  readonly line: string | undefined;
  readonly cargoClass: string;
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  readonly dutyMode?: DutyMode | undefined;
  readonly declared?: Mass | undefined;
  readonly gross?: Mass | undefined;
  readonly dimensions?: Dimensions | undefined;
  /** For rules that ask: "carton". */
  readonly packaging?: string | undefined;
}
