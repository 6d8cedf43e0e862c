# shellcheck shell=bash
# shellcheck disable=SC2154  # root, deps and with_tests are set by whoever sources this
# Configuring and building a preset. One run at a time: two builds in one folder spoil each other.

# Clones in different folders share what ccache has compiled.
export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}

# build_preset PRESET TARGETS...: shows Ninja's own progress on a terminal; elsewhere only what went wrong.
build_preset () {
  local preset=$1
  shift
  cd "$root" || return
  logged "configure-$preset" "cmake could not configure the preset $preset" cmake --preset "$preset"
  say "building $preset ..."
  if [ -t 1 ]; then
    cmake --build --preset "$preset" --target "$@" 9>&- || fail "the preset $preset did not build: the compiler's words are above"
  else
    logged "build-$preset" "the preset $preset did not build" cmake --build --preset "$preset" --target "$@"
  fi
}
