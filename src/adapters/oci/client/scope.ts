/** What a token is asked to allow (distribution's token authentication specification, "Requested scopes"). */

export type Actions = 'pull' | 'pull,push';

export function repositoryScope(repository: string, actions: Actions): string {
  return `repository:${repository}:${actions}`;
}

/** Whether every wanted scope is among the granted ones, or part of one. */
export function covers(granted: readonly string[], wanted: readonly string[]): boolean {
  return wanted.every((scope) => granted.includes(scope) || granted.some((other) => isPartOf(scope, other)));
}

/** A scope is `type:name:actions`, and names may have colons. */
function isPartOf(scope: string, other: string): boolean {
  const end = scope.lastIndexOf(':') + 1;
  if (other.lastIndexOf(':') + 1 !== end || !other.startsWith(scope.slice(0, end))) return false;
  const allowed = other.slice(end).split(',');
  return scope
    .slice(end)
    .split(',')
    .every((action) => allowed.includes(action));
}
