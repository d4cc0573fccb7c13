import { describe, expect, it } from "vitest";
import { commandRequest } from "../../../codegen/import/command-request.ts";
import { commandWords, shownCommand } from "../../../codegen/import/describe-command.ts";
import { splitWords } from "../../../codegen/import/split-words.ts";

describe("a command that is one request", () => {
  it.each([
    ["curl -fsS https://api.example.org/a", "GET /a"],
    ["curl https://api.example.org", "GET /"],
    ["/usr/bin/curl -sSX PUT 'https://api.example.org/a?b=1&c=%20' > /dev/null 2>&1", "PUT /a?b=1&c=%20"],
    ["curl -XDELETE https://api.example.org/a", "DELETE /a"],
    ["curl --request patch https://api.example.org/a", "PATCH /a"],
    ["curl -d x=1 https://api.example.org/a", "POST /a"],
    ["curl -G -d x=1 https://api.example.org/a", "GET /a"],
    ["curl -I https://api.example.org/a", "HEAD /a"],
    ["curl -e https://referrer.example.org/ https://api.example.org/a", "GET /a"],
    ["wget -q -O - https://api.example.org/a >/dev/null", "GET /a"],
    ["wget --post-data=x=1 https://api.example.org/a", "POST /a"],
    ["wget --spider https://api.example.org/a", "HEAD /a"],
    ["flock -n /tmp/a.lock curl https://api.example.org/a", "GET /a"],
    ["cd /srv && curl https://api.example.org/a", "GET /a"],
    ["sh -c 'curl -X POST https://api.example.org/a'", "POST /a"],
    ["curl https://api.example.org/a || true", "GET /a"],
    ["curl https://api.example.org/a | logger -t cron", "GET /a"],
  ])("%s", (command, endpoint) => {
    expect(commandRequest(splitWords(command))?.endpoint).toBe(endpoint);
  });

  it.each([
    ["no request", "python manage.py sync"],
    ["a ping of a watchdog behind the work", "backup && curl -fsS https://hc.example.org/ping"],
    ["the same without a blank before the semicolon", "backup; curl -fsS https://hc.example.org/ping"],
    ["a script that is fetched to be run", "curl -s https://example.org/install.sh | sh"],
    ["work behind a request", "curl -s https://example.org/data.json -o data.json && load data.json"],
    ["an address in a variable", 'curl "$URL/a"'],
    ["two addresses", "curl https://a.example.org/ https://b.example.org/"],
    ["no path that the language takes", "curl https://example.org//a"],
  ])("is not: %s", (_what, command) => {
    expect(commandRequest(splitWords(command))?.endpoint).toBeUndefined();
  });

  it("leaves out what looks like a secret, and says so", () => {
    const request = commandRequest(
      splitWords("curl -H 'X-Key: abc' https://u:p@api.example.org/a?key=abc&day=1".replace("&", "\\&")),
    );
    expect(request?.endpoint).toBe("GET /a?day=1");
    expect(request?.remarks.filter(({ check }) => check)).toHaveLength(3);
    expect(JSON.stringify(request)).not.toMatch(/abc|u:p/);
  });
});

describe("a command in a comment", () => {
  it.each([
    "curl -H 'Authorization: Bearer s3cr3t' https://$HOST/a",
    'curl -H "X-Api-Key: s3cr3t" $URL',
    "curl -u user:s3cr3t $URL",
    "curl $URL?cron_key=s3cr3t",
    "curl https://user:s3cr3t@$HOST/",
    "PGPASSWORD=s3cr3t pg_dump app",
    "mysqldump -ps3cr3t app",
    "run --token=s3cr3t",
    "sh -c \"curl -H 'X-Key: s3cr3t' $URL\"",
    "run --token s3cr3t",
    "run --api-key 's3cr3t'",
  ])("hides the secret of %s", (command) => {
    expect(shownCommand(command)).not.toContain("s3cr3t");
  });

  it("is short", () => {
    expect(shownCommand("x".repeat(500))).toHaveLength(120);
  });
});

describe("the words that name a job", () => {
  it.each([
    ["cd /srv/app && nice -n 19 python3 manage.py parties_import --post", "parties_import"],
    ["/usr/local/bin/backup.sh --all >> /var/log/backup.log 2>&1", "backup"],
    ["FOO=1 php artisan schedule:run", "schedule:run"],
    ["test -x /usr/bin/renew && renew -q", "renew"],
    ["flock -n /tmp/a.lock timeout 30m node dist/sync.js", "sync"],
    ["$HOME/bin/report", "report"],
    ["if [ -e /srv/on ]; then /srv/bin/rotate; fi", "rotate"],
    ["for f in /srv/*; do compress $f; done", "compress"],
    ["", ""],
  ])("%s", (command, words) => {
    expect(commandWords(command)).toBe(words);
  });
});
