const urlHead = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/;

/** Whether the text is a whole URL, of another host perhaps, where a path is asked for. */
export function isUrl(path: string): boolean {
  return urlHead.test(path);
}

/** The path to request for the `path` of health or metrics, which may lack its slash or be a whole URL: `/livez`. */
export function requestPath(path: string): string {
  const rest = path.replace(urlHead, '');
  return rest.startsWith('/') ? rest : `/${rest}`;
}
