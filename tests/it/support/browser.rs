//! A browser that is driven as a person drives it, and that tells what it thinks of a page: Chromium
//! without a screen, spoken to by its own protocol through a pipe. So there is neither a port that
//! others could speak to, nor a driver to keep in step with it.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::parts;
use super::process::Process;
use super::wait;

const LIMIT: Duration = Duration::from_mins(1);

/// What it is called, by system.
const NAMES: [&str; 3] = ["chromium", "chromium-browser", "google-chrome"];

/// A browser with one page.
#[derive(Debug)]
pub(crate) struct Browser {
    process: Process,
    to: ChildStdin,
    from: Receiver<Value>,
    /// Of the page: what is asked of it carries this.
    page: Option<String>,
    asked: u64,
    /// What it has told without being asked.
    events: Vec<Value>,
    /// Goes last, when nobody writes into it any more.
    _profile: TempDir,
}

impl Browser {
    /// One with an empty page of this size. None, said loudly, where there is no Chromium.
    pub(crate) fn start(width: u32, height: u32) -> Option<Self> {
        let found = NAMES.into_iter().find(|name| parts::find(name).is_some());
        let missing: &[&str] = if found.is_some() { &[] } else { &NAMES[..1] };
        if !parts::all_here("chromium", missing) {
            return None;
        }
        let profile = tempfile::tempdir().expect("a folder for its profile");
        // It listens on 3 and answers on 4, which a command cannot have of its own.
        let pipes = "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1";
        let mut command = Command::new("sh");
        command
            .args(["-c", pipes, found?])
            .args(["--headless", "--no-sandbox", "--disable-gpu"])
            .args([
                "--remote-debugging-pipe",
                "--no-first-run",
                "--disable-dev-shm-usage",
            ])
            .arg("--autoplay-policy=no-user-gesture-required")
            .arg(format!("--window-size={width},{height}"))
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped());
        let mut process = Process::start(&mut command);
        let (to, answers) = process.pipes();
        let (tell, from) = channel();
        std::thread::Builder::new()
            .name("browser".to_owned())
            .spawn(move || {
                for message in BufReader::new(answers).split(0) {
                    let Ok(message) = message else { return };
                    let Ok(message) = serde_json::from_slice(&message) else {
                        return;
                    };
                    if tell.send(message).is_err() {
                        return;
                    }
                }
            })
            .expect("a thread");
        let mut browser = Self {
            process,
            to,
            from,
            page: None,
            asked: 0,
            events: Vec::new(),
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", &json!({"url": "about:blank"}));
        let target = json!({"targetId": target["targetId"], "flatten": true});
        let attached = browser.ask("Target.attachToTarget", &target);
        browser.page = attached["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.ask(&format!("{domain}.enable"), &json!({}));
        }
        Some(browser)
    }

    /// Asks the browser, or the page once there is one, and waits for the answer.
    #[track_caller]
    pub(crate) fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let mut message = json!({"id": self.asked, "method": method, "params": params});
        if let Some(page) = &self.page {
            message["sessionId"] = page.as_str().into();
        }
        let mut text = message.to_string().into_bytes();
        text.push(0);
        self.to.write_all(&text).expect("it listens");
        self.to.flush().expect("it listens");
        loop {
            let answer = match self.from.recv_timeout(LIMIT) {
                Ok(answer) => answer,
                Err(RecvTimeoutError::Timeout) => panic!("{method}: no answer"),
                Err(RecvTimeoutError::Disconnected) => panic!("{method}: the browser is gone"),
            };
            if answer["id"] == self.asked {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].clone();
            }
            self.events.push(answer);
        }
    }

    /// Opens a file, and waits until all of it is there.
    #[track_caller]
    pub(crate) fn open(&mut self, path: &Path) {
        self.events.clear();
        let url = format!("file://{}", path.display());
        self.ask("Page.navigate", &json!({"url": url}));
        self.wait_for("document.readyState === 'complete'");
    }

    /// What an expression comes to.
    #[track_caller]
    pub(crate) fn eval(&mut self, expression: &str) -> Value {
        let params = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.ask("Runtime.evaluate", &params);
        assert!(
            answer["exceptionDetails"].is_null(),
            "{expression}: {answer}"
        );
        answer["result"]["value"].clone()
    }

    /// Waits until an expression is true.
    #[track_caller]
    pub(crate) fn wait_for(&mut self, expression: &str) {
        let came = wait::until(LIMIT, || (self.eval(expression) == true).then_some(()));
        assert!(
            came.is_some(),
            "never: {expression}; {:?}",
            self.complaints()
        );
    }

    /// Clicks on what a selector finds, so far from its left, as a share of its width.
    #[track_caller]
    pub(crate) fn click_at(&mut self, selector: &str, share: f64) {
        let place = format!(
            "(() => {{ const e = document.querySelector({selector:?}); \
             e.scrollIntoView({{block: 'center', behavior: 'instant'}}); \
             const b = e.getBoundingClientRect(); \
             return [b.left + b.width * {share}, b.top + b.height / 2]; }})()"
        );
        let place = self.eval(&place);
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({
                "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1
            });
            self.ask("Input.dispatchMouseEvent", &params);
        }
    }

    #[track_caller]
    pub(crate) fn click(&mut self, selector: &str) {
        self.click_at(selector, 0.5);
    }

    /// Presses a key by its name in a page's events, with the text that it types if it does.
    pub(crate) fn press(&mut self, key: &str, text: Option<&str>) {
        let code = if key == " " { "Space" } else { key };
        let mut params = json!({"type": "keyDown", "key": key, "code": code});
        if let Some(text) = text {
            params["text"] = text.into();
        }
        self.ask("Input.dispatchKeyEvent", &params);
        params["type"] = "keyUp".into();
        self.ask("Input.dispatchKeyEvent", &params);
    }

    /// Types into what has the focus.
    pub(crate) fn type_text(&mut self, text: &str) {
        self.ask("Input.insertText", &json!({"text": text}));
    }

    /// Errors and warnings of the page, as its console has them.
    pub(crate) fn complaints(&mut self) -> Vec<String> {
        // What was told before this answer is here with it.
        self.eval("0");
        let told = self.events.iter().filter(|event| {
            let method = event["method"].as_str().unwrap_or_default();
            let params = &event["params"];
            match method {
                "Runtime.exceptionThrown" => true,
                "Runtime.consoleAPICalled" => params["type"] != "log",
                "Log.entryAdded" => params["entry"]["level"] != "info",
                _ => false,
            }
        });
        told.map(|event| event["params"].to_string()).collect()
    }

    /// Every address that was asked for since the page was opened, but what stands in the page.
    pub(crate) fn requests(&mut self) -> Vec<String> {
        self.eval("0");
        let sent = self.events.iter();
        let sent = sent.filter(|event| event["method"] == "Network.requestWillBeSent");
        let addresses = sent.filter_map(|event| event["params"]["request"]["url"].as_str());
        let mut addresses: Vec<String> = addresses
            .filter(|address| !address.starts_with("data:"))
            .map(str::to_owned)
            .collect();
        addresses.sort();
        addresses.dedup();
        addresses
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // Its helpers end with it if it ends by itself; the process is killed in any case.
        let close = json!({"id": 0, "method": "Browser.close"}).to_string();
        let asked = self.to.write_all(close.as_bytes());
        if asked.and_then(|()| self.to.write_all(&[0])).is_ok() && self.to.flush().is_ok() {
            self.process.wait(Duration::from_secs(5));
        }
    }
}

#[test]
fn a_page_that_complains_and_asks_for_more_is_found_out() {
    let Some(mut browser) = Browser::start(800, 600) else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.html");
    let page = "<p onclick='document.title = event.clientX > 400'>text</p>\
                <img src='gone.png'><script>console.error('no'); nothing();</script>";
    std::fs::write(&path, page).expect("a page");
    browser.open(&path);
    let complaints = browser.complaints().join("\n");
    for expected in ["\"no\"", "nothing is not defined", "gone.png"] {
        assert!(complaints.contains(expected), "{expected}: {complaints}");
    }
    let asked = browser.requests();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[1].ends_with("gone.png"), "{asked:?}");
    browser.click_at("p", 0.9);
    browser.wait_for("document.title === 'true'");
}
