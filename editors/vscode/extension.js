// Starts the language server that is in the program itself: `mdbook-mission lsp`.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("mission").get("program");
  client = new LanguageClient(
    "mission",
    "mdbook-mission",
    { command, args: ["lsp"] },
    {
      documentSelector: [{ scheme: "file", language: "markdown" }],
      synchronize: { fileEvents: workspace.createFileSystemWatcher("**/{*.md,book.toml}") },
    },
  );
  return client.start();
};

exports.deactivate = () => client?.stop();
