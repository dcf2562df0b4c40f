import { commands, type CommandInput, type CommandName, type CommandOutput } from '../../shared/ipc/contract.ts';
import { failure, success, type Result } from '../../shared/errors/catalog.ts';

export type Handlers = {
  readonly [C in CommandName]: (
    input: CommandInput<C>,
    sender: unknown,
  ) => Result<CommandOutput<C>> | Promise<Result<CommandOutput<C>>>;
};

/** The caller as Electron describes it. */
export interface IpcCaller {
  readonly senderFrame: { readonly url: string; readonly parent: unknown } | null;
  readonly sender: unknown;
}

const MAX_INPUT_CHARACTERS = 256 * 1024;

/** One gate for every command: own page, top frame, known name, size, schema in, schema out. Errors are values. */
export async function handleCommand(
  handlers: Handlers,
  isOwn: (url: string) => boolean,
  caller: IpcCaller,
  name: unknown,
  input: unknown,
): Promise<Result<unknown>> {
  const frame = caller.senderFrame;
  if (frame === null || frame.parent !== null || !isOwn(frame.url)) return failure('REQUEST_REFUSED', 'sender');
  if (typeof name !== 'string' || !Object.hasOwn(commands, name)) return failure('REQUEST_REFUSED', 'unknown command');
  const command = name as CommandName;
  // Bytes are bounded by their own schema; spelled out as JSON they would be twenty times their size.
  const spelled = JSON.stringify(input ?? null, (_key, value: unknown) => (value instanceof Uint8Array ? null : value));
  if (spelled.length > MAX_INPUT_CHARACTERS) return failure('REQUEST_REFUSED', `${command}: input too large`);
  const parsed = commands[command].input.safeParse(input);
  if (!parsed.success)
    return failure(
      'REQUEST_REFUSED',
      `${command}: ${parsed.error.issues[0]?.path.join('.') ?? ''} ${parsed.error.issues[0]?.message ?? ''}`,
    );
  try {
    const handler = handlers[command] as (
      input: unknown,
      sender: unknown,
    ) => Result<unknown> | Promise<Result<unknown>>;
    const result = await handler(parsed.data, caller.sender);
    if (!result.ok) return result;
    const out = commands[command].output.safeParse(result.value);
    return out.success
      ? success(out.data)
      : failure(
          'INTERNAL',
          `${command}: ${out.error.issues[0]?.path.join('.') ?? ''} ${out.error.issues[0]?.message ?? ''}`,
        );
  } catch (error) {
    return failure('INTERNAL', error instanceof Error ? error.message : String(error));
  }
}
