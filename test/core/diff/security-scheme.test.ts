import { expect, it } from 'vitest';
import type { Mapping } from '../../../src/core/diff/opened.ts';
import { differencesOf } from '../../../src/core/diff/security-scheme.ts';

const header = (name: string): Mapping => ({
  kind: 'mapping',
  value: { type: 'apiKey', in: 'header', name },
  at: { file: 'a.yaml', token: '' },
});

it('shows the name of a header as the file has it, and takes no case for a change', () => {
  const [[keyword, found] = []] = differencesOf(header('X-Key'), header('X-Api-Key'));
  expect({ keyword, found }).toMatchObject({ keyword: '.name', found: { oldValue: 'X-Key', newValue: 'X-Api-Key' } });
  expect(differencesOf(header('X-Key'), header('x-key'))).toEqual([]);
});
