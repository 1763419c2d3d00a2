//! An editor's side of the protocol: the real program, over its standard input and output.

use anyhow::{Context, Result, bail};
use mission_tests::{TempBook, site};
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A check in the time of a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// See the [module](self). The server ends when this is dropped.
pub struct Client<'b> {
    book: &'b TempBook,
    process: Child,
    input: ChildStdin,
    messages: Receiver<Json>,
    asked: i64,
    /// By path in the book, what was told of it last.
    told: HashMap<String, Vec<Json>>,
    texts: HashMap<String, String>,
}

impl<'b> Client<'b> {
    /// Starts a server, and tells it what this editor knows.
    pub fn start(book: &'b TempBook, snippets: bool) -> Result<Self> {
        let mut process = Command::new(site::preprocessor()?)
            .args(["lsp", "--stdio"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let input = process.stdin.take().context("no stdin")?;
        let mut output = BufReader::new(process.stdout.take().context("no stdout")?);
        let (tell, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if tell.send(message).is_err() {
                    break;
                }
            }
        });
        let mut client = Self {
            book,
            process,
            input,
            messages,
            asked: 0,
            told: HashMap::new(),
            texts: HashMap::new(),
        };
        let item = json!({ "completionItem": { "snippetSupport": snippets } });
        client.ask(
            "initialize",
            json!({
                "processId": null,
                "rootUri": null,
                "capabilities": { "textDocument": { "completion": item } },
            }),
        )?;
        client.note("initialized", json!({}))?;
        Ok(client)
    }

    fn send(&mut self, message: &Json) -> Result<()> {
        let message = message.to_string();
        write!(
            self.input,
            "Content-Length: {}\r\n\r\n{message}",
            message.len()
        )?;
        Ok(self.input.flush()?)
    }

    pub fn note(&mut self, method: &str, parameters: Json) -> Result<()> {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": parameters }))
    }

    /// Sends a request; gives its result, or its error as an error.
    pub fn ask(&mut self, method: &str, parameters: Json) -> Result<Json> {
        self.asked += 1;
        let id = self.asked;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": parameters }))?;
        loop {
            let message = self.next(PATIENCE)?;
            if message["id"] == id {
                match message["error"]["message"].as_str() {
                    Some(error) => bail!("{error}"),
                    None => return Ok(message["result"].clone()),
                }
            }
        }
    }

    fn next(&mut self, patience: Duration) -> Result<Json> {
        let message = self.messages.recv_timeout(patience)?;
        if message["method"] == "textDocument/publishDiagnostics" {
            let parameters = &message["params"];
            let root = uri(&self.book.path(""));
            let file = parameters["uri"].as_str().unwrap_or_default();
            let file = file.trim_start_matches(root.trim_end_matches('/'));
            let mistakes = parameters["diagnostics"].as_array();
            self.told.insert(
                file.trim_start_matches('/').to_owned(),
                mistakes.cloned().unwrap_or_default(),
            );
        }
        Ok(message)
    }

    /// Opens a file as it is on the disk.
    pub fn open(&mut self, file: &str) -> Result<()> {
        let text = fs::read_to_string(self.book.path(file))?;
        let document =
            json!({ "uri": self.uri(file), "languageId": "markdown", "version": 1, "text": text });
        self.texts.insert(file.to_owned(), text);
        self.note("textDocument/didOpen", json!({ "textDocument": document }))
    }

    /// Types a new text, which is not saved.
    pub fn edit(&mut self, file: &str, text: &str) -> Result<()> {
        self.texts.insert(file.to_owned(), text.to_owned());
        let document = json!({ "uri": self.uri(file), "version": 2 });
        let changes = json!([{ "text": text }]);
        self.note(
            "textDocument/didChange",
            json!({ "textDocument": document, "contentChanges": changes }),
        )
    }

    /// Types something in place of something else.
    pub fn replace(&mut self, file: &str, old: &str, new: &str) -> Result<()> {
        let text = self.text(file)?;
        anyhow::ensure!(text.contains(old), "no `{old}` in {file}");
        self.edit(file, &text.replacen(old, new, 1))
    }

    /// The text of an open file.
    pub fn text(&self, file: &str) -> Result<String> {
        self.texts.get(file).cloned().context("it is not open")
    }

    pub fn uri(&self, file: &str) -> String {
        uri(&self.book.path(file))
    }

    /// Waits until what is told of a file fits.
    pub fn until(&mut self, file: &str, fits: impl Fn(&[Json]) -> bool) -> Result<Vec<Json>> {
        let start = Instant::now();
        loop {
            if let Some(told) = self.told.get(file)
                && fits(told)
            {
                return Ok(told.clone());
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            self.next(left)
                .with_context(|| format!("of {file} was told {:?}", self.told.get(file)))?;
        }
    }

    /// The place right after a text, and so many columns on.
    pub fn after(&self, file: &str, needle: &str, on: i64) -> Result<Json> {
        let text = self.text(file)?;
        let at = text
            .find(needle)
            .with_context(|| format!("no `{needle}` in {file}"))?;
        let before = &text[..at + needle.len()];
        let line = before.matches('\n').count();
        let column = before.rsplit('\n').next().unwrap_or_default();
        let column = column.encode_utf16().count() as i64 + on;
        Ok(json!({ "line": line, "character": column }))
    }

    /// Asks about the place right after a text.
    pub fn at(
        &mut self,
        method: &str,
        file: &str,
        needle: &str,
        on: i64,
        more: Json,
    ) -> Result<Json> {
        let mut parameters = more;
        parameters["textDocument"] = json!({ "uri": self.uri(file) });
        parameters["position"] = self.after(file, needle, on)?;
        self.ask(&format!("textDocument/{method}"), parameters)
    }

    /// The labels of what may be written right after a text, with what would be put there.
    pub fn complete(&mut self, file: &str, needle: &str) -> Result<Vec<(String, String)>> {
        let found = self.at("completion", file, needle, 0, json!({}))?;
        let text = |json: &Json| json.as_str().unwrap_or_default().to_owned();
        let items = found.as_array().context("no list")?.iter();
        Ok(items
            .map(|item| (text(&item["label"]), text(&item["textEdit"]["newText"])))
            .collect())
    }

    /// What is said of the place right after a text.
    pub fn hover(&mut self, file: &str, needle: &str) -> Result<String> {
        let found = self.at("hover", file, needle, 0, json!({}))?;
        Ok(found["contents"]["value"]
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// What a list of locations says: `file:line` and what stands there.
    pub fn places(&self, found: &Json) -> Result<Vec<String>> {
        let locations = found.as_array().cloned().unwrap_or_default();
        let shown = |location: &Json| {
            let uri = location["uri"].as_str().context("no uri")?;
            let file = uri.rsplit("/src/").next().unwrap_or_default();
            let range = &location["range"];
            let line = range["start"]["line"].as_u64().context("no line")?;
            let text = fs::read_to_string(self.book.path(&format!("src/{file}")))?;
            let place = |at: &Json| at["character"].as_u64().unwrap_or_default() as usize;
            let units: Vec<u16> = text
                .lines()
                .nth(line as usize)
                .context("no such line")?
                .encode_utf16()
                .collect();
            let part = &units[place(&range["start"])..place(&range["end"])];
            Ok(format!("{file}:{} {}", line + 1, String::from_utf16(part)?))
        };
        locations.iter().map(shown).collect()
    }

    /// The texts of the files that an edit changes, with the edit.
    pub fn edited(&self, changes: &Json) -> Result<HashMap<String, String>> {
        let changes = changes["changes"].as_object().context("no changes")?;
        let mut edited = HashMap::new();
        for (uri, edits) in changes {
            let file = format!("src/{}", uri.rsplit("/src/").next().unwrap_or_default());
            let text = match self.text(&file) {
                Ok(text) => text,
                Err(_) => fs::read_to_string(self.book.path(&file))?,
            };
            edited.insert(file, apply(&text, edits)?);
        }
        Ok(edited)
    }

    /// The text of an open file as it is formatted.
    pub fn formatted(&mut self, file: &str) -> Result<String> {
        let options = json!({ "tabSize": 2, "insertSpaces": true });
        let document = json!({ "uri": self.uri(file) });
        let edits = self.ask(
            "textDocument/formatting",
            json!({ "textDocument": document, "options": options }),
        )?;
        apply(&self.text(file)?, &edits)
    }

    /// Ends the server in the order of the protocol; how it ended.
    pub fn end(mut self) -> Result<Option<i32>> {
        self.ask("shutdown", Json::Null)?;
        self.note("exit", Json::Null)?;
        Ok(self.process.wait()?.code())
    }
}

impl Drop for Client<'_> {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn uri(path: &Path) -> String {
    format!("file://{}", path.to_string_lossy())
}

fn read(output: &mut impl BufRead) -> Option<Json> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim();
        if line.is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    output.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// A text with edits, which don't overlap.
fn apply(text: &str, edits: &Json) -> Result<String> {
    let offset = |at: &Json| -> Result<usize> {
        let (line, column) = (at["line"].as_u64(), at["character"].as_u64());
        let (line, column) = line.zip(column).context("no position")?;
        let start: usize = text
            .split_inclusive('\n')
            .take(line as usize)
            .map(str::len)
            .sum();
        let mut units = 0;
        let mut place = start;
        for sign in text[start..].chars() {
            if units >= column {
                break;
            }
            units += sign.len_utf16() as u64;
            place += sign.len_utf8();
        }
        Ok(place)
    };
    let mut parts = Vec::new();
    for edit in edits.as_array().context("no edits")? {
        let range = &edit["range"];
        let new = edit["newText"].as_str().context("no text")?;
        parts.push((offset(&range["start"])?, offset(&range["end"])?, new));
    }
    parts.sort_unstable();
    let mut edited = text.to_owned();
    for (start, end, new) in parts.into_iter().rev() {
        edited.replace_range(start..end, new);
    }
    Ok(edited)
}
