/** Calls the tools that write contracts as the server does, without its transport. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import { callTool } from '../../src/mcp/call.ts';
import { rootsFor } from '../../src/mcp/roots.ts';
import { tools } from '../../src/mcp/tools/table.ts';
import { createPorts } from '../../src/operations/create-ports.ts';

export interface ToolError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  readonly findings: readonly { readonly code: string; readonly message: string }[];
}

/** Calls a tool with one directory as its root. */
export function authoring(directory: string) {
  const host = {
    cwd: directory,
    roots: [directory],
    clientsOnlyNarrow: false,
    log: (line: string) => {
      throw new Error(line);
    },
    open: (cwd: string) => ({ ports: createPorts({ cwd }), close: async () => undefined }),
  };
  const call = (name: string, args: Readonly<Record<string, unknown>>) =>
    callTool(
      host,
      tools,
      { name, arguments: args },
      {
        roots: rootsFor(host, undefined),
        signal: new AbortController().signal,
        onProgress: () => undefined,
      },
    );
  return {
    /** The result, held to the schema that the tool publishes. */
    async result(name: string, args: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>> {
      const { structuredContent, content } = await call(name, args);
      if (structuredContent === undefined) throw new Error(content[0]?.text);
      const schema = await tools.find((tool) => tool.name === name)?.outputSchema();
      const validate = new Ajv2020({ strict: false }).compile(schema ?? false);
      expect(validate(structuredContent) ? [] : validate.errors).toEqual([]);
      return structuredContent;
    },
    async error(name: string, args: Readonly<Record<string, unknown>>): Promise<ToolError> {
      const { isError, content } = await call(name, args);
      expect(isError, content[0]?.text).toBe(true);
      const { error, findings = [] } = JSON.parse(content[0]?.text ?? '');
      return { ...error, findings };
    },
  };
}
