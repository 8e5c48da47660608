// Generating manifests, beside validating the same contract.
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { root } from '../install.mjs';
import { medians } from './measure.mjs';

const cli = path.join(root, 'dist/cli.cjs');

/**
 * @param {string} directory a place for what is generated
 * @returns {{ what: string, measured: number, beside: number, of: string, budget: number }[]}
 */
export function generateRows(directory) {
  const contract = path.join(root, 'examples/payments-api');
  const output = path.join(directory, 'generated');
  mkdirSync(output);
  const [generating = Number.NaN, validating = Number.NaN] = medians(
    [
      {
        args: [cli, 'generate', 'kubernetes', contract, '-o', path.join(output, 'payments-api')],
        before: () => rmSync(path.join(output, 'payments-api'), { recursive: true, force: true }),
      },
      { args: [cli, 'validate', contract] },
    ],
    15,
  );
  return [
    {
      what: '`pacto generate kubernetes` of payments-api, seven manifests',
      measured: generating,
      beside: validating,
      of: '`pacto validate` of the same',
      budget: 2,
    },
  ];
}
