//! The markup of the charts.

use super::*;
use crate::store::Store;
use yew::{Html, LocalServerRenderer, Properties, component};

#[derive(PartialEq, Properties)]
struct Drawn {
    html: Html,
}

#[component]
fn Page(props: &Drawn) -> Html {
    props.html.clone()
}

/// Of a chapter without missions, in the JSON of a page.
fn store() -> Store {
    let mission = r#"[1,"b","m","","M","",1,null,[["t","T","","",""]],[],[],[],[],[],[]]"#;
    Store::new(mission_model::page::read(mission).unwrap())
}

fn render(html: Html) -> String {
    let page = LocalServerRenderer::<Page>::with_props(Drawn { html }).hydratable(false);
    futures::executor::block_on(page.render())
}

fn check(html: Html, holds: &[&str]) {
    let html = render(html);
    for part in holds {
        assert!(html.contains(part), "no {part} in {html}");
    }
    assert!(!html.contains('\n'));
    // An output has the number itself, whatever it is.
    let html = html
        .replace("data-value=\"NaN\"", "")
        .replace("data-value=\"inf\"", "")
        .replace("data-value=\"-inf\"", "");
    for number in ["NaN", "inf"] {
        assert!(!html.contains(number), "{number} in {html}");
    }
}

#[test]
fn every_chart_has_a_role_a_title_a_description_and_a_table() {
    let common = |id: &str, title: &str| {
        [
            "<svg role=\"img\" viewBox=\"0 0 360 ".to_owned(),
            format!("aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\""),
            format!("<title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">"),
            "<details class=\"mission-data\"><summary>Data<span class=\"m-hidden\">: ".to_owned(),
            "</span></summary><table><caption>".to_owned(),
            "<th scope=\"col\">".to_owned(),
            "<th scope=\"row\">".to_owned(),
        ]
    };
    let check_all =
        |id, title, of: &dyn Fn(&[&str])| of(&common(id, title).each_ref().map(String::as_str));
    check_all("drift", "Drift", &|holds| {
        check(
            radar::chart(&store(), radar(&[0.1, f64::NAN, f64::INFINITY])),
            holds,
        )
    });
    check_all("bins", "Bins", &|holds| {
        check(
            histogram::chart(&store(), histogram(&[f64::NAN, 0.5], &[0.5])),
            holds,
        )
    });
    check_all("cost", "Cost", &|holds| {
        check(
            plot::chart(&store(), full_plot(true, false, &EXTREMES)),
            holds,
        )
    });
    check_all("slices", "Slices", &|holds| {
        check(bars::chart(&bars(&EXTREMES)), holds)
    });
    check_all("tail", "Tail", &|holds| {
        check(gauge::chart(&store(), gauge(f64::INFINITY)), holds)
    });
    check_all("parts", "Parts", &|holds| {
        check(waterfall::chart(&waterfall(&EXTREMES)), holds)
    });
    check_all("draws", "Draws", &|holds| {
        check(sample::chart(&store(), sample(&EXTREMES, f64::NAN)), holds)
    });
    for zones in [false, true] {
        check_all("field", "Field", &|holds| {
            check(heatmap::chart(&store(), heatmap(&EXTREMES, zones)), holds)
        });
    }
}

#[test]
fn texts_are_escaped() {
    let mut props = radar(&[0.1, 0.2, 0.3]);
    props.axes[0].0 = "a < b & c".to_owned();
    check(radar::chart(&store(), props), &["a &lt; b &amp; c"]);
}

#[test]
fn a_long_table_is_thinned() {
    let points: Vec<_> = (0..240).map(|at| (f64::from(at), f64::from(at))).collect();
    let html = render(plot::chart(&store(), plot(&points)));
    assert_eq!(html.matches("<tr>").count(), 1 + 24);
    assert!(html.contains("<caption>Cost, one point in 10</caption>"));
}
