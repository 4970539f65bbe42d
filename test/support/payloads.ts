export const form = "application/x-www-form-urlencoded";
export const json = "application/json";

/** What attackers send instead of a valid form whose first field is `first`. */
export function payloads(given: Record<string, unknown>, first: string): [what: string, body: string, type: string][] {
  const valid = new URLSearchParams(
    Object.entries(given).flatMap(([key, value]) => [value].flat().map((one) => [key, String(one)])),
  ).toString();
  const rest = new URLSearchParams(
    Object.entries(given).filter(([key]) => key !== first) as [string, string][],
  ).toString();
  const asJson = (change: string) => `${JSON.stringify(given).slice(0, -1)},${change}}`;
  const deep = `${"[".repeat(5000)}1${"]".repeat(5000)}`;
  return [
    ["unknown field", `${valid}&unknown=1`, form],
    ["__proto__", `${valid}&__proto__=1&__proto__[polluted]=1`, form],
    ["constructor", `${valid}&constructor[prototype][polluted]=1`, form],
    ["operator", `${rest}&${first}[$ne]=`, form],
    ["operator in JSON", asJson(`"${first}":{"$ne":null}`), json],
    ["__proto__ in JSON", asJson(`"__proto__":{"polluted":1}`), json],
    ["constructor in JSON", asJson(`"constructor":{"prototype":{"polluted":1}}`), json],
    ["repeated", `${valid}&${first}=a&${first}=${"b".repeat(10)}`, form],
    ["5,000 deep names", `${valid}&a${"[b]".repeat(5000)}=1`, form],
    ["5,000 deep JSON", asJson(`"${first}":${deep}`), json],
    ["no object", "[]", json],
    ["broken JSON", `{"${first}":`, json],
    ["1 MB", `${rest}&${first}=${"x".repeat(1_000_000)}`, form],
    ["1 MB JSON", asJson(`"${first}":"${"x".repeat(1_000_000)}"`), json],
  ];
}
