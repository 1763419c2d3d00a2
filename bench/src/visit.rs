//! One cold visit to a page: its address goes in; what a reader waits for comes out.

use anyhow::{Context, Result, bail};
use mission_tests::{Browser, Session};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const SCRIPT: &str = include_str!("visit.js");
const PATIENCE: Duration = Duration::from_secs(40);
/// A task that takes longer blocks, by the definition of total blocking time.
const BLOCKING: f64 = 50.0;

/// A machine and its network.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// This machine over loopback.
    Plain,
    /// A fourth of its speed, behind what Chrome's developer tools call "Slow 4G".
    Slow,
}

impl Condition {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plain => "loopback",
            Self::Slow => "4× CPU, slow 4G",
        }
    }
}

/// A browser that goes from page to page.
pub struct Visitor {
    browser: Browser,
}

/// What was noted of a visit. Times in milliseconds since the navigation began.
pub struct Seen {
    /// When the first move of the control was answered.
    pub accepted: Option<f64>,
    /// Largest contentful paint.
    pub lcp: f64,
    /// Layout shifts that no input caused.
    pub cls: f64,
    /// The slowest interaction; 16 at least, since shorter ones are not reported.
    pub inp: f64,
    /// Total blocking time.
    pub tbt: f64,
    /// The longest task; at least 50, since shorter ones are not reported.
    pub longest: f64,
}

impl Visitor {
    /// Opens a browser.
    pub fn new() -> Result<Self> {
        let browser = Session::new().measured().open()?;
        let script = json!({ "source": SCRIPT });
        browser.cdp("Page.addScriptToEvaluateOnNewDocument", script)?;
        browser.cdp("Network.enable", json!({}))?;
        Ok(Self { browser })
    }

    /// The browser, for what is done by hand.
    pub fn browser(&self) -> &Browser {
        &self.browser
    }

    /// From now on under a condition.
    pub fn set(&self, condition: Condition) -> Result<()> {
        let (rate, latency, down, up) = match condition {
            Condition::Plain => (1, 0.0, -1.0, -1.0),
            // 150 ms, 1.6 Mbit/s and 750 kbit/s, with the factors by which the developer tools make up for working
            // above the transport: 3.75 and 0.9.
            Condition::Slow => (4, 562.5, 180_000.0, 84_375.0),
        };
        self.throttle(rate)?;
        self.browser.cdp(
            "Network.emulateNetworkConditions",
            json!({ "offline": false, "latency": latency, "downloadThroughput": down, "uploadThroughput": up }),
        )
    }

    /// Makes the processor slower.
    pub fn throttle(&self, rate: u32) -> Result<()> {
        self.browser
            .cdp("Emulation.setCPUThrottlingRate", json!({ "rate": rate }))
    }

    /// Opens a page and waits until an expression holds.
    pub fn open(&self, url: &str, ready: &str) -> Result<()> {
        self.browser.goto(url)?;
        let here = format!("location.href === {} && ({ready})", json!(url));
        self.browser
            .wait_within(PATIENCE, &here, "the page is alive")
    }

    /// A visit without an act: what is painted, what moves.
    pub fn look(&self, url: &str, ready: &str) -> Result<Seen> {
        self.open(url, ready)?;
        std::thread::sleep(Duration::from_millis(300));
        self.seen()
    }

    /// A visit with a key held down on a control, from when it can have the focus until it is answered, and then
    /// twenty presses more.
    pub fn move_control(&self, url: &str, control: &str, reading: &str, key: Key) -> Result<Seen> {
        let joint = if url.contains('?') { '&' } else { '?' };
        let url = format!(
            "{url}{joint}control={}&reading={}",
            encoded(control),
            encoded(reading)
        );
        self.browser.goto(&url)?;
        let start = Instant::now();
        let mut presses = 0;
        loop {
            let state = self.browser.run(
                "const seen = window.__seen;
                 return seen && location.href === arguments[0] ? [seen.focused !== null, seen.accepted] : null",
                &[url.as_str().into()],
            );
            // Between two pages there is nobody to answer.
            let state = state.unwrap_or(Value::Null);
            if state[1].is_number() {
                break;
            }
            if state[0] == true {
                self.press(key, presses)?;
                presses += 1;
            }
            if start.elapsed() > PATIENCE {
                bail!("{control} was not answered in {PATIENCE:?}, after {presses} presses");
            }
        }
        if matches!(key, Key::Arrows) {
            for press in 0..20 {
                self.press(key, press)?;
                std::thread::sleep(Duration::from_millis(30));
            }
        }
        std::thread::sleep(Duration::from_millis(300));
        self.seen()
    }

    fn press(&self, key: Key, presses: usize) -> Result<()> {
        let (name, code) = match key {
            Key::Enter => ("Enter", 13),
            // To and fro, so that no end is reached.
            Key::Arrows if (presses / 50).is_multiple_of(2) => ("ArrowUp", 38),
            Key::Arrows => ("ArrowDown", 40),
        };
        for (kind, text) in [
            ("keyDown", if code == 13 { "\r" } else { "" }),
            ("keyUp", ""),
        ] {
            let event = json!({ "type": kind, "key": name, "code": name, "text": text,
                "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code });
            self.browser.cdp("Input.dispatchKeyEvent", event)?;
        }
        Ok(())
    }

    fn seen(&self) -> Result<Seen> {
        let seen = self.browser.eval("window.__seen")?;
        let number = |key: &str| {
            seen[key]
                .as_f64()
                .with_context(|| format!("no {key}: {seen}"))
        };
        let long: Vec<f64> = serde_json::from_value(seen["long"].clone())?;
        Ok(Seen {
            accepted: seen["accepted"].as_f64(),
            lcp: number("lcp")?,
            cls: number("cls")?,
            inp: number("inp")?.max(16.0),
            tbt: long.iter().map(|task| task - BLOCKING).sum(),
            longest: long.into_iter().fold(BLOCKING, f64::max),
        })
    }
}

/// What is pressed.
#[derive(Clone, Copy)]
pub enum Key {
    /// Up and down: moves a slider, and turns no page.
    Arrows,
    /// Pushes a button.
    Enter,
}

/// For a query.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            byte => format!("%{byte:02x}"),
        })
        .collect()
}
