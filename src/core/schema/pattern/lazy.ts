/**
 * A test for one of our own expressions with the flag `u`, compiled when it is first asked. V8 reads every literal as
 * soon as it reads the module, and looking up Unicode properties for them took half the load time of the engine.
 */
export function lazyTest(source: string): (text: string) => boolean {
  let expression: RegExp | undefined;
  return (text) => {
    expression ??= new RegExp(source, 'u');
    return expression.test(text);
  };
}
