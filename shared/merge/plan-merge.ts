import type { LineBook } from '../parcel/line-book.ts';
import { onLine, ticketOf } from '../parcel/rate-parcel.ts';
import { mergeParcels, type MergePlan } from '../rating/merge/merge-parcels.ts';
import { fault, type Rated } from '../rating/rating-fault.ts';
import type { Box } from '../reference/reference-data.ts';
import type { MergeParcel } from './merge-bench-state.ts';

/**
 * The best grouping of weighed parcels of one line into the cartons of the house, by the rule of the line. Errors: those of the rule,
 * and RATING_INPUT_REFUSED where a parcel can travel in no way at all.
 */
export function planMerge(book: LineBook, boxes: readonly Box[], parcels: readonly MergeParcel[]): Rated<MergePlan> {
  const [first] = parcels;
  if (first === undefined || boxes.length === 0) return fault('RATING_INPUT_REFUSED', 'input.cartons', 'no cartons');
  const rule = book.ruleOf(first.line);
  if (!rule.ok) return rule;
  const { pieces, ...base } = ticketOf(rule.value.rule, [onLine(first, book.lineOf(first.line))]);
  const { cargoClass, packaging } = pieces[0] ?? {};
  return mergeParcels(
    rule.value,
    {
      parcels: parcels.map(({ waybill, gross, dimensions }) => ({ id: waybill, weight: gross, dimensions })),
      cartons: boxes.map(({ code, dimensions, packing }) => ({
        ...{ id: code, inner: packing?.inner ?? dimensions, outer: dimensions },
        tare: packing?.tare ?? { value: '0', unit: 'kg' as const },
        ...(packing?.maxGross === undefined ? {} : { maxWeight: packing.maxGross }),
      })),
      ...{ mayStayAsIs: true, goal: 'weight' },
    },
    base,
    { cargoClass, packaging },
  );
}
