/** What the guides show for pipelines can be pasted: it installs what it runs, and runs what there is. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { commands } from '../src/cli/commands/table.ts';
import { chooseCommand, parseCommandLine } from '../src/cli/parse.ts';
import { wordsOf } from './support/guide.ts';
import { root } from './support/run.ts';

const guides = readdirSync(path.join(root, 'docs')).filter((file) => file.endsWith('.md'));
const textOf = (guide: string) => readFileSync(path.join(root, 'docs', guide), 'utf8');
const pipelines = guides.flatMap((guide) =>
  [...textOf(guide).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)]
    .map(([, text = '']) => [guide, text] as const)
    .filter(([, text]) => /^\s*(- )?(run: )?pacto /m.test(text)),
);

describe('pipelines', () => {
  it('are in several guides', () => {
    expect(new Set(pipelines.map(([guide]) => guide)).size).toBeGreaterThan(2);
  });

  it.each(pipelines)('in %s install the package of this version first', (_, text) => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    const install = text.indexOf(`npm install --global ./tools/pacto-cli-${version}.tgz`);
    expect(install).toBeGreaterThan(-1);
    expect(text.search(/\bpacto [a-z]/)).toBeGreaterThan(install);
  });

  it.each(pipelines)('in %s run commands with flags that there are', async (_, text) => {
    const lines = [...text.matchAll(/^\s*(?:- )?(?:run: )?(pacto .*)$/gm)].map(([, line = '']) => line);
    expect(lines).not.toHaveLength(0);
    for (const line of lines) {
      const typed = line.replaceAll(/\$\{\{.*?\}\}/g, 'value').replace(/ (>|<<<|&&) .*/, '');
      const chosen = await chooseCommand(wordsOf(typed).slice(1), commands);
      if (chosen.kind !== 'command') throw new Error(`no command: ${line}`);
      await parseCommandLine(chosen.command, chosen.rest);
    }
  });

  it.each(guides)('and %s run nothing by a name that is nobody’s yet', (guide) => {
    expect(textOf(guide)).not.toMatch(/npx (-y |--yes )?pacto-cli/);
  });
});
