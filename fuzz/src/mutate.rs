//! One input from others, as libFuzzer makes it, but the same in every run.

/// Changes inputs by choices that follow from a number.
pub struct Mutator<'a> {
    choices: u64,
    inputs: &'a [Vec<u8>],
    words: &'a [Vec<u8>],
}

impl<'a> Mutator<'a> {
    /// Of these inputs, with these words.
    pub fn new(seed: u64, inputs: &'a [Vec<u8>], words: &'a [Vec<u8>]) -> Self {
        Self {
            choices: mission_model::seed::keyed(seed, "fuzz") | 1,
            inputs,
            words,
        }
    }

    /// Another input: one of those, changed in one to four places.
    pub fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.inputs[self.below(self.inputs.len())].clone();
        for _ in 0..=self.below(4) {
            self.change(&mut input);
        }
        input
    }

    fn change(&mut self, input: &mut Vec<u8>) {
        let at = self.below(input.len() + 1);
        let end = at + self.below((input.len() - at).min(64) + 1);
        match self.below(6) {
            0 => drop(input.drain(at..end)),
            1 => {
                let copy = input[at..end].to_vec();
                let to = self.below(input.len() + 1);
                input.splice(to..to, copy);
            }
            2 => {
                let byte = self.below(256) as u8;
                input.insert(at, byte);
            }
            3 if at < input.len() => input[at] ^= 1 << self.below(8),
            4 => {
                let other = &self.inputs[self.below(self.inputs.len())];
                let from = self.below(other.len() + 1);
                let to = from + self.below((other.len() - from).min(256) + 1);
                input.splice(at..end, other[from..to].iter().copied());
            }
            _ => {
                let word = &self.words[self.below(self.words.len())];
                input.splice(at..at, word.iter().copied());
            }
        }
    }

    fn below(&mut self, bound: usize) -> usize {
        self.choices ^= self.choices << 13;
        self.choices ^= self.choices >> 7;
        self.choices ^= self.choices << 17;
        (self.choices >> 11) as usize % bound.max(1)
    }
}
