//! Keeps ALSA from writing to the screen.
//!
//! Its library prints to stderr whenever it looks for a device that is not there, in the middle of
//! whatever is shown. What it has to say comes back as an error code too.

/// From now on ALSA says nothing on this thread. The handler is the thread's own, so every thread
/// that opens devices has to ask for silence.
pub(super) fn silence() {
    #[cfg(target_os = "linux")]
    // Without memory for a buffer it goes on printing, which is no reason to stop.
    drop(alsa::Output::local_error_handler());
}
