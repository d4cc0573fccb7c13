import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../codegen/diagnostics/diagnostic.ts";
import { printJunit } from "../../../codegen/diagnostics/print-junit.ts";
import { compileCase, goldenCases } from "../support/golden-case.ts";
import { under } from "./support/under.ts";

interface Element {
  readonly name: string;
  readonly attributes: Record<string, string>;
  text: string;
}

/** Every element in its order, with its own text; throws where the text is not well-formed XML. */
function elements(xml: string): Element[] {
  const parser = new SaxesParser();
  const found: Element[] = [];
  const open: Element[] = [];
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const element = { name, attributes, text: "" };
    found.push(element);
    open.push(element);
  });
  parser.on("text", (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on("closetag", () => open.pop());
  parser.write(xml).close();
  return found;
}

function named(name: string, ...diagnostics: readonly Diagnostic[]): Element[] {
  return elements(printJunit(diagnostics)).filter((each) => each.name === name);
}

describe("JUnit XML", () => {
  it.each(goldenCases())("of $kind/$name is well-formed, with a case for each diagnostic", (each) => {
    const { diagnostics } = compileCase(each);
    const errors = diagnostics.filter(({ severity }) => severity === "error").length;
    expect(named("failure", ...diagnostics)).toHaveLength(errors);
    const [suite, ...others] = named("testsuite", ...diagnostics);
    const tests = String(Math.max(1, diagnostics.length));
    expect(suite?.attributes).toMatchObject({ tests, failures: String(errors) });
    expect(others).toEqual([]);
    expect(named("testcase", ...diagnostics)).toHaveLength(Number(tests));
  });

  it("is one case that passed where nothing is wrong", () => {
    expect(elements(printJunit([])).map(({ name }) => name)).toEqual(["testsuites", "testsuite", "testcase"]);
  });

  it("says where and what, and what to do", () => {
    const given = under("a: 1\nbb: two\n", "two", "`two` is wrong", "write 2");
    expect(named("testcase", given)[0]?.attributes).toEqual({
      classname: "f.yaml",
      name: "SCH104 at 2:5",
      file: "f.yaml",
      line: "2",
    });
    expect(named("failure", given)).toEqual([
      {
        name: "failure",
        attributes: { type: "SCH104", message: "`two` is wrong" },
        text: "f.yaml:2:5: error SCH104: `two` is wrong\nhint: write 2",
      },
    ]);
  });

  it("lets a warning pass, as the command does", () => {
    const warning: Diagnostic = { ...under("a: x", "x"), severity: "warning" };
    expect(named("failure", warning)).toEqual([]);
    expect(named("system-out", warning)[0]?.text).toBe("f.yaml:1:4: warning SCH104: wrong");
  });

  it("carries any text, but for what XML can't hold", () => {
    const message = `<a b="c">&amp;]]>\n\t'é🎉`;
    expect(named("failure", under("a: x", "x", message))[0]?.attributes.message).toBe(message);
    expect(named("failure", under("a: x", "x", "\u0000\u001b\ud800"))[0]?.attributes.message).toBe(
      "\ufffd\ufffd\ufffd",
    );
  });
});
