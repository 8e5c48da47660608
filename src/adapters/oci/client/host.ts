/** What may be inferred from the name of a host alone. */

/** The name in `host[:port]`, in lower case, an IPv6 address without its brackets. */
export function hostName(host: string): string {
  return host
    .toLowerCase()
    .replace(/:[0-9]+$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}

/** Whether the host is this machine whatever the network says (RFC 6761 section 6.3, RFC 1122 section 3.2.1.3). */
export function isLoopback(host: string): boolean {
  const name = hostName(host);
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1') return true;
  // The second as the URL parser prints an IPv4 address inside an IPv6 one.
  return /^127(?:\.[0-9]{1,3}){3}$/.test(name) || /^::ffff:7f[0-9a-f]{2}:/.test(name);
}

/** Names and addresses beyond 169.254.0.0/16 at which clouds hand out the credentials of a machine. */
const metadataHosts = new Set(['metadata.google.internal', 'metadata.goog', '100.100.100.200', 'fd00:ec2::254']);

/**
 * Whether a registry must not send us there: link-local addresses and the metadata services of clouds, which answer to
 * whoever asks from inside. Judges the name as written in a parsed URL, not what it resolves to.
 */
export function isForbidden(host: string): boolean {
  const name = hostName(host);
  if (metadataHosts.has(name) || /^fe[89ab][0-9a-f]:/.test(name) || name === '::' || name === '0.0.0.0') return true;
  // An IPv4 address inside an IPv6 one, as the URL parser prints it: ::ffff:169.254.0.1 is ::ffff:a9fe:1.
  return name.startsWith('169.254.') || /^(?:::ffff:|64:ff9b::)a9fe:/.test(name);
}

/** Whether a list of `host[:port]` names this host. An entry without a port is for every port. */
export function isListed(list: readonly string[], host: string): boolean {
  const wanted = host.toLowerCase();
  return list.some((entry) => {
    const listed = entry.toLowerCase();
    return listed === wanted || (!/:[0-9]+$/.test(listed) && hostName(listed) === hostName(wanted));
  });
}
