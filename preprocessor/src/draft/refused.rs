//! What an author has declared and the program has refused: the mistake is told once, there. What reads it is not
//! to be blamed, so it is not checked further.

use mission_model::mission::ValueName;
use mission_model::value::Type;
use std::cell::{Cell, RefCell};
use std::collections::HashSet;

/// See the [module](self).
#[derive(Default)]
pub struct Refused {
    names: RefCell<HashSet<ValueName>>,
    directives: RefCell<HashSet<String>>,
    without_id: Cell<bool>,
    tracks: Cell<bool>,
    track_without_id: Cell<bool>,
}

impl Refused {
    /// A value, a control or a table, by its full name.
    pub fn name(&self, name: ValueName) {
        self.names.borrow_mut().insert(name);
    }

    /// A directive that may have declared more than was read.
    pub fn directive(&self, id: &str) {
        self.directives.borrow_mut().insert(id.to_owned());
    }

    /// A directive whose id can't be told.
    pub fn directive_without_id(&self) {
        self.without_id.set(true);
    }

    /// The name of a track: what seems to be missing in another one may have been meant for it.
    pub fn track(&self) {
        self.tracks.set(true);
    }

    /// A track whose id can't be told.
    pub fn track_without_id(&self) {
        self.track_without_id.set(true);
    }

    /// Whether an unknown track may be one whose declaration was refused.
    pub fn has_track(&self) -> bool {
        self.track_without_id.get()
    }

    /// Whether something may be of a track that was refused.
    pub fn any_track(&self) -> bool {
        self.tracks.get()
    }

    /// Whether a directive of this id may have been refused, where there is none.
    pub fn has_directive(&self, id: &str) -> bool {
        self.without_id.get() || self.directives.borrow().contains(id)
    }

    /// Whether a name may have been refused, where it is none. `is_read` knows the directives that were read.
    pub fn has(&self, name: &str, is_read: &dyn Fn(&str) -> bool) -> bool {
        if self.names.borrow().contains(name) {
            return true;
        }
        let Some((directive, _)) = name.split_once('.') else {
            return false;
        };
        self.directives.borrow().contains(directive) || self.without_id.get() && !is_read(directive)
    }
}

/// What is known of a name.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Found {
    /// Its type.
    Known(Type),
    /// It was declared, and the mistake is told there.
    Open,
    /// There is none.
    Nothing,
}

impl Found {
    pub fn known(self) -> Option<Type> {
        match self {
            Self::Known(found) => Some(found),
            Self::Open | Self::Nothing => None,
        }
    }
}
