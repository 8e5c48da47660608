import { describe, expect, it } from 'vitest';
import type { Component } from '../../../src/core/sbom/component.ts';
import { identify } from '../../../src/core/sbom/identity.ts';

const component = (purl: string | undefined, name = 'x'): Component => ({
  name,
  licenses: [],
  hashes: [],
  ...(purl === undefined ? {} : { purl }),
});

describe('the identity of a package', () => {
  it.each([
    ['pkg:npm/%40babel/core@7.1.0', 'pkg:npm/%40babel/core', '@babel/core', '7.1.0'],
    ['pkg:npm/@babel/core@7.1.0', 'pkg:npm/%40babel/core', '@babel/core', '7.1.0'],
    ['pkg:maven/org.slf4j/slf4j-api@2.0?type=jar', 'pkg:maven/org.slf4j/slf4j-api', 'org.slf4j:slf4j-api', '2.0'],
    ['pkg:maven/a/b@1?classifier=sources&type=zip', 'pkg:maven/a/b?classifier=sources&type=zip', 'a:b', '1'],
    ['pkg:deb/debian/libc6@2.36?arch=amd64&distro=debian-12', 'pkg:deb/debian/libc6?arch=amd64', 'libc6', '2.36'],
    [
      'pkg:golang/github.com/acme/tool@v1.0.0#cmd/x',
      'pkg:golang/github.com/acme/tool#cmd/x',
      'github.com/acme/tool',
      'v1.0.0',
    ],
    [
      'pkg:oci/app@sha256%3Aabc?repository_url=ghcr.io/acme/app&tag=1',
      'pkg:oci/app?repository_url=ghcr.io%2Facme%2Fapp',
      'app',
      'sha256:abc',
    ],
    ['pkg:gem/ffi@1.0?platform=java', 'pkg:gem/ffi?platform=java', 'ffi', '1.0'],
  ])('of %s', (purl, bare, name, version) => {
    const found = identify(component(purl));
    expect(found).toMatchObject({ identity: { purl: bare, name }, version });
  });

  it.each([
    ['pkg:PyPI/Flask_Login@1', 'pkg:pypi/flask.login@2'],
    ['pkg:golang/github.com/BurntSushi/toml@v1.0.0', 'pkg:golang/github.com/burntsushi/toml@v2.0.0'],
    ['pkg:nuget/Newtonsoft.Json@1', 'pkg:nuget/newtonsoft.json@2'],
    ['pkg:deb/debian/a@1?vcs_url=x', 'pkg:deb/debian/a@2?vcs_url=y'],
    ['pkg:cran/abc', 'pkg:cran/abc@1'],
  ])('is the same for %s and %s', (a, b) => {
    const [left, right] = [identify(component(a)), identify(component(b))];
    expect(left.identity.key).toBe(right.identity.key);
  });

  it.each([
    ['pkg:npm/redis@1', 'pkg:pypi/redis@1'],
    ['pkg:deb/debian/a@1?arch=amd64', 'pkg:deb/debian/a@1?arch=arm64'],
    ['pkg:npm/a@1', 'pkg:npm/a@1?repository_url=https://npm.example.com'],
    ['pkg:golang/a.example/b@1#x', 'pkg:golang/a.example/b@1#y'],
    ['pkg:maven/a/b@1', 'pkg:maven/a/b@1?classifier=sources'],
  ])('is another one for %s and %s', (a, b) => {
    const [left, right] = [identify(component(a)), identify(component(b))];
    expect(left.identity.key).not.toBe(right.identity.key);
  });

  it.each(['not a purl', 'pkg:', 'pkg:npm', `pkg:npm/${'a'.repeat(5000)}@1`, 'pkg:npm/%zz@1'])(
    'is the text where %s is no package URL',
    (purl) => {
      expect(identify(component(purl)).identity.key).toBe(purl.replace(/@1$/, ''));
    },
  );
});
