import { describe, expect, it } from 'vitest';
import { readRecord, recordText, staleFiles, updatedRecord } from '../../../src/core/generate/record.ts';

const text = recordText(
  new Map([
    ['kubernetes shop', new Set(['service.yaml', 'deployment with space.yaml'])],
    ['backstage shop', new Set(['catalog-info.yaml'])],
  ]),
);

describe('the record of generated files', () => {
  it('is a line a file, sorted', () => {
    expect(text).toBe(
      '# Written by `pacto generate`, to know later which of these files are stale. Keep it beside them.\n' +
        'backstage shop catalog-info.yaml\n' +
        'kubernetes shop deployment with space.yaml\n' +
        'kubernetes shop service.yaml\n',
    );
    expect(recordText(readRecord(text))).toBe(text);
    expect(recordText(readRecord(text.replaceAll('\n', '\r\n')))).toBe(text);
  });

  it('is empty where there is nothing to remember', () => {
    expect(recordText(updatedRecord(new Map(), 'helm shop', [], []))).toBe('');
  });

  it('names nothing outside, whoever wrote it', () => {
    const hostile = ['../x', '/etc/passwd', 'a/../b', '.pacto-generated', 'C:\\x']
      .map((path) => `helm shop ${path}\n`)
      .join('');
    expect([...(readRecord(`${hostile}helm shop fine\nhelm\n\u0000 x\n`).get('helm shop') ?? [])]).toEqual(['fine']);
  });

  it('says what is stale: what a plugin wrote and does not any more, and no other has', () => {
    const record = readRecord('a s one\na s two\na s three\nb s two\na other four\n');
    expect(staleFiles(record, 'a s', ['three'])).toEqual(['one']);
    expect(staleFiles(record, 'b s', [])).toEqual([]);
    expect(staleFiles(record, 'c s', [])).toEqual([]);
  });
});
