//! The page, by the names that a person reads on it: press, fill, choose, tick, see.

use std::path::Path;

use fantoccini::actions::{InputSource as _, KeyAction, KeyActions, MouseActions, PointerAction};
use fantoccini::elements::{Element, ElementRef};
use fantoccini::error::CmdError;
use fantoccini::{Client, Locator};
use serde_json::{Value, json};

use crate::patience::patiently;

/// Finds by kind and name.
const FIND: &str = include_str!("page.js");
/// Selects what stands in a field, and takes it out. Clearing over the driver does not reach the page's
/// own state.
const EMPTY_FIELD: &str = "\u{E009}a\u{E000}\u{E003}";

/// Whether the window is on the screen, and whether it is not.
pub(crate) const VISIBLE: &str = "return document.visibilityState === 'visible'";
pub(crate) const HIDDEN: &str = "return document.visibilityState === 'hidden'";

/// Waits until everything has come to rest: nothing is being read, nothing moves but what turns for
/// ever, and the next two pictures do not change that.
const REST: &str = "const done = arguments[arguments.length - 1];
    const isAtRest = () => document.querySelector('[aria-busy=true]') === null
        && document.getAnimations().every((each) => each.playState !== 'running'
            || each.effect?.getComputedTiming().iterations === Infinity);
    let still = 0;
    const look = () => {
        still = isAtRest() ? still + 1 : 0;
        if (still < 4) requestAnimationFrame(look); else done(true);
    };
    look()";

/// The page of a running program.
pub(crate) struct Page {
    pub(crate) client: Client,
}

impl Page {
    /// The page behind that session.
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    /// Waits for the page's first screen.
    pub(crate) async fn ready(&self) {
        let drawn = "return document.querySelector('main h1, main h2') !== null";
        self.until("the first screen", async || self.is(drawn).await).await;
    }

    /// Presses a button, a tab, or an item of a menu.
    pub(crate) async fn press(&self, name: &str) {
        self.click("button", name).await;
    }

    /// Follows a link.
    pub(crate) async fn follow(&self, name: &str) {
        self.click("link", name).await;
    }

    /// Flips a switch, or ticks a box.
    pub(crate) async fn tick(&self, name: &str) {
        self.click("tick", name).await;
    }

    /// Types a text into a field, in place of what stood there.
    pub(crate) async fn fill(&self, field: &str, text: &str) {
        self.click("field", field).await;
        let element = self.find("field", field).await;
        element.send_keys(EMPTY_FIELD).await.unwrap();
        element.send_keys(text).await.unwrap();
        let value = self.value(field).await;
        if value != text {
            self.give_up(&format!("“{text}” in {field}; there is “{value}”")).await;
        }
    }

    /// Chooses from a list.
    pub(crate) async fn choose(&self, field: &str, option: &str) {
        self.click("field", field).await;
        self.click("option", option).await;
    }

    /// Goes to a place by its address.
    pub(crate) async fn visit(&self, place: &str) {
        self.run("location.hash = arguments[0]", vec![json!(place)]).await.unwrap();
        self.arrive(place).await;
    }

    /// Opens the first row of the table on the screen.
    pub(crate) async fn open_first_row(&self) {
        let cell = Locator::Css("[role=grid] [role=row][aria-rowindex='2'] [role=gridcell]");
        self.until("a click on the first row", async || {
            self.client.find(cell).await.ok()?.click().await.ok()
        })
        .await;
    }

    /// Waits for a text anywhere on the page.
    pub(crate) async fn see(&self, text: &str) {
        let text = text.to_lowercase();
        self.until(&format!("“{text}”"), async || {
            self.text().await.to_lowercase().contains(&text).then_some(())
        })
        .await;
    }

    /// Waits until a text is nowhere on the page.
    pub(crate) async fn see_no_more(&self, text: &str) {
        self.until(&format!("no “{text}” any more"), async || {
            (!self.text().await.contains(text)).then_some(())
        })
        .await;
    }

    /// Waits for a heading.
    pub(crate) async fn see_heading(&self, name: &str) {
        self.find("heading", name).await;
    }

    /// Whether a switch or box is ticked.
    pub(crate) async fn is_ticked(&self, name: &str) -> bool {
        self.find("tick", name).await.is_selected().await.unwrap()
    }

    /// What stands in a field.
    pub(crate) async fn value(&self, field: &str) -> String {
        self.find("field", field).await.prop("value").await.unwrap().unwrap_or_default()
    }

    /// Waits for a table of so many rows.
    pub(crate) async fn see_rows(&self, table: &str, count: u64) {
        self.rows_that(table, &format!("{count}"), |rows| rows == count).await;
    }

    /// Waits for rows in a table and answers how many there are.
    pub(crate) async fn rows(&self, table: &str) -> u64 {
        self.rows_that(table, "some", |rows| rows > 0).await
    }

    async fn rows_that(&self, table: &str, what: &str, fits: impl Fn(u64) -> bool) -> u64 {
        self.until(&format!("{what} rows in {table}"), async || {
            let grid = self.look("grid", table, false).await.ok()?;
            let busy = grid.attr("aria-busy").await.ok()??;
            let rows: u64 = grid.attr("aria-rowcount").await.ok()??.parse().ok()?;
            // The header is one of them.
            Some(rows.checked_sub(1)?).filter(|rows| busy == "false" && fits(*rows))
        })
        .await
    }

    /// The element of that kind and name, as soon as it is there.
    pub(crate) async fn find(&self, kind: &str, name: &str) -> Element {
        let what = format!("the {kind} “{name}”");
        self.until(&what, async || self.look(kind, name, false).await.ok()).await
    }

    /// The same, as soon as it can be used.
    pub(crate) async fn find_usable(&self, kind: &str, name: &str) -> Element {
        let what = format!("the usable {kind} “{name}”");
        self.until(&what, async || self.look(kind, name, true).await.ok()).await
    }

    /// Presses keys, one after the other, where the focus is.
    pub(crate) async fn keys(&self, keys: &[&str]) {
        let actions = keys
            .iter()
            .filter_map(|key| key.chars().next())
            .flat_map(|value| [KeyAction::Down { value }, KeyAction::Up { value }]);
        self.act(actions.collect()).await;
    }

    /// Presses a key while another one is held.
    pub(crate) async fn chord(&self, held: &str, key: &str) {
        let (held, value) = (held.chars().next().unwrap(), key.chars().next().unwrap());
        let actions = [
            KeyAction::Down { value: held },
            KeyAction::Down { value },
            KeyAction::Up { value },
            KeyAction::Up { value: held },
        ];
        self.act(actions.to_vec()).await;
    }

    async fn act(&self, actions: Vec<KeyAction>) {
        let keys = actions.into_iter().fold(KeyActions::new("keys".to_owned()), KeyActions::then);
        self.client.perform_actions(keys).await.unwrap();
    }

    /// Puts the pointer where it touches nothing.
    pub(crate) async fn take_the_pointer_away(&self) {
        let away = PointerAction::MoveTo { duration: None, x: 0.0, y: 0.0 };
        let mouse = MouseActions::new("mouse".to_owned()).then(away);
        self.client.perform_actions(mouse).await.unwrap();
    }

    /// Closes what stands in front.
    pub(crate) async fn press_escape(&self) {
        self.keys(&["\u{E00C}"]).await;
        self.until("nothing in front", async || {
            self.is("return [...document.querySelectorAll('[role=dialog], [role=menu]')]
                .every((one) => one.getClientRects().length === 0)")
                .await
        })
        .await;
    }

    /// Clicks as soon as a click arrives where it is meant to.
    async fn click(&self, kind: &str, name: &str) {
        let mut last = String::new();
        let done = patiently(async || {
            let clicked = match self.look(kind, name, true).await {
                Ok(element) if self.stands_still(&element).await => {
                    element.click().await.map_err(|error| error.to_string())
                }
                Ok(_) => Err("it moves".to_owned()),
                Err(names) => Err(format!("there are {names:?}")),
            };
            clicked.map_err(|why| last = why).ok()
        })
        .await;
        if done.is_none() {
            self.give_up(&format!("a click on the {kind} “{name}” ({last})")).await;
        }
    }

    /// Whether an element stays where it is for the next two pictures: nobody hits what moves.
    async fn stands_still(&self, element: &Element) -> bool {
        let script = "const [element, done] = arguments;
            const place = () => JSON.stringify(element.getBoundingClientRect());
            const before = place();
            requestAnimationFrame(() => requestAnimationFrame(() => done(place() === before)))";
        let element = serde_json::to_value(element).unwrap();
        let answer = self.client.execute_async(script, vec![element]).await;
        answer.is_ok_and(|still| still == json!(true))
    }

    /// The name of what has the focus; empty where nothing has.
    pub(crate) async fn focused(&self) -> String {
        let names = self.look("focus", "", false).await.err().unwrap_or_default();
        names.into_iter().next().unwrap_or_default()
    }

    /// The element of that kind and name; the names that there are instead.
    async fn look(&self, kind: &str, name: &str, press: bool) -> Result<Element, Vec<String>> {
        let usable = if press { json!("press") } else { json!(false) };
        let found = self.run(FIND, vec![json!(kind), json!(name), usable]).await;
        let Ok(found) = found else { return Err(Vec::new()) };
        let reference = found["element"].as_object().and_then(|object| object.values().next());
        match reference.and_then(Value::as_str) {
            Some(id) => {
                Ok(Element::from_element_id(self.client.clone(), ElementRef::from(id.to_owned())))
            }
            None => Err(serde_json::from_value(found["names"].clone()).unwrap_or_default()),
        }
    }

    /// Everything that is to be read on the page now.
    pub(crate) async fn text(&self) -> String {
        let text = self.run("return document.body.innerText", vec![]).await;
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// The text of the first element that a selector finds.
    pub(crate) async fn text_of(&self, selector: &str) -> String {
        let script = "return document.querySelector(arguments[0])?.innerText ?? ''";
        let text = self.run(script, vec![json!(selector)]).await.unwrap();
        text.as_str().unwrap_or_default().to_owned()
    }

    /// Where the page stands: what follows the hash of its address.
    pub(crate) async fn place(&self) -> String {
        let place = self.run("return location.hash.slice(1)", vec![]).await.unwrap();
        place.as_str().unwrap_or_default().to_owned()
    }

    /// Waits until the page stands at a place that begins so.
    pub(crate) async fn arrive(&self, place: &str) {
        let what = format!("the place {place}");
        self.until(&what, async || self.place().await.starts_with(place).then_some(())).await;
    }

    /// Asks the program as the page does.
    pub(crate) async fn ask(&self, command: &str, arguments: Value) -> Value {
        let answer = self.try_to_ask(command, arguments).await;
        answer.unwrap_or_else(|error| panic!("{command}: {error}"))
    }

    /// The same; what the program refuses is answered.
    pub(crate) async fn try_to_ask(&self, command: &str, arguments: Value) -> Result<Value, Value> {
        let script = "const [command, given, done] = arguments;
            window.__TAURI_INTERNALS__.invoke(command, given)
                .then((data) => done({ data }), (error) => done({ error }))";
        let answer = self.client.execute_async(script, vec![json!(command), arguments]).await;
        let mut answer = answer.unwrap();
        match answer.get_mut("error") {
            Some(error) => Err(error.take()),
            None => Ok(answer["data"].take()),
        }
    }

    /// `Some` once the script answers true.
    pub(crate) async fn is(&self, script: &str) -> Option<()> {
        self.run(script, vec![]).await.ok().filter(|answer| *answer == json!(true)).map(drop)
    }

    /// Runs a script in the page.
    pub(crate) async fn run(&self, script: &str, given: Vec<Value>) -> Result<Value, CmdError> {
        self.client.execute(script, given).await
    }

    /// Looks until there is something; what there is instead is kept as a picture otherwise.
    pub(crate) async fn until<T>(&self, what: &str, look: impl AsyncFnMut() -> Option<T>) -> T {
        match patiently(look).await {
            Some(found) => found,
            None => self.give_up(what).await,
        }
    }

    async fn give_up(&self, what: &str) -> ! {
        let test = std::thread::current().name().unwrap_or_default().replace("::", "-");
        let picture = self.keep_picture(&test).await;
        let picture = picture.unwrap_or_else(|| "no picture: it is hidden".to_owned());
        let place = self.place().await;
        let text = self.text().await;
        panic!("this never came: {what}\nat {place} ({picture}):\n{text}")
    }

    /// Waits until the page has come to rest.
    pub(crate) async fn rest(&self, what: &str) {
        let rest = self.client.execute_async(REST, vec![]).await;
        rest.unwrap_or_else(|_| panic!("{what} never comes to rest"));
    }

    /// A picture of the page once it is painted; a hidden window paints nothing.
    pub(crate) async fn picture(&self) -> Option<Vec<u8>> {
        self.is(VISIBLE).await?;
        // Where the processor draws, the driver waits for the next time that something is painted, and a page
        // at rest paints nothing: a point that nobody can see changes until the picture is taken.
        let painting = "const done = arguments[arguments.length - 1];
            const point = document.createElement('i');
            point.style.cssText = 'position: fixed; inset: auto 0 0 auto; width: 1px; height: 1px';
            document.body.append(point);
            window.testPainting = setInterval(() => {
                const faint = 'rgba(127, 127, 127, 0.004)';
                point.style.backgroundColor = point.style.backgroundColor === '' ? faint : '';
            }, 20);
            document.fonts.ready.then(() => requestAnimationFrame(() =>
                requestAnimationFrame(() => done(true))))";
        self.client.execute_async(painting, vec![]).await.unwrap();
        let picture = self.client.screenshot().await.unwrap();
        let still = "clearInterval(window.testPainting); document.body.lastElementChild.remove()";
        self.client.execute(still, vec![]).await.unwrap();
        Some(picture)
    }

    /// Keeps a picture of the page beside the tests' other output and answers where.
    pub(crate) async fn keep_picture(&self, name: &str) -> Option<String> {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        std::fs::write(&path, self.picture().await?).unwrap();
        Some(path.display().to_string())
    }
}
