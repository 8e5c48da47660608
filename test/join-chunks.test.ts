/** One script of many chunks says what the chunks say. */
import { runInThisContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { joinChunks } from '../scripts/join-chunks.mjs';

const program = 'program.js';

/** What the program tells, with each module that it requires as its name. */
async function told(texts: Record<string, string>): Promise<unknown> {
  const script = await joinChunks(
    Object.entries(texts).map(([name, text]) => ({ name, text })),
    program,
  );
  return new Promise((tell) => {
    const modules = (name: string) => (name === 'tell' ? { tell } : { name });
    runInThisContext(script)(modules);
  });
}

const tell = 'import{tell}from"tell";';

describe('joined chunks', () => {
  it.each<[what: string, texts: Record<string, string>, expected: unknown]>([
    [
      'names, under others as well',
      {
        [program]: `import{a,$b as c}from"./other.js";${tell}tell([a,c]);`,
        'other.js': 'var a=1;function $c(){}var d=2;export{a,d as $b};',
      },
      [1, 2],
    ],
    [
      'the default of a chunk',
      { [program]: `import it from"./other.js";${tell}tell(it);`, 'other.js': 'var a=1;export{a as default};' },
      1,
    ],
    [
      'all of a chunk',
      { [program]: `import*as all from"./other.js";${tell}tell(all);`, 'other.js': 'var a=1;export{a};' },
      { a: 1 },
    ],
    [
      'what a chunk does',
      { [program]: `import"./other.js";${tell}tell(globalThis.done);`, 'other.js': 'globalThis.done="yes";' },
      'yes',
    ],
    [
      'a chunk that is asked for later',
      { [program]: `${tell}import("./other.js").then(({a})=>tell(a));`, 'other.js': 'var a=1;export{a};' },
      1,
    ],
    [
      'what is required, wherever that stands',
      {
        [program]: `${tell}function f(){return[x,y.name,name]}import x from"x";import*as y from"y";import{name}from"z";tell(f());`,
      },
      [{ name: 'x' }, 'y', 'z'],
    ],
    [
      'a chunk that two need, once',
      {
        [program]: `import{a}from"./a.js";import{b}from"./b.js";${tell}tell(a===b);`,
        'a.js': 'import{it}from"./it.js";export{it as a};',
        'b.js': 'import{it}from"./it.js";export{it as b};',
        'it.js': 'var it={};export{it};',
      },
      true,
    ],
    [
      'a chunk that needs the one that needs it',
      {
        [program]: `import{b}from"./b.js";${tell}tell(b());`,
        'b.js': 'import{c}from"./c.js";var b=()=>c();export{b};',
        'c.js': 'import{b}from"./b.js";var c=()=>typeof b;export{c};',
      },
      'function',
    ],
    [
      'what becomes something later',
      {
        [program]: `import{a,set}from"./a.js";${tell}set();tell(a);`,
        'a.js': 'var a;function set(){a=2}export{a,set};',
      },
      2,
    ],
    [
      'what strings look like',
      { [program]: `${tell}tell(';import{a}from"./a.js";export{a};');` },
      ';import{a}from"./a.js";export{a};',
    ],
  ])('have %s', async (_what, texts, expected) => {
    expect(await told(texts)).toEqual(expected);
  });
});
