//! What nobody gets below: an empty Yew app, a preprocessor that does nothing, a frame that only paints.

use crate::Bench;
use crate::results::{Results, Row};
use crate::server::Server;
use crate::sites;
use crate::visit::Visitor;
use crate::{build, process};
use anyhow::Result;
use mission_tests::budget::gzipped;
use std::fs;

const SECTION: &str = "limits";

/// Changes one colour a frame, and gives the time from each frame's callback to the first task after it: style,
/// layout and painting of next to nothing.
const PAINT: &str = "return (async () => {
    const path = document.querySelector('#chart path');
    const { port1, port2 } = new MessageChannel();
    const times = [];
    for (let i = 0; i < 200; i++)
        await new Promise((done) => requestAnimationFrame(() => {
            const began = performance.now();
            path.style.stroke = i % 2 ? 'red' : 'blue';
            port1.onmessage = () => { times.push(performance.now() - began); done(); };
            port2.postMessage(0);
        }));
    return times;
})();";

/// Measures the section.
pub fn measure(bench: &Bench, results: &mut Results) -> Result<()> {
    let empty = || -> Result<Row> {
        let folder = bench.provision.path("empty")?;
        let mut bytes = 0;
        for name in ["empty.wasm", "empty.js"] {
            bytes += gzipped(&fs::read(folder.join(name))?)?;
        }
        let kilobytes = vec![bytes as f64 / 1000.0];
        Ok(Row::new(
            SECTION,
            "an empty Yew app: wasm + js",
            "gzip -9",
            "kB",
            kilobytes,
        ))
    };
    results.add(SECTION, "an empty Yew app", empty());
    let echo = || -> Result<Row> {
        let book = build::course()?;
        let input = build::input(book.path())?;
        let program = bench.provision.path("echo-book")?;
        let mut times = Vec::new();
        for _ in 0..bench.rounds(30) {
            times.push(process::run(&program, book.path(), &[], &input)?.milliseconds);
        }
        Ok(Row::new(
            SECTION,
            "a preprocessor that only echoes",
            "this book",
            "ms",
            times,
        ))
    };
    results.add(SECTION, "a preprocessor that only echoes", echo());
    let site = sites::peer(bench, "limit")?;
    let server = Server::start(&site.path())?;
    let visitor = Visitor::new()?;
    for (rate, condition) in [(1, "1×"), (4, "4×")] {
        let frames = || -> Result<Row> {
            visitor.open(
                &server.warm("drift.html"),
                "document.querySelector('#chart path')",
            )?;
            visitor.throttle(rate)?;
            let times = visitor.browser().run(PAINT, &[]);
            visitor.throttle(1)?;
            let times = serde_json::from_value(times?)?;
            Ok(Row::new(
                SECTION,
                "a frame that only paints",
                condition,
                "ms",
                times,
            ))
        };
        results.add(SECTION, "a frame that only paints", frames());
    }
    Ok(())
}
