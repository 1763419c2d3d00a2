// Tokens of a chapter as VS Code would colour them: `node grammar.test.js`, after `npm install`.
const assert = require("node:assert");
const fs = require("node:fs");
const path = require("node:path");
const oniguruma = require("vscode-oniguruma");
const { Registry, parseRawGrammar } = require("vscode-textmate");

const mission = "markdown.mission.codeblock";
// What matters of Markdown here is that it has a scope to inject into.
const markdown = JSON.stringify({
  scopeName: "text.html.markdown",
  patterns: [{ name: "markup.bold.markdown", match: "\\*\\*[^*]+\\*\\*" }],
});

const CHAPTER = [
  "**Before**",
  "```mission lock",
  'id = "guess" # a note',
  "[[track.option]]",
  "answer = 0.5",
  "text = '''",
  "It is {{= server.half : .1 }}.",
  "'''",
  "```",
  "**After**",
  "```mission track rack",
  "**Only** here",
  "```",
  "```toml",
  "id = 1",
  "```",
];

const EXPECTED = [
  [0, "**Before**", "markup.bold.markdown"],
  [1, "mission", "keyword.control.mission"],
  [1, "lock", "entity.name.type.mission"],
  [2, "id", "support.type.property-name.toml"],
  [2, "guess", "string.quoted.double.toml"],
  [2, "# a note", "comment.line.number-sign.toml"],
  [3, "track.option", "entity.name.section.toml"],
  [4, "0.5", "constant.numeric.toml"],
  [6, "server.half", "variable.other.mission"],
  [6, "It is ", "string.quoted.triple.single.toml"],
  [9, "**After**", "markup.bold.markdown"],
  [10, "rack", "variable.other.mission"],
  [11, "**Only**", "markup.bold.markdown"],
];

async function main() {
  const wasm = fs.readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm")).buffer;
  await oniguruma.loadWASM(wasm);
  const registry = new Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (scope) => {
      const file = path.join(__dirname, "syntaxes/mission.json");
      const text = scope === mission ? fs.readFileSync(file, "utf8") : markdown;
      return parseRawGrammar(text, `${scope}.json`);
    },
    getInjections: (scope) => (scope === "text.html.markdown" ? [mission] : []),
  });
  const grammar = await registry.loadGrammar("text.html.markdown");
  let state = null;
  const lines = CHAPTER.map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens.map((token) => [line.slice(token.startIndex, token.endIndex), token.scopes]);
  });
  for (const [line, text, scope] of EXPECTED) {
    const token = lines[line].find(([own]) => own === text);
    assert(token, `line ${line} has no token "${text}": ${JSON.stringify(lines[line])}`);
    assert(token[1].includes(scope), `"${text}" is ${token[1]}, not ${scope}`);
  }
  const other = lines[14].flatMap(([, scopes]) => scopes);
  assert(!other.some((scope) => scope.endsWith(".toml")), `TOML of others is none of ours: ${other}`);
}

main();
