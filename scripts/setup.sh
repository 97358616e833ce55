# shellcheck shell=bash
# Sourced by the scripts beside it: finds what building and testing need and is not there, and
# has the system's package manager install it. Silent where nothing is missing. Everything it says
# goes to stderr, so that `scripts/practice --json` keeps stdout to itself.
#
# Set here for the scripts: $top (the repository), $target (cargo's target folder, absolute).

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# A relative CARGO_TARGET_DIR means the caller's folder; cargo is run from the repository's.
# shellcheck disable=SC2034 # scripts/practice reads it
case ${CARGO_TARGET_DIR:=} in
    '') unset CARGO_TARGET_DIR; target=$top/target ;;
    /*) export CARGO_TARGET_DIR; target=$CARGO_TARGET_DIR ;;
    *) export CARGO_TARGET_DIR=$PWD/$CARGO_TARGET_DIR; target=$CARGO_TARGET_DIR ;;
esac

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() { say "$@"; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

need_cargo() {
    local bin=${CARGO_HOME:-${HOME:-}/.cargo}/bin
    # A fresh Rust is not in the PATH of the shells that were open before.
    if ! have cargo && [[ -x $bin/cargo ]]; then PATH=$PATH:$bin; fi
    have cargo || die "cargo is missing: install Rust from https://rustup.rs, then run this again"
}

package_manager() {
    local name
    for name in apt-get dnf pacman brew; do
        if have "$name"; then echo "$name"; return; fi
    done
}

# What a part is called by a package manager; without one, by its own name.
package() { # MANAGER PART
    case $1:$2 in
        apt-get:compiler) echo gcc libc6-dev ;;
        *:compiler) echo gcc ;;
        dnf:pkg-config) echo pkgconf-pkg-config ;;
        pacman:pkg-config) echo pkgconf ;;
        apt-get:alsa) echo libasound2-dev ;;
        dnf:alsa) echo alsa-lib-devel ;;
        *:alsa) echo alsa-lib ;;
        pacman:pulse-clients) echo libpulse ;;
        *:pulse-clients) echo pulseaudio-utils ;;
        apt-get:alsa-pulse) echo libasound2-plugins ;;
        dnf:alsa-pulse) echo alsa-plugins-pulseaudio ;;
        *:alsa-pulse) echo alsa-plugins ;;
        dnf:pipewire-pulse) echo pipewire-pulseaudio ;;
        dnf:dbus) echo dbus-daemon ;;
        *:arecord) echo alsa-utils ;;
        apt-get:sox) echo sox libsox-fmt-alsa ;;
        dnf:ffmpeg) echo ffmpeg-free ;;
        dnf:sqlite3 | pacman:sqlite3 | brew:sqlite3) echo sqlite ;;
        *) echo "$2" ;;
    esac
}

# cpal links ALSA, SQLite is compiled from source. macOS brings its sound and, with cc, the rest.
missing_to_build() {
    have cc || echo compiler
    if [[ $(uname -s) == Linux ]]; then
        have pkg-config || echo pkg-config
        pkg-config --exists alsa 2>/dev/null || echo alsa
    fi
}

# What it is called differs by system.
have_chromium() { have chromium || have chromium-browser || have google-chrome; }

# The tests' microphones are private sound servers; their speech is synthetic, and measured by others
# too; pages are looked at in a browser.
missing_to_test() {
    have espeak-ng || echo espeak-ng
    # What measures beside us.
    have ffmpeg || echo ffmpeg
    have sox || echo sox
    if [[ $(uname -s) != Linux ]]; then return; fi
    have_chromium || echo chromium
    have pulseaudio || pulseaudio_would_evict || echo pulseaudio
    { have pactl && have paplay && have parec; } || echo pulse-clients
    compgen -G '/usr/lib*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null ||
        compgen -G '/usr/lib/*/alsa-lib/libasound_module_pcm_pulse.so' >/dev/null || echo alsa-pulse
    have dbus-daemon || echo dbus
    have pipewire || echo pipewire
    have wireplumber || echo wireplumber
    have pipewire-pulse || pipewire_pulse_would_evict || echo pipewire-pulse
}

# The benchmark records beside others, in the tests' rooms.
missing_to_bench() {
    missing_to_test
    have arecord || echo arecord
    # (It comes with what plays and asks; where those are there without it, once more.)
    have parecord || echo pulse-clients
    { have ffmpeg && have ffprobe; } || echo ffmpeg
    { have rec && have soxi; } || echo sox
    have jq || echo jq
    have sqlite3 || echo sqlite3
}

# Fedora and Arch let only one of the two sound servers be installed, and Debian's pipewire-alsa
# cannot stand beside PulseAudio. A test run must not take away the server somebody listens with:
# what does not fit stays out, and the tests that want it say that they were skipped.
pulseaudio_would_evict() {
    case $(package_manager) in
        dnf | pacman) true ;;
        apt-get) dpkg-query -W -f '${Status}' pipewire-alsa 2>/dev/null | grep -q ' installed$' ;;
        *) false ;;
    esac
}
pipewire_pulse_would_evict() {
    case $(package_manager) in
        dnf | pacman) have pulseaudio ;;
        *) false ;;
    esac
}

install_packages() { # MANAGER PACKAGE…
    local manager=$1 root=()
    shift
    # Homebrew refuses to run as root, the others must. Without a terminal nobody can type a password.
    if [[ $manager != brew && $(id -u) != 0 ]]; then
        have sudo || return 1
        root=(sudo)
        [[ -t 0 ]] || root+=(-n)
    fi
    # (bash 3.2 calls an empty array unset.)
    run() { "${root[@]+"${root[@]}"}" "$@" </dev/null >&2; }
    case $manager in
        apt-get)
            say "updating the list of packages"
            run env DEBIAN_FRONTEND=noninteractive apt-get -qq update ||
                say "the update failed; trying with the list there is"
            say "installing $*"
            run env DEBIAN_FRONTEND=noninteractive \
                apt-get -qq -y --no-install-recommends --no-remove install "$@"
            ;;
        dnf) say "installing $*"; run dnf -q -y --setopt=install_weak_deps=False install "$@" ;;
        pacman) say "installing $*"; run pacman -S --needed --noconfirm "$@" ;;
        brew) say "installing $*"; run brew install --quiet "$@" ;;
        *) return 1 ;;
    esac
}

# Installs what a function above reports as missing. True if there was something.
provide() { # MISSING HINT
    local manager packages=() parts part
    parts=$("$1")
    if [[ -z $parts ]]; then return 1; fi
    if [[ $(uname -s) == Darwin && $parts == *compiler* ]]; then
        die "a C compiler is missing: get one with 'xcode-select --install'"
    fi
    manager=$(package_manager)
    for part in $parts; do
        # shellcheck disable=SC2207 # one part may be two packages
        packages+=($(package "$manager" "$part"))
    done
    install_packages "$manager" "${packages[@]}" || true
    if [[ -n $("$1") ]]; then
        die "please install, with your package manager: ${packages[*]}${2:-}"
    fi
}
