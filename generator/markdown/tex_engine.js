// The half of math.cc that runs in the script engine: temml behind one function.
//
//     loci_tex("x^2", false, "")   ->  "M<math><msup>…</msup></math>"
//     loci_tex("x^{2", false, "")  ->  "E4\nExpected '}', got 'EOF'"        4: where, in UTF-16 units, -1 when unknown
//
// scripts/lib/build-math.mjs bundles it with temml and turns the whole into ES5, which is what Duktape reads.
import "./tex_polyfills.js";
import temml from "temml";

// LaTeX refuses to define a name twice. Here each formula of a note is read after those that defined something, and people
// repeat their definitions, as MathJax lets them: whichever of the two was written, the one that fits is carried out.
function defining(context) {
  const first = context.popToken();
  const name = first.text === "{" ? context.future().text : first.text;
  context.pushToken(first);
  return context.isDefined(name) ? "\\renewcommand@loci" : "\\providecommand";
}
temml.__defineMacro("\\newcommand", defining);
temml.__defineMacro("\\renewcommand@loci", { tokens: [{ text: "\\renewcommand", noexpand: true }], numArgs: 0 });
temml.__defineMacro("\\renewcommand", defining);

function options(display, macros) {
  return {
    displayMode: display,
    throwOnError: true,
    trust: false,
    maxExpand: 1000,
    maxSize: [40, 400], // em, points: what a page has room for
    macros: macros,
  };
}

// "… at position 5: \n\\frac{x̲…": what stands behind the sentence is shown by the diagnostic's own caret.
function sentence(error) {
  return String(error.message)
    .replace(/ at (position \d+|end of input): [\s\S]*$/, "")
    .replace(/\s+/g, " ")
    .trim();
}

globalThis.loci_tex = function (tex, display, preamble) {
  try {
    const macros = preamble === "" ? {} : temml.definePreamble(preamble, options(true, {}));
    return "M" + temml.renderToString(tex, options(display, macros));
  } catch (error) {
    if (!(error instanceof temml.ParseError)) throw error;
    return "E" + (typeof error.position === "number" ? error.position : -1) + "\n" + sentence(error);
  }
};

// There is no numbering of equations, so there is nothing to refer to.
["\\ref", "\\eqref"].forEach(function (name) {
  temml.__defineMacro(name, function () {
    throw new temml.ParseError("References to equations are not supported: write \\tag{1} and refer to it in words");
  });
});
