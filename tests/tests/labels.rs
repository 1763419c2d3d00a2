//! What is written in charts, measured where it is read: of 12 pixels at least, and no text over another, at any setting,
//! width and track.

use anyhow::{Result, ensure};
use mission_tests::{Browser, ChapterPage, Session, repo_root};

/// Moves each slider that is there through its range, and looks at all charts at each place; gives how many texts it
/// saw, and what is wrong with them.
const LOOK: &str = "
  let seen = 0;
  const found = new Set();
  const look = (where) => {
    for (const chart of document.querySelectorAll('.mission-chart')) {
      if (!chart.checkVisibility()) continue;
      const scale = chart.getBoundingClientRect().width / chart.viewBox.baseVal.width;
      const name = chart.closest('.mission').id + ' ' + chart.closest('[data-instrument]')?.dataset.instrument;
      const texts = [...chart.querySelectorAll('text')].filter((text) => text.textContent.trim());
      // Glyphs have no more than this of the height of a line.
      const boxes = texts.map((text) => {
        const { left, right, top, bottom } = text.getBoundingClientRect();
        const size = parseFloat(getComputedStyle(text).fontSize) * scale;
        if (size < 11.95) found.add(`${name}, ${text.getAttribute('class')}: ${size.toFixed(1)} px`);
        const [middle, half] = [(top + bottom) / 2, 0.36 * size];
        return { left: left + 0.5, right: right - 0.5, top: middle - half, bottom: middle + half, text: text.textContent };
      });
      seen += boxes.length;
      boxes.forEach((a, index) => {
        for (const b of boxes.slice(index + 1))
          if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
            found.add(`${name}, ${where}: “${a.text}” over “${b.text}”`);
      });
    }
  };
  look('as it begins');
  for (const slider of document.querySelectorAll('.mission[data-mission=bench] [type=range]:enabled')) {
    if (!slider.checkVisibility()) continue;
    const began = slider.value;
    for (const part of [0, 0.17, 0.5, 0.83, 1, null]) {
      slider.value = part === null ? began : +slider.min + part * (slider.max - slider.min);
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise(requestAnimationFrame);
      if (part !== null) look(`${slider.name} at ${slider.value}`);
    }
  }
  return [seen, [...found]];";

fn charts(browser: &Browser, chapter: &str) -> Result<()> {
    browser.goto_file(&repo_root().join(format!("book/{chapter}.html")))?;
    let page = ChapterPage::new(browser, chapter)?;
    let mut wrong = Vec::new();
    for track in ["cloud", "edge", "mobile", "tiny"] {
        page.choose_track(track)?;
        let open = "document.querySelectorAll('.mission-gate').forEach((gate) => gate.classList.add('mission-open'))";
        browser.run(open, &[])?;
        let looked = browser.run(LOOK, &[])?;
        ensure!(
            looked[0].as_u64().is_some_and(|seen| seen > 1_000),
            "{looked}"
        );
        let found = looked[1].as_array().into_iter().flatten();
        wrong.extend(found.map(|what| format!("{track}: {what}")));
    }
    assert_eq!(wrong, [""; 0], "{chapter}");
    Ok(())
}

fn both(width: u32) -> Result<()> {
    let browser = Session::new().viewport(width, 900).open()?;
    charts(&browser, "ml_ops")?;
    charts(&browser, "serving")
}

#[test]
fn on_a_phone() -> Result<()> {
    both(390)
}

#[test]
fn on_a_tablet() -> Result<()> {
    both(820)
}

#[test]
fn on_a_desk() -> Result<()> {
    both(1280)
}
