//! `#[derive(Take)]`: how a type of `mission-model` is read from its packed form.
//!
//! Packed, a structure is a list of its fields and a variant is a number with its content, both in the order of
//! declaration. That is the order in which serde writes them (`mission_model::json::packed`), so a field or a variant
//! is declared once and can't be forgotten.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, Result, parse_macro_input};

/// Implements `crate::json::Take` for a structure with named fields, or for an enumeration whose variants have named
/// fields, one field without a name, or none.
#[proc_macro_derive(Take)]
pub fn take(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    let made = implementation(&input).unwrap_or_else(|error| error.to_compile_error());
    made.into()
}

fn implementation(input: &DeriveInput) -> Result<TokenStream> {
    let name = &input.ident;
    let body = match &input.data {
        Data::Struct(data) => content(&data.fields, quote!(Self), quote!(json))?,
        Data::Enum(data) => {
            let mut arms = Vec::new();
            for (number, variant) in data.variants.iter().enumerate() {
                let (number, ident) = (number as u32, &variant.ident);
                let made = content(&variant.fields, quote!(Self::#ident), quote!(content))?;
                arms.push(quote!(#number => #made,));
            }
            quote! {
                #[allow(unused_variables, reason = "content, where no variant has any")]
                let (number, content) = crate::json::numbered(json, bad);
                match number {
                    #(#arms)*
                    _ => {
                        *bad = true;
                        // The first variant, of nothing.
                        Self::take(crate::json::Json::Null, bad)
                    }
                }
            }
        }
        Data::Union(_) => return refuse(name, "a union has no packed form"),
    };
    Ok(quote! {
        impl crate::json::Take for #name {
            fn take(json: crate::json::Json, bad: &mut bool) -> Self {
                #body
            }
        }
    })
}

/// Makes a structure or a variant of what `from` names.
fn content(fields: &Fields, made: TokenStream, from: TokenStream) -> Result<TokenStream> {
    match fields {
        Fields::Unit => Ok(made),
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => {
            Ok(quote!(#made(crate::json::Take::take(#from, bad))))
        }
        Fields::Named(fields) => {
            let names = fields.named.iter().map(|field| &field.ident);
            Ok(quote! {{
                let mut items = crate::json::Items::of(#from, bad);
                #made { #(#names: items.next()),* }
            }})
        }
        Fields::Unnamed(fields) => {
            refuse(fields, "several fields without names have no packed form")
        }
    }
}

fn refuse<T>(at: impl quote::ToTokens, why: &str) -> Result<T> {
    Err(syn::Error::new_spanned(at, why))
}
