### Every word of the interface, in English: what stands on a page, and in what a student takes along.
###
### In Fluent's syntax (projectfluent.org). The build of `mission-model` reads it and writes a constant or a function for
### each message: `trials-left` becomes `words::trials_left(trials)`. A variable is a text unless the comment above
### its message says `$name (Number)`; then `one`, `other` and so on can be told apart.
###
### What an author is told when a book is built stands beside the checks, in the code.

## The chapter, and what is to be done

choose-track = Choose your track
choose-first = Choose a track at the top of the chapter to take part.
north-star = North star
crisis = Crisis
# $minutes (Number)
minutes = { $minutes ->
    [one] { $minutes } minute
   *[other] { $minutes } minutes
}
progress = Progress
progress-of = Progress: { $chapter }
next = Next: { $step }
next-try = find the sweet spot
next-reach = reach the goal
next-measure = measure
next-convince = convince
all-done = All done: take your ledger along.

## A course: its chapters

course = The chapters of this course
course-begin = Begin
course-go-on = Go on where you were
course-again = Look again
# $steps (Number)
course-steps = { $steps ->
    [one] { $steps } step
   *[other] { $steps } steps
}

## Locks and reveals

predict = Predict
your-answer = Your answer
lock-in = Lock in my prediction
pick-one = Pick an answer. It can't be changed afterwards, and a wrong one costs nothing.
# Follow an answer that can't be given.
at-least = It is at least { $least }.
at-most = It is at most { $most }.
locked-in = Locked in. It stays beside what you measure.
hint = Hint
# For whom a link has led into a part behind a lock.
part-closed = What you were led to is in a part that is still closed. It opens when you have locked in your prediction here.
right = Your prediction was right.
wrong = Your prediction was not right.
you-predicted = You predicted
measured = Measured
# The bench shows something else than at the moment that is kept.
now-reads = The bench has moved on since. It reads now: { $readings }
moved-on = The bench has moved on since.
answered-then = Your answer was “{ $answer }”. The options have changed since.
to-measure = Still to measure

## Reflections

reflect = Reflect
asks = { $asker } asks
commit = Commit my answer
commit-again = Commit the revised answer
committed = Committed.
term = “{ $term }”
terms-missing = Not yet used: { $terms }.
# $least (Number), $words (Number)
too-short = { $least ->
    [one] A little more would help: aim for at least { $least } word ({ $words }).
   *[other] A little more would help: aim for at least { $least } words ({ $words }).
}
# All that can be counted. Whether the text is good is not known.
length = The length is there.
length-and-terms = Length and terms are there.
not-written = It does not count as written yet.
write-first = Saved as you type. Commit when you are content with it.
good-answer = What a good answer holds
tick-criteria = Tick what your answer holds. Your assessment goes into the ledger.
assess = Record my assessment
assessed = Recorded.
show-anyway = Show the model answer anyway
model-answer = A model answer
blank = Blank
# Follows the number of a blank: “Blank 1 of 3”.
# $blanks (Number)
of-blanks = of { $blanks }
# $blanks (Number)
blanks-left = Blanks still empty: { $blanks }.

## Stakeholders

convinced = Convinced.
not-convinced = Not convinced yet.
said-before = What was said before

## Goals, trials and failures

goal = Goal
need-holds = holds
need-holds-not = not yet
# $held (Number), $needs (Number)
needs-hold = { $held } of { $needs } hold now
reached = Goal reached.
broken = At this setting it breaks
set-back = Back to the last setting that worked
undo = Undo
redo = Redo
presets = Back to the presets
try-this = Try this setting
new-round = Start a new round
trial = Trial
trials = Trials of this round
# $trials (Number)
trials-left = { $trials ->
    [one] { $trials } trial left in this round
   *[other] { $trials } trials left in this round
}
# $trials (Number)
found-in = Found. Trials used: { $trials }.
spent = The trials of this round are spent.
earlier-rounds = Earlier rounds
tried-before = You have tried this setting: trial { $trial }. It spends nothing.
runs-over-budget = **Over the budget** by { $excess } a day: the runs alone cost { $spend }. Wait longer between them.
interval-too-short = **Too short.** Of { $total } a day, runs cost { $spend } and losses { $loss }. Wait longer between runs.
interval-too-long = **Too long.** Of { $total } a day, losses cost { $loss } and runs { $spend }. Run sooner.
kept-back = Shown when the round is over.
kept-for-goal = Shown when the goal is reached.
kept-for-later = Not shown yet.

## The ledger

saved = Saved in this browser
not-saved = Not saved
your-ledger = Your ledger of this chapter
track-is = Track: { $track }
finished = Mission accomplished
finish-steps = Steps
finish-right = Predictions right
finish-trials = Trials
surprised = What surprised you
another-track = Take another track at the top of the chapter, and compare.
missing = not yet done
not-committed = {" "}(not committed)
predicted = Predicted: { $answer }
was-right = right
was-not-right = not right
goal-reached = reached
goal-not-reached = not reached yet
goal-met = goal met
goal-not-met = goal not met
# $recorded (Number), $of (Number), $hand (Number)
points-recorded = { $recorded } of { $of } points recorded; up to { $hand } more by your instructor
# $round (Number), $trials (Number)
round = Round { $round } · trials: { $trials }
# $times (Number)
evidence = Evidence attached: { $times }
# $times (Number)
broke = { $times ->
    [one] Broke once
   *[other] Broke { $times } times
}
# $ticked (Number), $criteria (Number)
self-assessed = Your assessment: { $ticked } of { $criteria } criteria
unfit = From an earlier edition of this chapter
reset = Begin this part anew
reset-sure = Begin anew? What you did stays in the ledger file, but this part closes again.
reset-yes = Yes, begin anew
cancel = Cancel

## Taking it along

take-along = Take your ledger along
author = Name or number for the report (optional, stored nowhere)
export = Download my ledger
report = Download the report
report-markdown = Download the report as Markdown
print = Print this page
copy-said = If your browser has saved no file { $file }: this page stands in a frame that may refuse downloads. Copy the text, and keep it in a file of that name.
copy = Copy the text
copied = Copied
close = Close
import = Bring a ledger from another computer
too-large = it is too large to be a ledger
not-imported = Not imported: { $reason }.
# $acts (Number)
merged = Added to your ledger, new acts: { $acts }.
# $acts (Number), $new (Number)
found-acts = Acts in the file: { $acts }, new: { $new }. Nothing of yours will be overwritten.
edited = The file was edited after it was exported.
merge = Add them
# $acts (Number)
kept-elsewhere = Work of yours from “{ $book }” is kept in this browser, acts: { $acts }.
leave-there = Leave them there

## What may go wrong

failed = This part could not start, so it shows how things stood when the book was built. Everything can still be read, and what you stored before is kept.
storage-refused = The browser refuses its storage to this page.
storage-full = The browser's storage is full.
put-aside = An earlier ledger could not be read. It is kept as it is.
export-aside = Download it
aside-before = an earlier version of this page has put it aside
discard-aside = I have it: remove it here
no-ledger = this is not a ledger ({ $reason })
something-else = it is something else
no-entries = it has no entries
# $byte (Number)
no-json = it is no JSON at byte { $byte }
other-json = it is JSON of something else
# $version (Number), $known (Number)
newer = this ledger is of version { $version }, and this page knows version { $known }: reload the page, or open a newer edition of the book
elsewhere = this ledger belongs to chapter “{ $chapter }” of the book “{ $book }”

## Controls and instruments

notes = My notes
notes-hint = Write down what you see. It goes into your ledger.
share = Copy a link to this setting
shared = The link is copied

# Names the button that moves a slider from end to end.
play = Play: { $control }
exact-value = { $control }: exact value
exact-value-in = { $control }: exact value ({ $unit })
# Where what was typed can't be set.
nearest = The nearest that can be set: { $value }.
no-number = “{ $typed }” is not a number. Write it like { $example }.
other-unit = “{ $typed }” is in another unit. Write it like { $example }.
two-ways = “{ $typed }” can be read in two ways: write { $one } or { $other }.
not-now = Can't be changed with the present settings.
off = off
on = on
data = Data
# Follows “Data”, for those who hear it.
data-of = {": "}{ $chart }
now = now
now-of = now: { $line }
now-at = Now, at { $setting }:
inside = { $setting } ({ $zone })
throughout = { $line }: { $value } throughout.
extremes = { $line }: lowest { $low } at { $where-low }, highest { $high } at { $where-high }.
mark-at = { $mark }: { $y } at { $x }.
mark-not-there = { $mark }: not on this line.
nothing-tried = Nothing has been tried yet.
covered = Covered until the round is over
tried = your trials
series = Series
# $stride (Number)
thinned = { $title }, one point in { $stride }
beyond = beyond the scale
scale = Scale
scale-from = Scale { $low } – { $high }.
value = Value
zone = Zone
category = Category
axis = Axis
bin = Bin
step = Step
running = Sum so far
total = Total
draws = Draws
no-draws = There are no draws to show.
from = From
to = To
# $draws (Number), $most (Number)
sample-said = Draws: { $draws }, { $low } – { $high }. Most are from { $from } – { $to }: { $most }.
lowest = Lowest: { $cell }.
highest = Highest: { $cell }.
cell-at = { $value } at { $x } { $column }, { $y } { $row }
setting = setting
all-settings = all settings
front = the front
front-of = { $title }: the front
your-setting = Your setting:
on-front = on the front
off-front = not on the front
# $settings (Number), $best (Number)
front-said = { $settings } settings, on the front: { $best }. Your setting { $verdict }.
# $settings (Number)
better = Settings that are better in one and no worse in the other: { $settings }.
# How an interval stands to a margin.
margin-kept = keeps the margin
margin-open = not decided
margin-passed = beyond the margin
margin-at = margin: { $margin }
beyond-margin = beyond the margin of { $margin }
reference-at = reference: { $value }
# $bins (Number)
bins-of = { $group }, { $bins } bins.
# $bins (Number), $bin (Number)
bins-differ = { $bins } bins. { $before } and { $after } differ most in bin { $bin }: { $old } and { $new }.
# $bins (Number)
bins-alike = { $bins } bins. { $before } and { $after } do not differ.
# $values (Number)
radar-values = { $values } values.
radar-highest = The highest is { $axis } at { $value }.
radar-highest-in = The highest is { $axis } at { $value } ({ $zone }).
# $values (Number)
radar-zone = { $zone } (from { $from }): { $values }.
radar-scale = The distance from the centre is the square root of the value; the rim is { $rim }.
ring-below = below { $value }
ring-from = { $zone } from { $value }
root-scale = √ scale

## Zones, where the author names none

zone-ok = ok
zone-watch = watch
zone-act = act
zone-alarm = alarm
zone-stable = stable

## Drift radar

drift = Drift
feature = Feature
psi-live = PSI in the live window
psi-replayed = PSI of the replay
noise-floor = PSI expected with no drift at all
accuracy = Accuracy
alarms = Infrastructure readings not green
alarms-none = all green
divergence = Divergence by feature
distribution = Distribution of one feature
# $bins (Number)
bins-of-training = Bins of equal share in training (1 to { $bins })
health = Infrastructure health
health-good = All green
health-bad = not green

## Cost curve

days = days
interval = Interval
total-daily = Total, $ a day
compute-daily = Compute, $ a day
losses-daily = Losses, $ a day
avoided = Loss avoided over the horizon
roi = Return on one run
break-even = Pays for itself after
budget = Budget for compute, a day
every-day = Every day
at-interval = At your interval
at-threshold = At the threshold
policies = The same drift, three policies ($ a day)
over-threshold = Cost of a day against the threshold
by-threshold = run at the threshold
by-calendar = best calendar
over-budget = over budget
curve = Cost of a day against the interval
one-run = One run, today
days-between = days between runs
points-lost = points lost
a-day = $ a day
total-line = total
compute-line = compute
losses-line = losses
minimum = minimum

## Slice card

shadow-cost = Bill of the shadow
candidate = Candidate
slice = Slice
requests = Requests in this slice
old-right = Old model right
new-right = New model right
gain = New minus old
worse = Only the old one right
better-slice = Only the new one right
mcnemar = McNemar's exact p
majority = On the majority, at worst
# In HTML.
majority-note = Lower end of the 95&nbsp;% interval of new minus old; it must stay above minus the margin.
forest = Who gains, who loses
new-minus-old = New minus old
# Percentage points, after a number.
points = points
margin = Non-inferiority margin
old-all = Old model, all requests
new-all = New model, all requests
aggregate = The aggregate
slice-card = Slice metrics card
all-slices = All slices
significant = significant
chance = could be chance
weight = Weight
count = n
old-interval = Old right (95 %)
new-interval = New right (95 %)

## The report

report-title = Ledger: { $chapter }
report-student = Student
no-name = (no name given)
report-book = Book
report-chapter = Chapter
report-edition = Edition
report-date = Date of this report
report-work = Work
# $acts (Number), $minutes (Number)
report-acts = { $acts } acts recorded, { $minutes } minutes
report-key = “Recorded” is what the page measured and kept. “Written” is in the student's own words.
report-track = Track: { $track } ({ $persona })
# $missing (Number), $thin (Number), $anew (Number)
report-count = Missing: { $missing } · Thin: { $thin } · Begun anew: { $anew }
report-recorded = Recorded
report-written = Written
report-missing = Missing
report-thin = Thin
report-anew = Begun anew
report-unfit = From an earlier edition
report-unfit-note = The chapter has changed since; these no longer fit it.
report-measurement = Measurement
# What a text of the page said at that moment.
report-told = “{ $text }”
# $times (Number)
report-broke = { $times ->
    [one] broke once; then: { $readings }
   *[other] broke { $times } times; at first: { $readings }
}
report-unmeasured = not measured
report-prediction = Prediction
report-unanswered = not answered
report-in-words = answered in words
report-former-option = chose an option of an earlier edition
# An answer was given, and given anew later.
report-first = the first prediction, of { $date }, was
report-answer-right = { $answer } (right)
report-answer-wrong = { $answer } (not right)
report-bench = Workbench
report-goal = Goal: { $needs }
report-reached = goal reached with { $readings }
report-not-reached = the goal was not reached
report-untried = nothing was tried
# $round (Number)
report-round = round { $round }
report-met = goal met
yes = yes
no = no
report-no-evidence = no evidence was attached
# $number (Number)
report-accepted = evidence { $number }: { $readings }; accepted: { $text }
# $number (Number)
report-refused = evidence { $number }: { $readings }; refused: { $reasons }
report-reflection = Reflection
report-asked = { $asker } asks: { $prompt }
report-committed = committed { $date }
report-at-moment = at that moment: { $readings }
report-since = since then, not committed
report-uncommitted = not committed
report-unwritten = nothing was written
# $words (Number), $least (Number)
report-thin-words = { $words } of at least { $least } words
# $blanks (Number)
report-empty-blanks = { $blanks ->
    [one] a blank is empty
   *[other] { $blanks } blanks are empty
}
report-assessed = what the student finds in the own answer
report-former-criteria = ticked criteria of an earlier edition
report-shown-anyway = opened the model answer before assessing the own one
report-term = the term “{ $term }”
report-good-answer = A good answer:
