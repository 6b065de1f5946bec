//! The made-up desktop's tray and notification server, as the test sees them: what it told, and what a
//! person does there.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, ChildStdout};
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::patience::{patiently, until};
use crate::processes::ProcessGroup;

/// The panel. What it tells is kept in order; a place in it counts from 0.
pub(crate) struct Panel {
    told: Arc<Mutex<Vec<Value>>>,
    input: Mutex<ChildStdin>,
    _process: ProcessGroup,
}

impl Panel {
    /// Listens to the program that was started with these ends.
    pub(crate) async fn new(process: ProcessGroup, input: ChildStdin, output: ChildStdout) -> Self {
        let told = Arc::new(Mutex::new(Vec::new()));
        let keep = Arc::clone(&told);
        // Ends with the process.
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Ok(event) = serde_json::from_str(&line) {
                    keep.lock().unwrap().push(event);
                }
            }
        });
        let panel = Self { told, input: Mutex::new(input), _process: process };
        panel.wait(0, "ready", |_| true).await;
        panel
    }

    /// How much was told until now.
    pub(crate) fn now(&self) -> usize {
        self.told.lock().unwrap().len()
    }

    /// Everything of that kind that was told from a place on.
    pub(crate) fn since(&self, place: usize, event: &str) -> Vec<Value> {
        let told = self.told.lock().unwrap();
        told.iter().skip(place).filter(|one| one["event"] == event).cloned().collect()
    }

    /// The first event of that kind, from a place on, that fits.
    pub(crate) async fn wait(
        &self,
        place: usize,
        event: &str,
        fits: impl Fn(&Value) -> bool,
    ) -> Value {
        let found = patiently(async || self.since(place, event).into_iter().find(&fits)).await;
        found.unwrap_or_else(|| {
            let told = self.told.lock().unwrap();
            panic!("the desktop never told such a “{event}”, but {:#?}", &told[place..])
        })
    }

    /// Has something done, and waits for the answer of that kind.
    async fn ask(&self, command: Value, answer: &str) -> Value {
        let place = self.now();
        self.tell(&command);
        self.wait(place, answer, |_| true).await
    }

    fn tell(&self, command: &Value) {
        writeln!(self.input.lock().unwrap(), "{command}").unwrap();
    }

    /// The items of the tray's menu.
    pub(crate) async fn menu(&self) -> Vec<Value> {
        let menu = self.ask(json!({ "do": "menu" }), "menu").await;
        menu["items"].as_array().unwrap().clone()
    }

    /// Waits for a menu that fits and answers it.
    pub(crate) async fn menu_that(
        &self,
        what: &str,
        fits: impl Fn(&[Value]) -> bool,
    ) -> Vec<Value> {
        until(what, async || Some(self.menu().await).filter(|menu| fits(menu))).await
    }

    /// What the tray icon says about itself.
    pub(crate) async fn icon(&self) -> Value {
        self.ask(json!({ "do": "item" }), "item").await["properties"].take()
    }

    /// Clicks on an item of the tray's menu as soon as it is there and can be clicked on.
    pub(crate) async fn click(&self, path: &[&str]) {
        until(&format!("{path:?} in the tray's menu"), async || {
            let answer = self.ask(json!({ "do": "click", "path": path }), "clicked").await;
            (answer["found"] == true).then_some(())
        })
        .await;
    }

    /// A click on a notice.
    pub(crate) fn open_notice(&self, notice: &Value) {
        self.tell(&json!({ "do": "invoke", "id": notice["id"], "action": "default" }));
    }
}
