//! Every seed of every target, and a fixed number of inputs made of them: the same in every run.

use mission_fuzz::mutate::Mutator;
use mission_fuzz::seeds::{kept, words};
use mission_fuzz::{TARGETS, Target};
use std::panic::{AssertUnwindSafe, catch_unwind};

fn smoke(name: &str, mutations: usize) {
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.expect("there is such a target");
    let kept = kept(name);
    assert!(!kept.is_empty(), "no seeds are kept for {name}");
    let words = words(name);
    assert!(!words.is_empty(), "no words are known for {name}");
    for (file, input) in &kept {
        check(target, file, input);
    }
    let mut inputs = (target.seeds)();
    assert!(!inputs.is_empty(), "the repository has nothing for {name}");
    for (number, input) in inputs.iter().enumerate() {
        check(target, &format!("seed {number}"), input);
    }
    inputs.extend(kept.into_iter().map(|(_, input)| input));
    let mut mutator = Mutator::new(1, &inputs, &words);
    for number in 0..mutations {
        check(target, &format!("mutation {number}"), &mutator.next_input());
    }
}

fn check(target: &Target, what: &str, input: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| (target.run)(input))).is_err() {
        panic!("{}, {what}:\n{}", target.name, input.escape_ascii());
    }
}

#[test]
fn directives() {
    smoke("directives", 300);
}

#[test]
fn expressions() {
    smoke("expressions", 20_000);
}

#[test]
fn chapters() {
    smoke("chapters", 300);
}

#[test]
fn ledgers() {
    smoke("ledgers", 300);
}
