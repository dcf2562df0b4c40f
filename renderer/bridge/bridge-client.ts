import { failure, stationErrorSchema, success, type Result } from '../../shared/errors/catalog.ts';
import {
  commands,
  events,
  type Bridge,
  type CommandInput,
  type CommandName,
  type CommandOutput,
  type EventName,
  type EventPayload,
} from '../../shared/ipc/contract.ts';
import { z } from 'zod';

const answerSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: stationErrorSchema }),
]);

/** The page's side of the contract: what comes back is parsed again, an answer is always a Result. */
export interface BridgeClient {
  invoke<C extends CommandName>(name: C, input: CommandInput<C>): Promise<Result<CommandOutput<C>>>;
  on<E extends EventName>(name: E, listener: (payload: EventPayload<E>) => void): () => void;
}

export function createBridgeClient(bridge: Bridge): BridgeClient {
  return {
    async invoke(name, input) {
      try {
        const answer = answerSchema.safeParse(await bridge.invoke(name, input));
        if (!answer.success) return failure('INTERNAL', `${name}: no answer`);
        if (!answer.data.ok) return answer.data;
        const value = commands[name].output.safeParse(answer.data.value);
        return value.success
          ? success(value.data as CommandOutput<typeof name>)
          : failure('INTERNAL', `${name}: answer not understood`);
      } catch (error) {
        return failure('INTERNAL', error instanceof Error ? error.message : String(error));
      }
    },
    on(name, listener) {
      return bridge.on(name, (payload) => {
        const parsed = events[name].safeParse(payload);
        if (parsed.success) listener(parsed.data as EventPayload<typeof name>);
      });
    },
  };
}
