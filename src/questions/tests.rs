use super::*;
use crate::facts::{Action, Decision};

fn about(facts: &Facts, id: &str) -> Question {
    questions(facts, &[]).questions.into_iter().find(|q| q.id == id).unwrap()
}

fn action(text: &str) -> Action {
    Action { text: text.into(), owner: None, ticket: None, status: None, cite: Cite::lines(4, 4) }
}

#[test]
fn the_table_is_in_the_order_of_the_parts_and_its_names_are_unique() {
    let order: Vec<usize> = TABLE.iter().map(|e| PartId::ALL.iter().position(|p| *p == e.part).unwrap()).collect();
    assert!(order.is_sorted());
    let mut ids: Vec<&str> = TABLE.iter().map(|e| e.id).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), TABLE.len());
}

#[test]
fn nothing_is_filled_in_for_an_empty_document() {
    let asked = questions(&Facts::default(), &[]).questions;
    assert!(!asked.is_empty());
    assert!(asked.iter().all(|q| q.answers.is_empty() && q.cites.is_empty() && !q.question.contains('{')));
    assert!(!asked.iter().any(|q| q.id == "silence"), "without a timeline, no gap of it is asked about");
}

#[test]
fn an_alert_without_a_condition_is_missing_one() {
    let vague = Facts { actions: vec![action("Improve alerting")], ..Facts::default() };
    assert_eq!(about(&vague, "alert").missing.as_deref(), Some("It gives no metric with a threshold."));
    let precise = Facts { actions: vec![action("Add an alert on p99 above 1 s")], ..Facts::default() };
    assert_eq!(about(&precise, "alert").missing, None);
    let other = Facts { actions: vec![action("Write a runbook")], ..Facts::default() };
    assert!(about(&other, "alert").answers.is_empty());
}

#[test]
fn a_quotation_that_cannot_be_said_is_not_asked() {
    let decided = |text: &str| {
        let decision = Decision { text: text.into(), because: None, cite: Cite::lines(3, 3) };
        about(&Facts { decisions: vec![decision], ..Facts::default() }, "decision-why")
    };
    assert_eq!(decided("We rolled back.").question, "“We rolled back”: why that, and not something else?");
    assert_eq!(decided("We rolled back.").missing.as_deref(), Some("It does not say why."));
    let long = decided(&"We rolled back and ".repeat(20));
    assert!(long.question.starts_with("Which call") && long.answers.len() == 1, "{long:?}");
}
