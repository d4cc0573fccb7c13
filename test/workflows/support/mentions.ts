/**
 * Ways to write an `@` without one: browsers, and Markdown before them, read these as that character.
 *
 * @see https://spec.commonmark.org/0.31.2/#entity-and-numeric-character-references
 * @see https://html.spec.whatwg.org/multipage/named-characters.html: `&commat;` is the only name of it
 */
export const entities: readonly string[] = ["&commat;", "&#64;", "&#064;", "&#x40;", "&#X0040;", "&#64"];

/**
 * Whom a comment calls, by GitHub's and GitLab's rule: they look for an `@` and a name right behind it in what the text is
 * rendered to. Reads every reference as one, also where Markdown would show it as it stands.
 */
export function mentions(markdown = ""): string[] {
  const shown = markdown.replace(/&(?:commat;|#0*64;?|#x0*40;?)/gi, "@");
  return [...shown.matchAll(/@(\w[\w/-]*)/g)].map(([, name = ""]) => name);
}

/**
 * How a line of Markdown in which everything is escaped is read: without the backslashes, and without the characters that
 * nobody sees. A reference behind a backslash is none.
 *
 * @see https://spec.commonmark.org/0.31.2/#backslash-escapes
 */
export function shownAs(markdown = ""): string {
  return markdown.replace(/\\(?=[!-/:-@[-`{-~])/g, "").replaceAll("\u200b", "");
}
