/**
 * What a page may do (https://www.w3.org/TR/CSP3/): show its own style, run its own script, and load nothing. Whatever
 * gets into the page beside them does not run.
 */
export async function securityPolicy(styles: string, scripts: string, canConnect: boolean): Promise<string> {
  const directives = [
    "default-src 'none'",
    `style-src '${await digest(styles)}'`,
    `script-src '${await digest(scripts)}'`,
    'img-src data:',
    ...(canConnect ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return directives.join('; ');
}

async function digest(text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `sha256-${btoa(String.fromCharCode(...bytes))}`;
}
