//! Tokens go in, a tree comes out: recursive descent, with operators by precedence.

use super::lex::{Lexer, Token};
use super::{Kind, MAX_DEPTH, Name, Node, Operator, Span, level};
use std::fmt;
use std::ops::Range;

/// How deep parentheses, branches and prefix operators may nest: it bounds the parser's own recursion.
const MAX_NESTING: u8 = 64;

/// The first mistake in the source of an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseError {
    /// The bytes of the source that are wrong; empty at the end of the source.
    pub span: Range<usize>,
    /// What was found and what was expected.
    pub message: String,
}

impl ParseError {
    pub(super) fn new(start: usize, end: usize, message: String) -> Self {
        Self {
            span: start..end,
            message,
        }
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.span.start)
    }
}

impl std::error::Error for ParseError {}

/// Reads a source of at most so many bytes.
pub(super) fn parse(source: &str, longest: usize) -> Result<Node, ParseError> {
    if source.len() > longest {
        let message = format!("an expression has at most {longest} bytes");
        return Err(ParseError::new(0, source.len(), message));
    }
    let mut parser = Parser {
        source,
        lexer: Lexer::new(source),
        token: Token::End,
        start: 0,
        end: 0,
        previous_end: 0,
        nesting: 0,
    };
    parser.advance()?;
    let root = parser.expression()?;
    if parser.token == Token::End {
        Ok(root)
    } else {
        Err(parser.expected("an operator or the end"))
    }
}

struct Parser<'a> {
    source: &'a str,
    lexer: Lexer<'a>,
    /// The token not yet taken, and its bytes.
    token: Token,
    start: usize,
    end: usize,
    /// Where the token taken last ends.
    previous_end: usize,
    nesting: u8,
}

type Parsed = Result<Node, ParseError>;

impl<'a> Parser<'a> {
    /// `if c then a else b`, or operators.
    fn expression(&mut self) -> Parsed {
        let start = self.start;
        if !self.take("if")? {
            return self.operators(level::OR);
        }
        let condition = self.nested(Self::expression)?;
        self.demand("then")?;
        let then = self.nested(Self::expression)?;
        self.demand("else")?;
        let otherwise = self.nested(Self::expression)?;
        self.node(start, Kind::If(Box::new([condition, then, otherwise])))
    }

    /// Operands joined by operators that bind at least as tightly as `least`.
    fn operators(&mut self, least: u8) -> Parsed {
        let start = self.start;
        let mut left = if least <= level::NOT && self.take("not")? {
            let operand = self.nested(|parser| parser.operators(level::NOT))?;
            self.node(start, Kind::Not(Box::new(operand)))?
        } else {
            self.unary()?
        };
        while let Some(operator) = self.operator().filter(|operator| operator.level() >= least) {
            self.advance()?;
            let right = self.operators(operator.operand_levels().1)?;
            left = self.node(start, Kind::Binary(operator, Box::new([left, right])))?;
            let again = self.operator().map(Operator::level);
            if operator.level() == level::COMPARISON && again == Some(level::COMPARISON) {
                return Err(
                    self.error("comparisons don't chain: write `a < b and b < c`".to_owned())
                );
            }
        }
        Ok(left)
    }

    /// `-a`, `a ^ b` or a primary.
    fn unary(&mut self) -> Parsed {
        let start = self.start;
        if self.take("-")? {
            let operand = self.nested(Self::unary)?;
            return self.node(start, Kind::Negate(Box::new(operand)));
        }
        let base = self.primary()?;
        if !self.take(Operator::Power.symbol())? {
            return Ok(base);
        }
        let exponent = self.nested(Self::unary)?;
        self.node(
            start,
            Kind::Binary(Operator::Power, Box::new([base, exponent])),
        )
    }

    fn primary(&mut self) -> Parsed {
        let (start, end) = (self.start, self.end);
        let kind = match self.token {
            Token::Number(number) => Kind::Number(number),
            Token::Category => Kind::Category(self.source[start + 1..end - 1].into()),
            Token::Name => return self.name(),
            Token::Mark => match self.text() {
                "true" => Kind::Truth(true),
                "false" => Kind::Truth(false),
                "[" => {
                    self.advance()?;
                    let items = self.list("]")?;
                    return self.node(start, Kind::Series(items));
                }
                "(" => {
                    self.advance()?;
                    let inner = self.nested(Self::expression)?;
                    self.demand(")")?;
                    return Ok(inner);
                }
                "if" | "not" => {
                    let message = format!("put this `{}` in parentheses", self.text());
                    return Err(self.error(message));
                }
                _ => return Err(self.expected("a value")),
            },
            Token::End => return Err(self.expected("a value")),
        };
        self.advance()?;
        self.node(start, kind)
    }

    /// A name, a table look-up or a call.
    fn name(&mut self) -> Parsed {
        let name = Name {
            span: Span::new(self.start, self.end),
            text: self.text().to_owned(),
        };
        let start = self.start;
        self.advance()?;
        if self.take("[")? {
            let key = self.nested(Self::expression)?;
            self.demand("]")?;
            return self.node(start, Kind::Lookup(name, Box::new(key)));
        }
        if self.take("(")? {
            let arguments = self.list(")")?;
            return self.node(start, Kind::Call(name, arguments));
        }
        self.node(start, Kind::Name(name.text))
    }

    /// Expressions between commas, and the mark that closes them.
    fn list(&mut self, close: &str) -> Result<Vec<Node>, ParseError> {
        let mut items = Vec::new();
        if self.take(close)? {
            return Ok(items);
        }
        loop {
            items.push(self.nested(Self::expression)?);
            if self.take(close)? {
                return Ok(items);
            }
            if !self.take(",")? {
                return Err(self.expected(&format!("`,` or `{close}`")));
            }
        }
    }

    /// Parses one level deeper. Every recursion of the grammar passes here, or binds tighter each time.
    fn nested(&mut self, parse: fn(&mut Self) -> Parsed) -> Parsed {
        if self.nesting == MAX_NESTING {
            return Err(self.error(format!("nested more than {MAX_NESTING} deep")));
        }
        self.nesting += 1;
        let node = parse(self);
        self.nesting -= 1;
        node
    }

    fn node(&self, start: usize, kind: Kind) -> Parsed {
        let mut node = Node {
            span: Span::new(start, self.previous_end),
            depth: 0,
            kind,
        };
        let mut depth = 0;
        node.each_child(&mut |child| depth = depth.max(child.depth));
        node.depth = depth + 1;
        if node.depth > MAX_DEPTH {
            let message = format!("more than {MAX_DEPTH} operations deep: name a part of it");
            return Err(ParseError::new(start, self.previous_end, message));
        }
        Ok(node)
    }

    fn advance(&mut self) -> Result<(), ParseError> {
        self.previous_end = self.end;
        (self.token, self.start, self.end) = self.lexer.next()?;
        Ok(())
    }

    fn text(&self) -> &'a str {
        &self.source[self.start..self.end]
    }

    fn operator(&self) -> Option<Operator> {
        let text = self.text();
        Operator::ALL
            .into_iter()
            .find(|operator| operator.symbol() == text)
    }

    /// Takes a mark, if it comes next.
    fn take(&mut self, mark: &str) -> Result<bool, ParseError> {
        let found = self.token == Token::Mark && self.text() == mark;
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn demand(&mut self, mark: &str) -> Result<(), ParseError> {
        if self.take(mark)? {
            Ok(())
        } else {
            Err(self.expected(&format!("`{mark}`")))
        }
    }

    fn expected(&self, what: &str) -> ParseError {
        self.error(match self.token {
            Token::End => format!("expected {what}, found the end"),
            _ => format!("expected {what}, found `{}`", self.text()),
        })
    }

    fn error(&self, message: String) -> ParseError {
        ParseError::new(self.start, self.end, message)
    }
}
