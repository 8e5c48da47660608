import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { program, skipped } from './support/external.ts';
import { root } from './support/run.ts';
import { parseScenario, playScenario, printScenario } from './support/scenario.ts';

const directory = path.join(root, 'test', 'cases', 'cli');
const files = readdirSync(directory).filter((file) => file.endsWith('.scenario'));
const hasGit = program('git') !== undefined;

describe('scenarios', () => {
  it.concurrent.each(files)('%s', async (name) => {
    const file = path.join(directory, name);
    const { about, sections } = parseScenario(readFileSync(file, 'utf8'));
    if (!hasGit && sections.some((section) => section.name === 'git')) return skipped(`${name} needs git`);
    const played = await playScenario(sections);
    if (process.env.PACTO_SCENARIO_WRITE === '1') writeFileSync(file, printScenario(about, played));
    else expect(printScenario(about, played)).toBe(printScenario(about, sections));
  });
});
