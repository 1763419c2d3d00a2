//! Positions worked out by hand.

use super::*;

/// The data of the paths of a class.
fn paths(scene: &Scene, class: impl Into<Class>) -> Vec<&str> {
    let class = class.into();
    let of_class = |primitive| match primitive {
        &Primitive::Path {
            class: found,
            ref d,
        } if found == class => Some(d.as_str()),
        _ => None,
    };
    scene.primitives.iter().filter_map(of_class).collect()
}

fn texts(scene: &Scene, class: impl Into<Class>) -> Vec<&str> {
    let class = class.into();
    let of_class = |primitive| match primitive {
        &Primitive::Text {
            class: found,
            ref content,
            ..
        } if found == class && !content.is_empty() => Some(content.as_str()),
        _ => None,
    };
    scene.primitives.iter().filter_map(of_class).collect()
}

#[test]
fn a_radar_puts_values_at_the_square_root_of_their_share() {
    // Four axes, and names short enough for the full radius of 96 around (180, 136). Of the limit 1.6,
    // 0.1 is 1/16 and lies at a quarter of the radius; 0.4 at a half; 1.6 and all above at the rim.
    let mut props = radar(&[0.1, 0.4, 1.6, 2.0]);
    props
        .axes
        .iter_mut()
        .zip(["a", "b", "c", "d"])
        .for_each(|(axis, name)| axis.0 = name.to_owned());
    let scene = radar::layout(&props);
    assert_eq!(
        paths(&scene, Part::Fill.number(1)),
        ["M180 112 228 136 180 232 84 136Z"]
    );
    assert_eq!(
        paths(&scene, Part::Spoke),
        ["M180 136 180 40M180 136 276 136M180 136 180 232M180 136 84 136"]
    );
    assert_eq!(
        paths(&scene, Part::Spoke.shade(Shade::Strong)),
        ["M180 136 180 40"]
    );
    assert_eq!(
        paths(&scene, Part::Ring),
        ["M84 136a96 96 0 1 0 192 0a96 96 0 1 0 -192 0Z"]
    );
    assert_eq!(
        paths(&scene, Part::Ring.shade(Shade::Watch)),
        ["M156 136a24 24 0 1 0 48 0a24 24 0 1 0 -48 0Z"]
    );
    // A diamond at the first, squares at the next two, a triangle to the left at the last; and the legend's.
    let watch = paths(&scene, Part::Point.level(Some(Level::Watch)));
    assert_eq!(watch[0], "M180 106.8 185.2 112 180 117.2 174.8 112Z");
    let act = paths(&scene, Part::Point.level(Some(Level::Act)));
    assert_eq!(act[2], "M78.4 136 87.4 130.8 87.4 141.2Z");
    assert_eq!(texts(&scene, Part::Value), ["0.40", "1.60", "2.00"]);
    assert_eq!(texts(&scene, Part::Value.shade(Shade::Strong)), ["0.10"]);
}

#[test]
fn a_radar_says_what_it_shows() {
    let props = radar(&[0.0096, 0.0598, 0.2377, 0.9261]);
    assert_eq!(
        radar::describe(&props.axes, &props.rings, props.limit, &props.format),
        "4 values. The highest is Object size at 0.93 (act). act (from 0.20): 2. watch (from 0.10): 0. \
         The distance from the centre is the square root of the value; the rim is 1.60."
    );
}

#[test]
fn a_histogram_stands_on_zero() {
    // The panel is 308 wide from 44 and 164 high down to 190; four bins are 77 wide, a bar 0.4 of that;
    // the highest share, 0.4, is the top tick.
    let scene = histogram::layout(&histogram(&[0.25; 4], &[0.4, 0.3, 0.2, 0.1]));
    assert_eq!(
        texts(&scene, Part::Tick)[..3],
        ["0\u{202f}%", "20\u{202f}%", "40\u{202f}%"]
    );
    let live = paths(&scene, Part::Fill.number(2));
    assert!(
        live[0].starts_with("M82.5 26H113.3V190H82.5ZM159.5 67H190.3V190H159.5Z"),
        "{}",
        live[0]
    );
    let training = paths(&scene, Part::Series.number(1));
    assert!(
        training[0].starts_with("M51.7 87.5H82.5V190H51.7Z"),
        "{}",
        training[0]
    );
    assert_eq!(
        histogram::describe(&histogram(&[0.25; 4], &[0.4, 0.3, 0.2, 0.1]).groups)
            .replace('\u{202f}', " "),
        "4 bins. Training and Live differ most in bin 1: 25.0 % and 40.0 %."
    );
}

#[test]
fn a_plot_is_linear_or_logarithmic() {
    let points = [(1.0, 1.0), (10.0, 10.0), (100.0, 100.0)];
    let linear = plot::layout(&plot(&points));
    assert_eq!(
        texts(&linear, Part::Tick),
        [
            "$0", "$20", "$40", "$60", "$80", "$100", "20", "40", "60", "80", "100"
        ]
    );
    assert_eq!(texts(&linear, Part::Label), ["Cost", "Interval (days)"]);
    // Left: 4, and the width of "$100" with a margin in steps of 8; right 346, bottom 220, top 28.
    assert_eq!(
        paths(&linear, Part::Series.number(1)),
        ["M44 218.1 71.4 200.8 346 28"]
    );
    let logarithmic = plot::layout(&PlotProps {
        x_log: true,
        y_log: true,
        ..plot(&points)
    });
    assert_eq!(
        paths(&logarithmic, Part::Series.number(1)),
        ["M44 220 195 124 346 28"]
    );
    assert_eq!(
        texts(&logarithmic, Part::Tick),
        ["$1", "$10", "$100", "1", "2", "5", "10", "20", "50", "100"]
    );
}

#[test]
fn a_line_breaks_where_it_has_no_value() {
    let broken = plot(&[
        (0.0, 0.0),
        (1.0, 10.0),
        (2.0, f64::NAN),
        (3.0, 10.0),
        (4.0, 0.0),
    ]);
    let scene = plot::layout(&broken);
    let [d] = paths(&scene, Part::Series.number(1))[..] else {
        panic!("not one path a series")
    };
    assert_eq!(d.matches('M').count(), 2);
}

#[test]
fn a_bar_is_as_long_as_its_value() {
    let mut props = bars(&[0.9, 0.45]);
    props
        .bars
        .iter_mut()
        .for_each(|bar| bar.label = "a".to_owned());
    let scene = bars::layout(&props);
    let ends = |d: &str| -> (f64, f64) {
        let (left, rest) = d[1..].split_once(' ').unwrap();
        let right = rest.split_once('H').unwrap().1.split_once('V').unwrap().0;
        (left.parse().unwrap(), right.parse().unwrap())
    };
    let (left, full) = ends(paths(&scene, Part::Fill.number(1))[0]);
    let (_, half) = ends(paths(&scene, Part::Fill.level(Some(Level::Good)))[0]);
    assert!(
        (half - left - (full - left) / 2.0).abs() <= 0.1,
        "{left} {half} {full}"
    );
    assert_eq!(paths(&scene, Part::Ref).len(), 1);
}

#[test]
fn a_gauge_cuts_its_scale_into_zones() {
    // From 12 to 348, 336 for 200: a value of 1 is 1.68 wide.
    let scene = gauge::layout(&gauge(50.0));
    assert_eq!(
        paths(&scene, Part::Zone.level(Some(Level::Act)))[0],
        "M12 6H28.8V32H12ZM180 6H348V32H180Z"
    );
    assert_eq!(
        paths(&scene, Part::Zone.level(Some(Level::Watch)))[0],
        "M129.6 6H180V32H129.6Z"
    );
    assert_eq!(
        paths(&scene, Part::Fill.level(Some(Level::Watch))),
        ["M12 13H96V25H12Z"]
    );
    assert_eq!(
        texts(&scene, Part::Tick),
        ["0\u{a0}ms", "200\u{a0}ms", "70\u{a0}ms", "100\u{a0}ms"],
        "10 ms has no room beside 0 ms"
    );
    // Beyond the scale a triangle points to where the value would be.
    let beyond = gauge::layout(&gauge(500.0));
    let marker = paths(&beyond, Part::Point.level(Some(Level::Watch)))[0];
    assert_eq!(marker, "M353.6 19 344.6 24.2 344.6 13.8Z");
    assert_eq!(
        gauge::describe(&gauge(500.0)).replace('\u{a0}', " "),
        "500 ms, watch, beyond the scale. Scale 0 ms – 200 ms. ok 10 ms – 70 ms. watch 70 ms – 100 ms. \
         alarm < 10 ms, ≥ 100 ms."
    );
}

#[test]
fn a_waterfall_adds_up() {
    assert_eq!(
        waterfall::spans(&[10.0, 5.0, -3.0]),
        [(0.0, 10.0), (10.0, 15.0), (15.0, 12.0), (0.0, 12.0)]
    );
    assert_eq!(waterfall::spans(&[]), [(0.0, 0.0)]);
    let props = waterfall(&[10.0, 5.0, -3.0]);
    let scene = waterfall::layout(&props);
    let ends = |d: &str| -> (f64, f64) {
        let (left, rest) = d[1..].split_once(' ').unwrap();
        let right = rest.split_once('H').unwrap().1.split_once('V').unwrap().0;
        (left.parse().unwrap(), right.parse().unwrap())
    };
    let up = paths(&scene, Part::Fill.number(1));
    let (first, second) = (ends(up[0]), ends(up[1]));
    let down = ends(paths(&scene, Part::Fill.number(3))[0]);
    let all = ends(paths(&scene, Part::Fill.number(2))[0]);
    let unit = (first.1 - first.0) / 10.0;
    let check =
        |found: f64, expect: f64| assert!((found - expect).abs() < 0.2, "{found} is not {expect}");
    check(second.0, first.1);
    check(second.1 - second.0, 5.0 * unit);
    // plotters gives the corners of a rectangle in ascending order.
    check(down.1, second.1);
    check(down.0, second.1 - 3.0 * unit);
    check(all.0, first.0);
    check(all.1 - all.0, 12.0 * unit);
    assert_eq!(
        texts(&scene, Part::Value)
            .iter()
            .map(|text| text.replace('\u{a0}', " "))
            .collect::<Vec<_>>(),
        ["+10 ms", "+5 ms", "\u{2212}3 ms", "12 ms"]
    );
    assert_eq!(
        waterfall::describe(&props).replace('\u{a0}', " "),
        "Lane contrast: +10 ms; Brightness: +5 ms; Characteristics1: \u{2212}3 ms. Total: 12 ms."
    );
}

#[test]
fn a_sample_is_counted_in_bins() {
    // Bins of 2 from 0 to 8 hold 3, 1, 0 and 2 draws.
    let props = sample(&[0.0, 1.0, 1.9, 2.0, 6.0, 8.0], 7.0);
    assert_eq!(
        sample::describe(&props).replace('\u{a0}', " "),
        "Draws: 6, 0 ms – 8 ms. Most are from 0 ms – 2 ms: 3. P99: 7 ms. P50: 5 ms."
    );
    let scene = sample::layout(&props);
    let bars = paths(&scene, Part::Fill.number(1))[0];
    assert_eq!(bars.matches('M').count(), 4);
    // From 20, where the axis has room for its digits, to 346: 81.5 a bin, 4 % of it between two; 160 high
    // for 3.
    assert!(bars.starts_with("M23.2 30H98.2V190H23.2Z"), "{bars}");
    assert_eq!(texts(&scene, Part::Value), ["P99", "P50"]);
}

#[test]
fn a_heatmap_has_a_cell_for_each_setting() {
    let scene = heatmap::layout(&heatmap(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], true));
    let of = |level| {
        paths(&scene, Part::Fill.level(Some(level)))[1]
            .matches('M')
            .count()
    };
    assert_eq!((of(Level::Good), of(Level::Act)), (3, 3));
    // Without zones five steps of 1 from 1 to 6: the lower ends open, so that 2 is of the first.
    let steps = heatmap(&[1.0, 2.0, 3.0, f64::NAN, f64::INFINITY, 6.0], false);
    let scene = heatmap::layout(&steps);
    let counts: Vec<usize> = (1..=5)
        .map(|step| {
            paths(&scene, Part::Fill.number(step))[1]
                .matches('M')
                .count()
        })
        .collect();
    assert_eq!(
        counts,
        [2, 1, 0, 0, 2],
        "and a cell that is no number is empty"
    );
    assert_eq!(
        heatmap::describe(&steps).replace('\u{a0}', " "),
        "Now. Lowest: 1 ms at Batch 1, Window 10. Highest: 6 ms at Batch 64, Window a longer name of a row."
    );
    assert_eq!(
        heatmap::describe(&heatmap(&[1.0; 6], true)).replace('\u{a0}', " "),
        "Now. Lowest: 1 ms at Batch 1, Window 10. Highest: 1 ms at Batch 64, Window a longer name of a row. ok: 3/6. alarm: 3/6."
    );
}
