import type { JsonObject } from '../core/json.ts';
import type { Ports } from '../operations/ports.ts';
import { z } from './sdk.ts';

/** What one call of a tool may touch. Everything in it keeps to the roots that the client or the user granted. */
export interface ToolCall {
  /** The outside world. What lies outside the roots is refused by it: OUTSIDE_ROOTS. */
  readonly ports: Ports;
  /** Absolute directory that relative paths are relative to. */
  readonly cwd: string;
  /** Aborted when the client cancels the call, or takes too long to get its answer. */
  readonly signal: AbortSignal;
  /** Tells a client that asked for it how far the call is: so many steps done, of so many known. */
  readonly onProgress: (done: number, known?: number) => void;
  /** The absolute path of a file or directory that may be read, or written. Throws OUTSIDE_ROOTS. */
  readonly place: (path: string, purpose: 'read' | 'write') => string;
  /** Throws OUTSIDE_ROOTS for a reference to a place outside, for what does not open it by the ports. */
  readonly reach: (reference: string) => void;
}

/** What the client may count on, as MCP has it. */
export interface ToolAnnotations {
  /** Changes nothing. */
  readonly readOnlyHint: boolean;
  /** May overwrite or remove something; without it, what it writes is added. */
  readonly destructiveHint: boolean;
  /** The same call again changes nothing more. */
  readonly idempotentHint: boolean;
  /** May ask registries. */
  readonly openWorldHint: boolean;
}

/** A tool as its author writes it. */
export interface ToolRow<Shape extends z.ZodRawShape, Result extends object> {
  readonly name: `pacto_${string}`;
  readonly title: string;
  /** For the model: what it gives, and when to use it. */
  readonly description: string;
  /** The arguments by name; each is described. A list or an object may also come as a string of JSON. */
  readonly input: Shape;
  /** Further names of arguments, such as older servers had, and the names that they stand for. */
  readonly aliases?: Readonly<Record<string, keyof Shape & string>>;
  /** The JSON Schema of the result, whose root is an object. */
  readonly outputSchema: () => Promise<JsonObject>;
  readonly annotations: ToolAnnotations;
  /** Throws PactoError for what the client is to be told. */
  readonly run: (call: ToolCall, input: z.output<z.ZodObject<Shape>>) => Promise<Result>;
  /** The result for reading, where that is no JSON: what it is, and the text itself, which others wrote. */
  readonly text?: (result: Result) => readonly [about: string, text: string];
}

/** A tool as the server calls it. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly aliases: Readonly<Record<string, string>>;
  readonly outputSchema: () => Promise<JsonObject>;
  readonly annotations: ToolAnnotations;
  /** Takes arguments that `input` has parsed. */
  readonly run: (call: ToolCall, input: unknown) => Promise<ToolAnswer>;
}

/** What a tool answers: the result, and the same for reading. */
export interface ToolAnswer {
  readonly structured: object;
  readonly texts?: readonly string[];
}

/** A tool whose `run` gets arguments of the types that `input` says. */
export function defineTool<Shape extends z.ZodRawShape, Result extends object>(row: ToolRow<Shape, Result>): Tool {
  const input = z.strictObject(row.input);
  return {
    name: row.name,
    title: row.title,
    description: row.description,
    input,
    aliases: row.aliases ?? {},
    outputSchema: row.outputSchema,
    annotations: row.annotations,
    async run(call, given) {
      const structured = await row.run(call, input.parse(given));
      return row.text === undefined ? { structured } : { structured, texts: row.text(structured) };
    },
  };
}

/** Reads and computes, and changes nothing. */
export const readOnly: ToolAnnotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: false,
};

/** The same, and may ask registries. */
export const readOnlyOpen: ToolAnnotations = { ...readOnly, openWorldHint: true };
