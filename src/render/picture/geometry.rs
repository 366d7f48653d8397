//! Where things stand in the picture of a timeline: a scale that long gaps do not flatten, and labels that never overlap.

/// Gaps that are drawn to scale stay so unless a gap is this many times as long as all shorter ones together …
const LONG: f64 = 3.0;

/// … and those shorter ones would get less than this part of the picture.
const FLAT: f64 = 0.25;

/// What a shortened gap takes, as a part of all that is drawn to scale.
const SHORTENED: f64 = 0.3;

/// Points in time on a line from 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Scale {
    /// The points in seconds, ascending, each once, with their places.
    points: Vec<(i64, f64)>,
    /// Ends of the gaps that are drawn shorter than they were, as places.
    pub shortened: Vec<(f64, f64)>,
}

impl Scale {
    /// A scale for these points, in any order.
    pub fn new(seconds: impl IntoIterator<Item = i64>) -> Self {
        let mut seconds: Vec<i64> = seconds.into_iter().collect();
        seconds.sort_unstable();
        seconds.dedup();
        let gaps: Vec<f64> = seconds.iter().zip(seconds.iter().skip(1)).map(|(a, b)| b.abs_diff(*a) as f64).collect();
        let limit = limit(&gaps);
        let drawn: Vec<f64> = gaps.iter().map(|gap| gap.min(limit)).collect();
        let all = drawn.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let mut places = vec![0.0];
        let mut so_far = 0.0;
        for gap in &drawn {
            so_far += gap;
            places.push(so_far / all);
        }
        let ends = places.iter().zip(places.iter().skip(1)).zip(gaps.iter().zip(&drawn));
        let shortened = ends.filter(|(_, (gap, drawn))| drawn < gap).map(|((a, b), _)| (*a, *b)).collect();
        Scale { points: seconds.into_iter().zip(places).collect(), shortened }
    }

    /// The place of a moment. One that is no point of the scale stands between its neighbours.
    pub fn place(&self, seconds: i64) -> f64 {
        let after = self.points.partition_point(|(s, _)| *s < seconds);
        match (after.checked_sub(1).and_then(|i| self.points.get(i)), self.points.get(after)) {
            (_, Some((s, place))) if *s == seconds => *place,
            (Some((s0, p0)), Some((s1, p1))) => p0 + (p1 - p0) * (seconds - s0) as f64 / (s1 - s0) as f64,
            (Some((_, place)), None) => *place,
            _ => 0.0,
        }
    }
}

/// The longest that a gap is drawn, in seconds.
fn limit(gaps: &[f64]) -> f64 {
    let mut ascending = gaps.to_vec();
    ascending.sort_by(f64::total_cmp);
    let all: f64 = ascending.iter().sum();
    let mut shorter = 0.0;
    for (i, gap) in ascending.iter().enumerate() {
        // Two gaps of which one is longer are no picture that is flattened.
        if i >= 3 && *gap > LONG * shorter && shorter < FLAT * all {
            return SHORTENED * shorter;
        }
        shorter += gap;
    }
    f64::INFINITY
}

/// A label that wants to stand with its top at one place and is so high.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Wanted {
    /// The best place for its top.
    pub top: f64,
    /// Its height.
    pub height: f64,
}

/// Tops for labels in their order, at least `gap` apart, none above 0, together as near as can be to where they want to stand.
pub fn spread(labels: &[Wanted], gap: f64) -> Vec<f64> {
    // Labels that touch move as one: the group stands at the mean of what its members want.
    struct Group {
        labels: usize,
        height: f64,
        wish: f64,
    }
    let mut groups: Vec<Group> = Vec::new();
    for label in labels {
        let mut group = Group { labels: 1, height: label.height + gap, wish: label.top };
        while let Some(above) = groups.pop_if(|above| top(above.wish) + above.height > top(group.wish)) {
            let count = (above.labels + group.labels) as f64;
            // A member further down wants the group's top to be that much higher.
            let wish = (above.wish * above.labels as f64 + (group.wish - above.height) * group.labels as f64) / count;
            group = Group { labels: above.labels + group.labels, height: above.height + group.height, wish };
        }
        groups.push(group);
    }
    let mut tops = Vec::with_capacity(labels.len());
    let mut sizes = labels.iter();
    for group in groups {
        let mut at = top(group.wish);
        for label in sizes.by_ref().take(group.labels) {
            tops.push(at);
            at += label.height + gap;
        }
    }
    tops
}

fn top(wish: f64) -> f64 {
    wish.max(0.0)
}

/// Units that a character takes in a sans-serif face of 12 units, the wide faces included: a label is rather cut than run over.
pub fn letter(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 3.9,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '"' | '/' => 5.1,
        's' | 'c' | 'z' | 'v' | 'x' | 'y' | 'k' => 7.0,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '—' | '…' => 12.0,
        'A'..='Z' | '+' | '=' | '<' | '>' | '~' | '#' | '&' => 9.7,
        ' '..='~' => 7.7,
        '\u{a0}'..='\u{24f}' | '–' | '‘'..='”' => 9.0,
        _ => 13.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wanted(tops: &[f64], height: f64) -> Vec<Wanted> {
        tops.iter().map(|top| Wanted { top: *top, height }).collect()
    }

    #[test]
    fn labels_with_room_stand_where_they_want() {
        assert_eq!(spread(&wanted(&[0.0, 50.0, 90.0], 20.0), 4.0), [0.0, 50.0, 90.0]);
    }

    #[test]
    fn labels_of_the_same_minute_share_the_way() {
        assert_eq!(spread(&wanted(&[100.0, 100.0, 100.0], 20.0), 0.0), [80.0, 100.0, 120.0]);
        assert_eq!(spread(&wanted(&[0.0, 0.0], 20.0), 5.0), [0.0, 25.0], "nothing stands above the picture");
    }

    #[test]
    fn a_single_entry_and_none_have_a_scale() {
        assert_eq!(Scale::new([]).place(7), 0.0);
        assert_eq!(Scale::new([60]).place(60), 0.0);
        assert_eq!(Scale::new([0, 60]).place(30), 0.5);
    }

    #[test]
    fn days_between_minutes_are_shortened_and_said_to_be() {
        let day = 86_400;
        let scale = Scale::new([0, 60, 180, 300, 420, 3 * day, 3 * day + 120]);
        assert_eq!(scale.shortened.len(), 1);
        assert!(scale.place(420) > 0.5, "the minutes stay readable: {}", scale.place(420));
    }

    #[test]
    fn an_ordinary_incident_is_drawn_to_scale() {
        let scale = Scale::new([0, 8, 13, 16, 18, 21, 24, 26, 28, 31, 35, 43, 46, 57]);
        assert!(scale.shortened.is_empty());
        assert!((scale.place(21) - 21.0 / 57.0).abs() < 1e-9);
    }

    proptest! {
        #[test]
        fn labels_never_overlap_and_keep_their_order(
            mut labels in prop::collection::vec((0.0..500.0f64, 10.0..60.0f64), 0..200),
            gap in 0.0..8.0f64,
        ) {
            labels.sort_by(|a, b| a.0.total_cmp(&b.0));
            let labels: Vec<Wanted> = labels.into_iter().map(|(top, height)| Wanted { top, height }).collect();
            let tops = spread(&labels, gap);
            prop_assert_eq!(tops.len(), labels.len());
            prop_assert!(tops.first().is_none_or(|t| *t >= 0.0));
            for ((a, label), b) in tops.iter().zip(&labels).zip(tops.iter().skip(1)) {
                prop_assert!(a + label.height + gap <= b + 1e-6, "{} + {} runs into {}", a, label.height, b);
            }
        }

        #[test]
        fn a_scale_keeps_the_order_and_stays_inside(
            times in prop::collection::vec(prop_oneof![0i64..600, 0i64..86_400, 0i64..10_000_000], 0..200),
        ) {
            let scale = Scale::new(times.clone());
            let mut sorted = times;
            sorted.sort_unstable();
            let places: Vec<f64> = sorted.iter().map(|t| scale.place(*t)).collect();
            prop_assert!(places.is_sorted());
            prop_assert!(places.iter().all(|p| (0.0..=1.0 + 1e-9).contains(p)));
        }
    }
}
