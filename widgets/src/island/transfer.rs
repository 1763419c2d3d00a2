//! Taking a ledger along, and bringing one back.

use crate::live::{Local, Render};
use crate::report::Format;
use crate::store::Store;
use crate::words;
use mission_model::ledger::Ledger;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// Larger files are no ledgers.
const LARGEST: f64 = 8.0 * 1024.0 * 1024.0;

/// A file that was looked at and not yet taken over.
#[derive(Clone, Default)]
enum Import {
    #[default]
    Nothing,
    Refused(String),
    Preview(Box<Ledger>, usize),
    Merged(usize),
}

/// Export, report, print and import.
pub fn draw(render: &mut Render) -> Html {
    let live = *render.watch(|store| store.chosen().is_some());
    let name: Local<String> = render.state();
    let import: Local<Import> = render.state();
    let store = render.store;
    let type_name = {
        let name = name.clone();
        move |event: InputEvent| name.set(event.target_unchecked_into::<HtmlInputElement>().value())
    };
    let on = |act: fn(&Store, &str)| {
        let (store, name) = (store.clone(), name.clone());
        move |_: MouseEvent| act(&store, &name.get())
    };
    let choose = {
        let (store, import) = (store.clone(), import.clone());
        move |event: Event| {
            let input = event.target_unchecked_into::<HtmlInputElement>();
            let Some(file) = input.files().and_then(|files| files.item(0)) else {
                return;
            };
            if file.size() > LARGEST {
                import.set(Import::Refused(words::TOO_LARGE.to_owned()));
                return;
            }
            let (reader, import) = (store.clone(), import.clone());
            store.read_file(
                &file,
                Callback::from(move |text: String| {
                    import.set(match reader.read_ledger(&text) {
                        Ok(ledger) => {
                            let new = reader.ledger().news(&ledger);
                            Import::Preview(Box::new(ledger), new)
                        }
                        Err(refusal) => Import::Refused(refusal.to_string()),
                    });
                }),
            );
        }
    };
    html! {
        <section class="m-transfer">
            <h4 class="m-heading">{ words::TAKE_ALONG }</h4>
            <label class="m-field">
                { words::AUTHOR }
                <input type="text" name="author" autocomplete="off" value={name.get()} oninput={type_name} />
            </label>
            <div class="m-bar">
                <button type="button" class="m-button" disabled={!live} onclick={on(|store, _| store.export())}>{ words::EXPORT }</button>
                <button type="button" class="m-button" disabled={!live} onclick={on(|store, name| store.report(name, Format::Html))}>{ words::REPORT }</button>
                <button type="button" class="m-plain" disabled={!live} onclick={on(|store, name| store.report(name, Format::Markdown))}>{ words::REPORT_MARKDOWN }</button>
                <button type="button" class="m-plain" onclick={on(|store, _| store.print_page())}>{ words::PRINT }</button>
            </div>
            <label class="m-field">
                { words::IMPORT }
                <input type="file" name="import" accept=".json,application/json" onchange={choose} />
            </label>
            <div class="m-status" role="status">{ outcome(store, &import) }</div>
        </section>
    }
}

fn outcome(store: &Store, import: &Local<Import>) -> Html {
    match import.get() {
        Import::Nothing => Html::default(),
        Import::Refused(reason) => html! { { words::not_imported(&reason) } },
        Import::Merged(new) => html! { { words::merged(new) } },
        Import::Preview(ledger, new) => {
            let merge = {
                let (store, import, ledger) = (store.clone(), import.clone(), ledger.clone());
                move |_: MouseEvent| {
                    let new = store.take_in(&ledger);
                    store.keep();
                    import.set(Import::Merged(new));
                }
            };
            let cancel = {
                let import = import.clone();
                move |_: MouseEvent| import.set(Import::Nothing)
            };
            html! {
                <>
                    <span>{ words::found_acts(ledger.entries.len(), new) }</span>
                    if ledger.broken_seal().is_some() {
                        <span>{ words::EDITED }</span>
                    }
                    <button type="button" class="m-button" onclick={merge}>{ words::MERGE }</button>
                    <button type="button" class="m-plain" onclick={cancel}>{ words::CANCEL }</button>
                </>
            }
        }
    }
}
