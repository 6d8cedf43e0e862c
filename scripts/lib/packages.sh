# shellcheck shell=bash
# shellcheck disable=SC2154  # root, deps and with_tests are set by whoever sources this
# What comes from Debian's packages: compilers and tools, and the libraries of which Debian 12's copy is new enough.

tools_wanted () {   # command:package; a command that is there already is good, wherever it came from
  printf '%s\n' g++:g++ cmake:cmake ninja:ninja-build pkg-config:pkg-config ccache:ccache \
    dpkg-source:dpkg-dev patch:patch xz:xz-utils git:git node:nodejs npm:npm
  if $with_tests; then printf '%s\n' chromium:chromium firefox-esr:firefox-esr tmux:tmux python3:python3-minimal redis-server:redis-server curl:curl; fi
}

libraries_wanted () {
  printf '%s\n' libc6-dev nlohmann-json3-dev libtomlplusplus-dev libfyaml-dev libcli11-dev libtbb-dev libmimalloc-dev libxxhash-dev \
    libutf8proc-dev libtree-sitter-dev libsqlite3-dev libzip-dev libboost-dev duktape-dev ca-certificates
  if $with_tests; then
    printf '%s\n' fonts-dejavu-core libpython3-stdlib
    # The notes' SQL is run by a server of the tests' own, of the version that site.toml names: Debian 12's.
    [ -x /usr/lib/postgresql/15/bin/initdb ] || printf '%s\n' postgresql
  fi
}

# Prints the packages that are missing, one a line.
missing_packages () {
  local pair installed package
  for pair in $(tools_wanted); do
    command -v "${pair%%:*}" >/dev/null || printf '%s\n' "${pair#*:}"
  done
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null)
  for package in $(libraries_wanted); do
    grep -qxF "installed $package" <<<"$installed" || printf '%s\n' "$package"
  done
}

fetch_hint () {
  cat <<'TEXT'
this is not Debian: install g++ 12 or newer, CMake 3.25 or newer, Ninja, pkg-config, Node 18 or newer with npm, and the development files of toml++, libfyaml, CLI11, oneTBB, xxHash, utf8proc, SQLite, libzip, Boost and tree-sitter, run "npm ci --ignore-scripts", and configure with: cmake --preset release -DLOCI_FETCH_DEPS=ON
TEXT
}

is_debian () {
  command -v dpkg-query apt-get >/dev/null && grep -qxE 'ID="?debian"?' /etc/os-release 2>/dev/null
}

can_be_root () { [ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null; }

# apt_install PACKAGES...
apt_install () {
  if ! can_be_root; then
    fail "these Debian packages are missing, and only root may install them: run 'apt-get install --no-install-recommends $*' as root, then this again"
  fi
  say "installing the Debian packages $* ..."
  # A source that has nothing to do with us may be broken; what counts is whether the install works.
  as_root apt-get -o DPkg::Lock::Timeout=600 update >"$logs/apt-update.log" 2>&1 </dev/null 9>&- ||
    say "apt-get update complained (see ${logs#"$root"/}/apt-update.log); going on"
  logged apt-install "apt-get could not install $*: the end of the log says which one and why" \
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -y --no-install-recommends "$@"
}

setup_packages () {
  local missing
  mapfile -t missing < <(missing_packages)
  # ccache only saves time: who may not install it can do without.
  if [ "${missing[*]}" = ccache ] && ! can_be_root; then return 0; fi
  if [ ${#missing[@]} -gt 0 ]; then apt_install "${missing[@]}"; fi
}
