import type { Settings } from '../../shared/settings/settings.ts';
import { flowIdSchema, type FlowId } from '../../shared/settings/flow-id.ts';
import { createBagFlow } from '../features/bag/bag-flow.ts';
import { createManifestFlow } from '../features/manifest/manifest-flow.ts';
import { createMergeFlow } from '../features/merge/merge-store.ts';
import { createPackFlow } from '../features/pack/pack-store.ts';
import { createPutAwayFlow } from '../features/putaway/putaway-store.ts';
import { createRelabelFlow } from '../features/relabel/relabel-store.ts';
import { createReceiveFlow } from '../features/receive/receive-store.ts';
import { createReturnsFlow } from '../features/returns/returns-store.ts';
import { createShiftSealFlow } from '../features/shift/shift-seal-store.ts';
import { createStartCheckFlow } from '../features/shift/start-check-store.ts';
import { createStockFlow } from '../features/stock/stock-store.ts';
import { createWeighFlow } from '../features/weigh/weigh-store.ts';
import type { Flow, FlowParts, StationFlowId } from './flow.ts';

/** Every flow that is built, by id; its screen stands in app.tsx. */
const factories = {
  weigh: createWeighFlow,
  merge: createMergeFlow,
  bag: createBagFlow,
  manifest: createManifestFlow,
  receive: createReceiveFlow,
  putaway: createPutAwayFlow,
  relabel: createRelabelFlow,
  pack: createPackFlow,
  returns: createReturnsFlow,
  stock: createStockFlow,
  'start-check': createStartCheckFlow,
  'shift-seal': createShiftSealFlow,
} satisfies Partial<{ [Id in FlowId | StationFlowId]: (parts: FlowParts) => Flow & { readonly id: Id } }>;

export type BuiltFlowId = keyof typeof factories;
/** Those that a station is set up for. */
export type FloorFlowId = Exclude<BuiltFlowId, StationFlowId>;
export type Flows = { readonly [Id in BuiltFlowId]: ReturnType<(typeof factories)[Id]> };

export const isFloorFlow = (id: string): id is FloorFlowId => isBuilt(id) && flowIdSchema.safeParse(id).success;
export const isBuilt = (id: string): id is BuiltFlowId => Object.hasOwn(factories, id);

/** What the practice organisation has work and numbers for. */
const PRACTISED: readonly FloorFlowId[] = ['weigh', 'bag', 'manifest'];
/** The floor flows that can be gone to: those the station is set up for, and in practice what there is to practise. */
export const floorFlowsOf = (
  { station }: Pick<Settings, 'station'>,
  mode: 'practice' | 'live',
): readonly FloorFlowId[] =>
  [...new Set([...station.flows, ...(mode === 'practice' ? PRACTISED : [])])].filter(isFloorFlow);

/** All of them, whatever this station is set up for: records of every kind come to every station. */
export function createFlows(parts: FlowParts): Flows {
  return Object.fromEntries(Object.entries(factories).map(([id, create]) => [id, create(parts)])) as Flows;
}

export const allFlows = (flows: Flows): readonly Flow[] => Object.values(flows);
