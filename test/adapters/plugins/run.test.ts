import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../src/adapters/plugins/run.ts';

describe('how a plugin is started', () => {
  it('is as itself, with no arguments', () => {
    expect(commandOf('/bin/pacto-plugin-x', 'linux', {})).toEqual({
      command: '/bin/pacto-plugin-x',
      args: [],
      verbatim: false,
    });
    expect(commandOf('C:\\bin\\pacto-plugin-x.exe', 'win32', {}).command).toBe('C:\\bin\\pacto-plugin-x.exe');
  });

  it('is through the command interpreter where Windows has a script, and never with a path that it would read', () => {
    expect(commandOf('C:\\a b\\pacto-plugin-x.CMD', 'win32', { ComSpec: 'C:\\cmd.exe' })).toEqual({
      command: 'C:\\cmd.exe',
      args: ['/d', '/s', '/c', '""C:\\a b\\pacto-plugin-x.CMD""'],
      verbatim: true,
    });
    expect(commandOf('C:\\%PATH%\\pacto-plugin-x.cmd', 'win32', {}).args).toEqual([]);
  });
});
