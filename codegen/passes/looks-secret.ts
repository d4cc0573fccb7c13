/** Words in a name that say that its value is a secret. */
const secretWords =
  /(^|[^a-z])(token|secret|passwo?r?d|passphrase|api[-_]?key|private[-_]?key|access[-_]?key|credentials?|bearer|webhook[-_]?url)([^a-z]|$)/;

/** Beginnings that well-known services give to their secrets, and forms that nothing else has. */
const secretValues = [
  /^(Bearer|Basic)\s+\S{8,}/i,
  /^(sk|rk)_(live|test)_\w{10,}/,
  /^(ghp|gho|ghs|ghu)_\w{20,}|^github_pat_\w{20,}/,
  /^xox[abpors]-[\w-]{10,}/,
  /^whsec_[\w+/=]{16,}/,
  /^AKIA[0-9A-Z]{16}$/,
  /^eyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}$/,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /^https:\/\/hooks\.slack\.com\/\S+/,
  /^\w+:\/\/[^/\s:@]+:[^/\s@]+@/,
];

/** Whether a name says that its value is a secret: `API_KEY`, `x-auth-token`, `clientSecret`. */
export function looksSecretName(name: string): boolean {
  return secretWords.test(name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
}

/** Whether a value has the form of a secret of a well-known service. */
export function looksSecretValue(value: string): boolean {
  return secretValues.some((pattern) => pattern.test(value));
}
