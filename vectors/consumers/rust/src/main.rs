//! Answers some questions of the x402 vectors.
//!
//!     x402-conformance vectors verify --cmd "cargo run --quiet"

use base64::{engine::general_purpose::STANDARD, Engine};
use serde_json::{json, Value};
use std::io::{stdin, stdout, BufRead, Write};

/// Here an implementer calls his own code: an output is acceptance, an error is a refusal, `None` is unsupported.
fn answer(operation: &str, input: &Value) -> Option<Result<Value, String>> {
    match operation {
        "header.decode" => Some(decode_header(input)),
        "header.encode" => Some(Ok(json!({ "header": STANDARD.encode(input["message"].to_string()) }))),
        "amount.parse" => Some(parse_amount(input)),
        _ => None,
    }
}

fn decode_header(input: &Value) -> Result<Value, String> {
    let values = input["values"].as_array().ok_or("no values")?;
    let [value] = values.as_slice() else { return Err(format!("{} values", values.len())) };
    let bytes = STANDARD.decode(value.as_str().ok_or("not a string")?).map_err(|error| error.to_string())?;
    let message: Value = serde_json::from_slice(&bytes).map_err(|error| error.to_string())?;
    if message.is_object() { Ok(message) } else { Err("not an object".into()) }
}

fn parse_amount(input: &Value) -> Result<Value, String> {
    let amount = input["amount"].as_str().ok_or("not a string")?;
    let leading_zero = amount.len() > 1 && amount.starts_with('0');
    if amount.is_empty() || leading_zero || !amount.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("not a decimal integer without sign or leading zeros".into());
    }
    Ok(json!({ "value": amount }))
}

fn main() {
    for line in stdin().lock().lines() {
        let question: Value = serde_json::from_str(&line.expect("stdin is text")).expect("a question is JSON");
        let mut reply = match answer(question["operation"].as_str().unwrap_or(""), &question["input"]) {
            None => json!({ "result": "unsupported" }),
            Some(Ok(output)) => json!({ "result": "valid", "output": output }),
            Some(Err(note)) => json!({ "result": "invalid", "note": note }),
        };
        reply["id"] = question["id"].clone();
        writeln!(stdout(), "{reply}").expect("stdout is open");
        stdout().flush().expect("stdout is open");
    }
}
