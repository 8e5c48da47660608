/** The guide for assistants: what it tells people to paste works, and what it lists is what there is. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/table.ts';
import { parseCommandLine } from '../../src/cli/parse.ts';
import { tools } from '../../src/mcp/tools/table.ts';
import { root } from '../support/run.ts';

const guide = readFileSync(path.join(root, 'docs/assistants.md'), 'utf8');
const snippets = [...guide.matchAll(/```json\n(.*?)```/gs)].map(([, text]) => text ?? '');

interface Started {
  readonly command?: string;
  readonly args?: readonly string[];
  readonly url?: string;
}

describe('the guide for assistants', () => {
  it.each(snippets)('has configuration that can be pasted: %#', async (snippet) => {
    const { mcpServers, servers } = JSON.parse(snippet) as Record<string, Record<string, Started>>;
    const { pacto } = mcpServers ?? servers ?? {};
    if (pacto?.url !== undefined) {
      expect(pacto.url).toBe('http://127.0.0.1:8585/mcp');
      return;
    }
    const [command, ...flags] = pacto?.args ?? [];
    expect([pacto?.command, command]).toEqual(['pacto', 'mcp']);
    const row = commands.find((one) => one.name === 'mcp')!;
    await expect(parseCommandLine(row, flags)).resolves.toMatchObject({ positionals: [] });
  });

  it('has one for each of the usual assistants', () => {
    expect(snippets).toHaveLength(5);
  });

  it('lists every tool', () => {
    const listed = [...guide.matchAll(/^\| `(pacto_\w+)` \|/gm)].map(([, name]) => name);
    expect(listed).toEqual(tools.map(({ name }) => name));
  });
});
