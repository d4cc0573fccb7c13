import { looksSecretValue } from "../passes/looks-secret.ts";
import { splitWords } from "./split-words.ts";

/** Programs that only start another one. */
const wrappers =
  /^(?:sudo|nice|ionice|nohup|env|exec|time|timeout|flock|chronic|setlocks?|command|output-on-error|test|\[|if|then|else|do|while|\{|\()$/;
/** Programs whose first argument says what runs. */
const interpreters =
  /^(?:python|ruby|perl|php|node|bash|sh|dash|zsh|bundle|npm|npx|yarn|docker|make|uv|poetry)[\d.]*$/;
const dispatchers = /^(?:manage\.py|artisan|console|rake|wp|drush|rails|run|exec|occ)$/;

/** Words for a key: of `cd /srv && nice python manage.py parties_import --all`, `parties_import`. */
export function commandWords(command: string): string {
  const last = command
    .split(/\s*(?:&&|;)\s*/)
    .findLast((part) => part !== "" && !/^(?:cd|\.|source)\s|^(?:fi|done|esac|\}|\))(?:\s|$)/.test(part));
  for (const word of splitWords(last?.split(/\s\d?[|>]/)[0] ?? "")) {
    const name = word.split("/").at(-1) ?? "";
    const isSetting =
      /^[A-Za-z_]\w*=/.test(word) || !/[A-Za-z]/.test(name) || word.startsWith("-") || /^[$%{]/.test(name);
    if (isSetting || wrappers.test(name) || interpreters.test(name) || dispatchers.test(name)) continue;
    // A duration of `timeout`, or the lock file of `flock`.
    if (/^\d+[smhd]$/.test(name) || name.endsWith(".lock")) continue;
    return name.replace(/\.\w{1,4}$/, "");
  }
  return "";
}

const mostCharacters = 120;

/** Options whose next word is mostly a secret, and names whose value is. Too many are hidden rather than one too few. */
const secretOption = /^(?:-H|-u|-b|--user|--\S*(?:key|token|secret|auth|pass|header|cookie)\S*)$/;
const secretName = /key|token|secret|auth|pass|pwd|cred|bearer|header|cookie/i;

/** A command for a comment: on one line, not long, and without what looks like a secret. */
export function shownCommand(command: string): string {
  const hidesGlued = /\bmysql/.test(command);
  const words = splitWords(command).map((word, index, all) => {
    if (secretOption.test(all[index - 1] ?? "") || looksSecretValue(word)) return "…";
    if (/^-\w*c$/.test(all[index - 1] ?? "") && word.includes(" ")) return shownCommand(word);
    if (hidesGlued && /^-p./.test(word)) return "-p…";
    const [, name = ""] = /^([\w.-]+)[=:]./.exec(word) ?? [];
    if (secretName.test(name)) return `${word.slice(0, name.length + 1)}…`;
    return word
      .replace(/(\/\/)[^/\s@]+@/, "$1…@")
      .replace(/([?&][^=&\s]*(?:key|token|secret|auth|pass|sig)[^=&\s]*=)[^&\s"']+/gi, "$1…");
  });
  const text = words.join(" ");
  return text.length > mostCharacters ? `${text.slice(0, mostCharacters - 1)}…` : text;
}
