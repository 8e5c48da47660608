import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResponse } from '../../../src/core/generate/response.ts';
import { protocolRules } from '../../../src/core/generate/rules.ts';

const utf8 = new TextEncoder();

function read(text: string, windows = false) {
  return readResponse(utf8.encode(text), { windows });
}

function told(text: string, windows = false): string[] {
  return read(text, windows).problems.map(({ rule, severity, message }) => `${severity} ${rule}: ${message}`);
}

const one = (file: object) => JSON.stringify({ files: [file] });

describe('an answer', () => {
  it('is files with a message', () => {
    const { files, message, problems } = read(
      '\ufeff {"files":[{"path":"b.sh","content":"é\\n","mode":"0755"},{"path":"./a//x/../c.bin","content":"AAH/","encoding":"base64","mode":420}],"message":"mind the gap"}\n',
    );
    expect(problems).toEqual([]);
    expect(message).toBe('mind the gap');
    expect(files).toEqual([
      { path: 'a/c.bin', bytes: Uint8Array.of(0, 1, 255), mode: 0o644 },
      { path: 'b.sh', bytes: utf8.encode('é\n'), mode: 0o755 },
    ]);
  });

  it.each([
    ['{"files":null}', []],
    ['{"files":[],"message":null}', []],
    ['{}', ['warning response: files is missing']],
    [
      '{"files":[{"path":"a","content":"","contents":"x"}]}',
      ['warning response: nothing reads "contents" of files[0] ("a") (did you mean content?)'],
    ],
    [
      one({ path: 'nul.txt', content: '' }),
      ['warning path-portable: "nul.txt" has a name that Windows keeps for a device'],
    ],
  ])('may be %s', (text, warnings) => {
    expect(told(text)).toEqual(warnings);
  });

  it('names the first byte that is not UTF-8', () => {
    const bytes = Uint8Array.of(0x7b, 0x22, 0xe9, 0x22);
    expect(readResponse(bytes).problems.map(({ message }) => message)).toEqual([
      'printed what cannot be read: it is not valid UTF-8 (byte 0xE9 at offset 2)',
    ]);
  });

  it.each<[text: string, problem: string]>([
    ['', 'error json: printed nothing'],
    [' \n', 'error json: printed nothing'],
    ['hello', 'error json: printed something that is not JSON (line 1, column 1: '],
    ['{"files":[]} done', 'error json: printed something that is not JSON (line 1, column 14: '],
    ['[]', 'error response: printed a list where an object with files is expected'],
    ['"x"', 'error response: printed a text where'],
    ['{"files":{}}', 'error response: files is an object, and should be a list'],
    ['{"files":[],"message":1}', 'error response: message is a number, and should be a text'],
    ['{"files":[1]}', 'error file: files[0] is a number, and should be an object with path and content'],
    [one({ content: '' }), 'error file: files[0].path is missing, and should be a text'],
    [one({ path: 'a' }), 'error file: content of files[0] ("a") is missing, and should be a text'],
    [one({ path: 'a', content: null }), 'error file: content of files[0] ("a") is null, and should be a text'],
    ['{"files":[{"path":"a","content":"\\ud800"}]}', 'error encoding: content of files[0] ("a") is not valid Unicode'],
    [one({ path: 'a', content: '', encoding: 'utf8' }), 'error encoding: encoding of files[0] ("a") is "utf8"'],
    [one({ path: 'a', content: 'AAH', encoding: 'base64' }), 'error encoding: content of files[0] ("a") is not base64'],
    [one({ path: 'a', content: '', mode: 755 }), 'error mode: mode of files[0] ("a") is 755: 755 is decimal here'],
    [one({ path: 'a', content: '', mode: '4755' }), 'error mode: mode of files[0] ("a") is "4755"; write'],
    [one({ path: 'a', content: '', mode: -1 }), 'error mode: mode of files[0] ("a") is -1; write'],
    [one({ path: 'a', content: '', mode: 0o244 }), 'error mode: mode of files[0] ("a") is 164: its owner could not'],
    [one({ path: '', content: '' }), 'error path-inside: a path is empty'],
    [one({ path: '/etc/passwd', content: '' }), 'error path-inside: "/etc/passwd" is absolute'],
    [one({ path: 'C:\\x', content: '' }), 'error path-inside: "C:\\\\x" is absolute'],
    [one({ path: 'a\0b', content: '' }), 'error path-inside: "a\\u0000b" has a NUL byte in its name'],
    [one({ path: '../x', content: '' }), 'error path-inside: "../x" leaves the output directory'],
    [one({ path: 'a/../../x', content: '' }), 'error path-inside: "a/../../x" leaves the output directory'],
    [one({ path: 'a\\b', content: '' }), 'error path-inside: "a\\\\b" has a backslash'],
    [one({ path: 'a/', content: '' }), 'error path-inside: "a/" is a folder'],
    [one({ path: '.', content: '' }), 'error path-inside: "." is the output directory itself'],
    [one({ path: 'a/..', content: '' }), 'error path-inside: "a/.." is a folder'],
    [one({ path: 'a\u0007', content: '' }), 'error path-inside: "a\\u0007" has a control character in its name'],
    [one({ path: 'x'.repeat(300), content: '' }), 'error path-inside: '],
    [one({ path: '.Pacto-Generated', content: '' }), 'error path-inside: ".Pacto-Generated" is where pacto keeps'],
  ])('is refused: %s', (text, problem) => {
    const problems = told(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]?.slice(0, problem.length)).toBe(problem);
    expect(read(text).problems[0]?.severity).toBe('error');
  });

  it.each([
    [['a', './a'], '"a" occurs twice'],
    [['Values.yaml', 'values.yaml'], '"values.yaml" differs from "Values.yaml" only in case or Unicode form'],
    [['a', 'a/b'], '"a/b" lies in "a", which is both a file and a folder'],
    [['A/x', 'a/y'], '"a/y" lies in "a", which differs from "A" only in case or Unicode form'],
  ])('has no paths that are one on some system: %j', (paths, message) => {
    const text = JSON.stringify({ files: paths.map((path) => ({ path, content: '' })) });
    expect(told(text)).toEqual([`error paths-distinct: ${message}`]);
  });

  it('has no name that Windows reserves, where it is Windows that writes it', () => {
    for (const path of ['con', 'a/LPT1.yaml', 'xy:z', 'end.', 'what?']) {
      expect(told(one({ path, content: '' }), true)[0]).toMatch(/^error path-portable: /);
    }
  });

  it('is refused also where 50 warnings come first', () => {
    const files = Array.from({ length: 60 }, (_, i) => ({ path: `f${i}`, content: '', extra: 1 }));
    const text = JSON.stringify({ files: [...files, { path: '/x', content: '' }] });
    expect(read(text).problems.filter(({ severity }) => severity === 'error')).toHaveLength(1);
  });

  it('is bounded in depth and number', () => {
    expect(told('['.repeat(100_000))[0]).toContain('nested more than 100 deep');
    const files = Array.from({ length: 10_001 }, (_, i) => ({ path: `f${i}`, content: '' }));
    expect(told(JSON.stringify({ files }))).toEqual([
      'error response: files has 10001 items; at most 10000 are written',
    ]);
  });

  it('never leads outside, whatever it says', () => {
    const part = fc.constantFrom('.', '..', '', 'a', 'B', 'c:', '~', '\\', 'x y', '\0', 'é');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom('', '/'), (parts, start) => {
        const path = start + parts.join('/');
        const { files, problems } = read(one({ path, content: '' }));
        if (problems.some(({ severity }) => severity === 'error')) return;
        expect(files).toHaveLength(1);
        for (const name of files[0]?.path.split('/') ?? []) expect(['', '.', '..']).not.toContain(name);
        expect(files[0]?.path).not.toMatch(/^\/|\\/);
      }),
    );
  });

  it('gives what was put into it, whatever it is', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const content = Buffer.from(bytes).toString('base64');
        expect(read(one({ path: 'a', content, encoding: 'base64' })).files[0]?.bytes).toEqual(bytes);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (content) => {
        expect(read(one({ path: 'a', content })).files[0]?.bytes).toEqual(utf8.encode(content));
      }),
    );
  });

  it('breaks only rules that are told', () => {
    expect(Object.keys(protocolRules)).toEqual(expect.arrayContaining(['json', 'path-inside', 'mode']));
  });
});
